"""Lets a method be called on a trait object, which cannot be moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.trait_items import in_trait_and_impls
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import text_of


class TakeSelfByReference(FixRule):
    """Changes `self` to `&self` or `self: Box<Self>` in a method of a trait and its impls.

    With `&self` the method no longer owns the value; with a box only boxed values have it.
    """

    codes: ClassVar = ("E0161",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Job {\n    fn run(self);\n}\nimpl Job for i32 {\n"
            "    fn run(self) {}\n}\npub fn f(b: Box<dyn Job>) {\n    b.run();\n}\n",
            after="pub trait Job {\n    fn run(&self);\n}\nimpl Job for i32 {\n"
            "    fn run(&self) {}\n}\npub fn f(b: Box<dyn Job>) {\n    b.run();\n}\n",
        ),
        Example(
            before="pub trait Job {\n    fn run(self);\n}\nimpl Job for i32 {\n"
            "    fn run(self) {}\n}\npub fn f(b: Box<dyn Job>) {\n    b.run();\n}\n",
            after="pub trait Job {\n    fn run(self: Box<Self>);\n}\nimpl Job for i32 {\n"
            "    fn run(self: Box<Self>) {}\n}\npub fn f(b: Box<dyn Job>) {\n    b.run();\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(b: Box<dyn Fn()>) {\n    let _ = { *b };\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"of type `dyn (?:\w+::)*(\w+)`", site.diagnostic.message)
        # A call inside a macro has no syntax tree, so the text is read.
        rest = site.source.text[site.diagnostic.span.end :].decode(errors="replace")
        call = re.match(r"\s*\.\s*(\w+)\s*\(", rest)
        trait = find_item(site, found[1], "trait") if found is not None else None
        if call is None or trait is None or trait.file != site.source:
            return
        places = list(_receivers(site, trait.node, call[1]))
        if not places or any(text_of(p) not in ("self", "mut self", "self: Self") for p in places):
            return
        for word, cost in (
            ("&self", "The method no longer owns the value."),
            ("self: Box<Self>", "Only a boxed value has the method then."),
        ):
            yield site.candidate(
                self.id,
                f"Take `{word}` in `{call[1]}`",
                *(replace_node(p, word) for p in places),
                safety=self.safety,
                cost=cost,
            )


def _receivers(site: Site, trait: Node, method: str) -> Iterator[Node]:
    """Yield the `self` of a method in the trait and its impls of this file."""
    for member in in_trait_and_impls(site.source, trait, method):
        listed = member.child_by_field_name("parameters")
        if listed is not None and listed.named_children:
            yield listed.named_children[0]
