"""Gives a generic parameter a name that is still free."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_ITEMS = (
    *("function_item", "function_signature_item", "struct_item", "enum_item", "impl_item"),
    *("trait_item", "type_item", "union_item"),
)


class RenameTypeParameter(FixRule):
    """Renames the second parameter of one name, with its uses where they are its own.

    In `fn f<T, T>(a: T, b: T)` the last use goes with the new name, which is a guess.
    """

    codes: ClassVar = ("E0403", "E0496")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f<T, T>(a: T, b: T) -> usize {\n"
            "    size_of_val(&a) + size_of_val(&b)\n}\n",
            after="pub fn f<T, U>(a: T, b: U) -> usize {\n    size_of_val(&a) + size_of_val(&b)\n"
            "}\n",
            code="E0403",
        ),
        Example(
            before="pub struct S<T>(T);\nimpl<T> S<T> {\n"
            "    pub fn put<T>(&self, other: T) -> T {\n"
            "        other\n    }\n}\n",
            after="pub struct S<T>(T);\nimpl<T> S<T> {\n    pub fn put<U>(&self, other: U) -> U {\n"
            "        other\n    }\n}\n",
            code="E0403",
        ),
        Example(
            before="pub struct S<'a>(&'a u8);\nimpl<'a> S<'a> {\n"
            "    pub fn put<'a>(&self, x: &'a u8) -> &'a u8 {\n"
            "        x\n    }\n}\n",
            after="pub struct S<'a>(&'a u8);\nimpl<'a> S<'a> {\n"
            "    pub fn put<'b>(&self, x: &'b u8) -> &'b u8 {\n"
            "        x\n    }\n}\n",
            code="E0496",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! m {\n    ($t:ident) => {\n        pub fn f<$t, $t>(_: $t) {}\n    };\n}\n"
        "m!(T);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        node = site.node if site.node.type != "identifier" else site.node.parent or site.node
        item = ancestor(node, *_ITEMS)
        generics = item.child_by_field_name("type_parameters") if item is not None else None
        if item is None or generics is None or site.enclosing("type_parameters") != generics:
            return
        name = text_of(node)
        new = _free(site, item, name)
        kinds = ("lifetime",) if name.startswith("'") else ("type_identifier", "identifier")
        uses = [n for n in descendants(item, *kinds) if text_of(n) == name]
        twice = [
            n
            for n in uses
            if n.end_byte <= generics.end_byte and n.start_byte >= generics.start_byte
        ]
        if not name or new is None:
            return
        if len(twice) < 2:
            edits = [_replace(n, new) for n in uses]
        else:
            parameters = item.child_by_field_name("parameters") or item.child_by_field_name("body")
            later = (
                [n for n in descendants(parameters, *kinds) if text_of(n) == name]
                if parameters
                else []
            )
            edits = [_replace(node, new)] + [_replace(n, new) for n in later[1:][-1:]]
        yield site.candidate(
            self.id, f"Rename the second `{name}` to `{new}`", *edits, safety=self.safety
        )
        if len(edits) > 1 and len(twice) > 1:
            yield site.candidate(
                self.id,
                f"Rename the second `{name}` to `{new}` in its declaration alone",
                edits[0],
                safety=self.safety,
            )


def _replace(node: Node, text: str) -> Edit:
    return Edit(Span(node.start_byte, node.end_byte), text)


def _free(site: Site, item: Node, name: str) -> str | None:
    outer = item.parent
    while outer is not None and outer.type not in _ITEMS and outer.parent is not None:
        outer = outer.parent
    scope = outer if outer is not None else item
    letters = ["'b", "'c", "'d", "'e"] if name.startswith("'") else list("UVWXYZABCD")
    kinds = ("lifetime", "type_identifier", "identifier")
    taken = {text_of(n) for n in descendants(scope, *kinds)}
    taken |= {text_of(n) for n in descendants(site.source.tree.root_node, "type_identifier")}
    if name.startswith("'"):
        taken = {text_of(n) for n in descendants(scope, "lifetime")}
    return next((letter for letter in letters if letter not in taken), None)
