"""Gives a generic parameter a name that is still free."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.generics import declaring_item
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_ITEMS = (
    *("function_item", "function_signature_item", "struct_item", "enum_item", "impl_item"),
    *("trait_item", "type_item", "union_item"),
)


class RenameTypeParameter(FixRule):
    """Renames the second parameter of one name, with its uses where they are its own.

    In `fn f<T, T>(a: T, b: T)` the last use goes with the new name, which is a guess. In a method
    whose parameter hides that of its `impl`, what a closure is given, the arguments of bounds, or
    the first of a pair may mean the outer one and keep its name.
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
        Example(
            before="pub struct Ring<T>(Vec<T>);\nimpl<T> Ring<T> {\n"
            "    pub fn map<T, F: Fn(&T) -> T>(&self, f: F) -> Ring<T> {\n"
            "        Ring(self.0.iter().map(f).collect())\n    }\n}\n",
            after="pub struct Ring<T>(Vec<T>);\nimpl<T> Ring<T> {\n"
            "    pub fn map<U, F: Fn(&T) -> U>(&self, f: F) -> Ring<U> {\n"
            "        Ring(self.0.iter().map(f).collect())\n    }\n}\n",
            code="E0403",
        ),
        Example(
            before="pub struct Ring<T>(Vec<T>);\nimpl<T> Ring<T> {\n"
            "    pub fn zip<T>(self, other: Ring<T>) -> Ring<(T, T)> {\n"
            "        Ring(self.0.into_iter().zip(other.0).collect())\n    }\n}\n",
            after="pub struct Ring<T>(Vec<T>);\nimpl<T> Ring<T> {\n"
            "    pub fn zip<U>(self, other: Ring<U>) -> Ring<(T, U)> {\n"
            "        Ring(self.0.into_iter().zip(other.0).collect())\n    }\n}\n",
            code="E0403",
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
        if len(twice) < 2 or _is_declared_around(item, name):
            for title, renamed in _shares(item, uses):
                edits = [_replace(n, new) for n in renamed]
                yield site.candidate(
                    self.id, title.format(f"`{name}`", f"`{new}`"), *edits, safety=self.safety
                )
            return
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


def _is_declared_around(item: Node, name: str) -> bool:
    return item.parent is not None and declaring_item(item.parent, name) is not None


def _shares(item: Node, uses: list[Node]) -> Iterator[tuple[str, list[Node]]]:
    """Yield titles with the uses that are renamed: all, then those that are not the outer type's.

    A closure's arguments mostly come from `self`, so that they are of the outer type.
    """
    yield "Rename the second {} to {}", uses
    if item.type not in ("function_item", "function_signature_item") or "'" in text_of(uses[0]):
        return
    kept = "Rename the second {} to {}, but not %s"
    given = [n for n in uses if _in_arguments_of_closure(n)]
    lent = [n for n in given if (up := n.parent) is not None and up.type == "reference_type"]
    shares = [
        (lent, "where a closure is lent it"),
        (given, "where a closure is given it"),
        ([n for n in uses if ancestor(n, "type_binding") is not None], "in what bounds name"),
        ([n for n in uses if _is_first_of_pair(n)], "as the first of a pair"),
    ]
    seen: list[list[Node]] = [[]]
    for outer, where in shares:
        if outer not in seen:
            seen.append(outer)
            yield kept % where, [n for n in uses if n not in outer]


def _in_arguments_of_closure(node: Node) -> bool:
    """Say whether a type stands before the arrow of `Fn(T) -> T`."""
    listed = ancestor(node, "parameters", "function_item")
    return (
        listed is not None
        and listed.parent is not None
        and (listed.type == "parameters" and listed.parent.type == "function_type")
    )


def _is_first_of_pair(node: Node) -> bool:
    """Say whether a type stands in a tuple in which it comes again."""
    pair = ancestor(node, "tuple_type", "function_item")
    if pair is None or pair.type != "tuple_type":
        return False
    same = [n for n in descendants(pair, "type_identifier") if text_of(n) == text_of(node)]
    return len(same) > 1 and same[0] == node


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
