"""Takes the one type that implements a trait where the trait cannot be an object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import descendants, text_of


class UseOnlyImplementor(FixRule):
    """Writes `Box<Foo>` for `Box<dyn Trait>` where `Foo` alone implements the trait.

    Another type that implements the trait later cannot be passed there.
    """

    codes: ClassVar = ("E0038",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Super<A: ?Sized> {}\npub trait Shape: Super<Self> {}\n"
            "pub struct Dot;\n"
            "impl Super<Dot> for Dot {}\nimpl Shape for Dot {}\npub fn draw(_: &dyn Shape) {}\n",
            after="pub trait Super<A: ?Sized> {}\npub trait Shape: Super<Self> {}\n"
            "pub struct Dot;\n"
            "impl Super<Dot> for Dot {}\nimpl Shape for Dot {}\npub fn draw(_: &Dot) {}\n",
        ),
    )
    refuses: ClassVar = (
        "pub trait Super<A: ?Sized> {}\npub trait Shape: Super<Self> {}\n"
        "pub fn draw(_: &dyn Shape) {}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        only = site.match(r"only type `([^`]+)` implements `([^`]+)`")
        if only is None:
            return
        edits = []
        for at in descendants(site.source.tree.root_node, "dynamic_type"):
            trait = at.child_by_field_name("trait")
            if trait is None or base_name(text_of(trait)) != base_name(only[2]):
                continue
            if at.parent is not None and at.parent.type in ("bounded_type", "impl_item"):
                return
            edits.append(replace_node(at, only[1]))
        if edits:
            yield site.candidate(
                self.id,
                f"Take `{only[1]}`, the only type that implements `{base_name(only[2])}`",
                *edits,
                safety=self.safety,
                cost=f"Another type with `{base_name(only[2])}` cannot be passed there.",
            )
