"""Demands the trait to which an associated type belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import crate_items, members, node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import bound_edit, declaring_item
from rust_agent_lsp.syntax.tree import descendants, text_of

_STD = {
    "Item": ("IntoIterator", "Iterator"),
    "IntoIter": ("IntoIterator",),
    "Target": ("std::ops::Deref",),
    "Err": ("std::str::FromStr",),
    "Owned": ("ToOwned",),
}
_OPERATORS = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "%": "Rem"}


class BindAssociatedType(FixRule):
    """Adds `T: Trait` where `T::Item` is named and a trait has such a type.

    The trait is one of the crate, or a well-known one of the standard library.
    """

    codes: ClassVar = ("E0220",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Parse {\n    type Out;\n    fn parse(&self) -> Self::Out;\n}\n"
            "pub fn run<P>(p: P) -> P::Out {\n    p.parse()\n}\n",
            after="pub trait Parse {\n    type Out;\n    fn parse(&self) -> Self::Out;\n}\n"
            "pub fn run<P: Parse>(p: P) -> P::Out {\n    p.parse()\n}\n",
        ),
        Example(
            before="pub fn first<I>(items: I) -> Option<I::Item> {\n    for item in items {\n"
            "        return Some(item);\n    }\n    None\n}\n",
            after="pub fn first<I: IntoIterator>(items: I) -> Option<I::Item> {\n"
            "    for item in items {\n        return Some(item);\n    }\n    None\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub trait Id {\n    fn id(&self) -> Self::Key;\n}\n",
        "pub trait Parse {\n    type Out;\n}\npub fn run<P: Parse>() -> Option<P::Outt> {\n"
        "    None\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"type `(\w+)` not found for `(\w+)`", site.diagnostic.message)
        found = declaring_item(site.node, told[2]) if told is not None else None
        if told is not None and told[2] == "Self":
            yield from self._supertrait(site, told[1])
        if told is None or found is None:
            return
        item, parameter = found
        own = [
            i.name
            for i in crate_items(site)
            if i.kind == "trait" and any(node_name(m) == told[1] for m in members(i.node))
        ]
        for trait in [*own, *_std(item, told[1])][:3]:
            edit = bound_edit(item, parameter, trait)
            if edit is not None:
                yield site.candidate(
                    self.id,
                    f"Demand `{told[2]}: {trait}`, which has `{told[1]}`",
                    edit,
                    safety=self.safety,
                    cost=f"Only types that are `{trait}` can be used there.",
                )

    def _supertrait(self, site: Site, wanted: str) -> Iterator[Candidate]:
        """Make the only other trait that has the type a supertrait."""
        trait = site.enclosing("trait_item")
        name = trait.child_by_field_name("name") if trait is not None else None
        own = [
            i.name
            for i in crate_items(site)
            if i.kind == "trait" and any(node_name(m) == wanted for m in members(i.node))
        ]
        if trait is None or name is None or len(own) != 1 or own[0] == node_name(trait):
            return
        bounds = trait.child_by_field_name("bounds")
        last = bounds or trait.child_by_field_name("type_parameters") or name
        edit = Edit.insert(last.end_byte, f"{': ' if bounds is None else ' + '}{own[0]}")
        yield site.candidate(
            self.id,
            f"Make `{own[0]}`, which has `{wanted}`, a supertrait of `{node_name(trait)}`",
            edit,
            safety=self.safety,
            cost=f"Every type that is `{node_name(trait)}` has to be `{own[0]}` too.",
        )


def _std(item: Node, name: str) -> list[str]:
    """Return the traits of std that have the associated type, the likelier first."""
    if name == "Output":
        signs = {text_of(c) for n in descendants(item, "binary_expression") for c in n.children}
        return [f"std::ops::{trait}" for sign, trait in _OPERATORS.items() if sign in signs]
    if name == "Error":
        return ["std::convert::TryFrom<i32>"] if "try_from" in text_of(item) else []
    choices = list(_STD.get(name, ()))
    if name == "Item" and re.search(r"\.next\(\)|\.(?:map|filter|fold|zip)\(", text_of(item)):
        choices.reverse()
    return choices
