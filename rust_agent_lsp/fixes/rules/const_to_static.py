"""Gives a constant that is referred to a place of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import descendants, text_of


class ConstToStatic(FixRule):
    """Declares the borrowed constant as a `static`, and the one that borrows it too.

    There is one value then, which all uses share, where each use of a `const` had its own.
    """

    codes: ClassVar = ("E0492",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="use std::sync::atomic::AtomicUsize;\n"
            "const COUNT: AtomicUsize = AtomicUsize::new(0);\n"
            "pub const SHARED: &AtomicUsize = &COUNT;\n",
            after="use std::sync::atomic::AtomicUsize;\n"
            "static COUNT: AtomicUsize = AtomicUsize::new(0);\n"
            "pub static SHARED: &AtomicUsize = &COUNT;\n",
        ),
    )
    refuses: ClassVar = (
        "use std::sync::atomic::AtomicUsize;\n"
        "pub const SHARED: &AtomicUsize = &AtomicUsize::new(0);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        borrowing = site.enclosing("const_item", "static_item")
        names = {text_of(n) for n in descendants(site.node, "identifier")}
        found = [i for n in sorted(names) if (i := find_item(site, n, "value")) is not None]
        items = [i for i in found if i.node.type == "const_item" and i.file == site.source]
        if borrowing is None or not items:
            return
        edits = [_static(i.node) for i in items]
        if borrowing.type == "const_item":
            edits.append(_static(borrowing))
        yield site.candidate(
            self.id,
            f"Declare {' and '.join(f'`{i.name}`' for i in items)} as `static`",
            *edits,
            safety=self.safety,
            cost="All uses share one value.",
        )


def _static(item: Node) -> Edit:
    return replace_node(next(c for c in item.children if c.type == "const"), "static")
