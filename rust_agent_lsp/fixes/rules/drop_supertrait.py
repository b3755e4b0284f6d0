"""Breaks a circle of traits that demand each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit
from rust_agent_lsp.syntax.tree import text_of


class DropSupertrait(FixRule):
    """Removes one supertrait of a circle: the trait then no longer has the other's methods."""

    codes: ClassVar = ("E0391",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Node: Visit {\n    fn up(&self) {}\n}\npub trait Visit: Node {\n"
            "    fn on(&self) {}\n}\npub fn f<T: Node>(t: &T) {\n    t.up();\n    t.on();\n}\n",
            after="pub trait Node: Visit {\n    fn up(&self) {}\n}\npub trait Visit {\n"
            "    fn on(&self) {}\n}\npub fn f<T: Node>(t: &T) {\n    t.up();\n    t.on();\n}\n",
        ),
        Example(
            before="pub trait Own: Clone + Own {}\n",
            after="pub trait Own: Clone {}\n",
        ),
    )
    refuses: ClassVar = ("pub const A: u8 = B;\npub const B: u8 = A;\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if "super predicates" not in site.diagnostic.message:
            return
        texts = [site.diagnostic.message, *(n.text for n in site.diagnostic.notes)]
        told = [n for t in texts for n in re.findall(r"super predicates of `([^`]+)`", t)]
        circle = list(dict.fromkeys(base_name(name) for name in told))
        for name in reversed(circle):
            item = find_item(site, name, "trait")
            bounds = item.node.child_by_field_name("bounds") if item is not None else None
            if item is None or bounds is None:
                continue
            for bound in bounds.named_children:
                other = base_name(text_of(bound))
                if other not in circle:
                    continue
                yield Candidate(
                    self.id,
                    f"Drop the supertrait `{other}` of `{node_name(item.node)}`",
                    (FileEdit(item.file.path, (_without(bounds, bound),)),),
                    self.safety,
                    f"Code that knows only `{name}` can no longer use what `{other}` has.",
                )


def _without(bounds: Node, bound: Node) -> Edit:
    """Return the edit that removes one bound, and the colon with the last one."""
    others = [n for n in bounds.named_children if n != bound]
    if not others:
        return Edit.delete(bounds.start_byte, bounds.end_byte)
    before = [n for n in others if n.end_byte <= bound.start_byte]
    if before:
        return Edit.delete(before[-1].end_byte, bound.end_byte)
    return Edit.delete(bound.start_byte, others[0].start_byte)
