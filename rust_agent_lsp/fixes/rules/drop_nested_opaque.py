"""Keeps `impl Trait` out of a type that holds for every lifetime."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import members, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short, short_text
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, text_of


class DropNestedOpaque(FixRule):
    """Names the type of the only impl for an `impl Trait` within `for<'a>`, or leaves it out.

    What is left out is still known to the compiler by its projection, but callers cannot rely on
    the bounds that it promised.
    """

    codes: ClassVar = ("E0657",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Lend<'a> {\n    type Out;\n    fn lend(&'a self) -> Self::Out;\n}\n"
            "impl<'x> Lend<'x> for u8 {\n    type Out = &'x u8;\n"
            "    fn lend(&'x self) -> &'x u8 {\n        self\n    }\n}\n"
            "pub fn f() -> impl for<'a> Lend<'a, Out = impl Sized + 'a> {\n    1u8\n}\n",
            after="pub trait Lend<'a> {\n    type Out;\n    fn lend(&'a self) -> Self::Out;\n}\n"
            "impl<'x> Lend<'x> for u8 {\n    type Out = &'x u8;\n"
            "    fn lend(&'x self) -> &'x u8 {\n        self\n    }\n}\n"
            "pub fn f() -> impl for<'a> Lend<'a, Out = &'a u8> {\n    1u8\n}\n",
        ),
        Example(
            before="pub trait Lend<'a> {\n    type Out;\n}\n"
            "impl<'a, T: 'a> Lend<'a> for Vec<T> {\n    type Out = std::slice::Iter<'a, T>;\n}\n"
            "pub fn f() -> impl for<'a> Lend<'a, Out = impl Iterator + 'a> {\n    vec![1]\n}\n",
            after="pub trait Lend<'a> {\n    type Out;\n}\n"
            "impl<'a, T: 'a> Lend<'a> for Vec<T> {\n    type Out = std::slice::Iter<'a, T>;\n}\n"
            "pub fn f() -> impl for<'a> Lend<'a> {\n    vec![1]\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub trait Id<T> {}\npub trait Lt<'a> {}\nimpl<'a> Lt<'a> for () {}\n"
        "impl<T> Id<T> for T {}\npub fn f() -> Box<dyn for<'a> Id<impl Lt<'a>>> {\n"
        "    Box::new(())\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        binding = site.enclosing("type_binding")
        arguments = ancestor(binding, "type_arguments") if binding is not None else None
        generic = arguments.parent if arguments is not None else None
        name = binding.child_by_field_name("name") if binding is not None else None
        kind = binding.child_by_field_name("type") if binding is not None else None
        if binding is None or arguments is None or generic is None or not name or not kind:
            return
        trait = base_name(text_of(generic))
        known = _only_type(site, trait, text_of(name), _quantified(binding))
        if known is not None:
            yield site.candidate(
                self.id,
                f"Name the type `{short(known)}`",
                replace_node(kind, known),
                safety=self.safety,
            )
        listed = arguments.named_children
        index = listed.index(binding)
        if index:
            yield site.candidate(
                self.id,
                f"Leave out `{short_text(binding)}`",
                Edit.delete(listed[index - 1].end_byte, binding.end_byte),
                safety=self.safety,
                cost=f"Callers know no more of `{text_of(name)}` than the trait says.",
            )


def _quantified(node: Node) -> str | None:
    """Return the only lifetime of the `for<…>` around `node`."""
    for around in ancestors(node):
        head = re.match(r"(?:impl\s+|dyn\s+)?for\s*<\s*('\w+)\s*>", text_of(around))
        if head is not None:
            return head[1]
    return None


def _only_type(site: Site, trait: str, name: str, lifetime: str | None) -> str | None:
    """Return the associated type of the only impl of `trait`, told in `lifetime`."""
    found = []
    for block in descendants(site.source.tree.root_node, "impl_item"):
        of, generics = (block.child_by_field_name(f) for f in ("trait", "type_parameters"))
        if of is None or base_name(text_of(of)) != trait:
            continue
        declared = [text_of(n) for n in generics.named_children] if generics is not None else []
        for member in members(block):
            kind = member.child_by_field_name("type")
            if member.type == "type_item" and node_name(member) == name and kind is not None:
                found.append((declared, text_of(kind)))
    if len(found) != 1 or lifetime is None:
        return None
    declared, kind_text = found[0]
    if len(declared) != 1 or not declared[0].startswith("'"):
        return None
    return re.sub(rf"{declared[0]}\b", lifetime, kind_text)
