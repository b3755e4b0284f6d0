"""States an associated type once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import ancestor


class MergeRepeatedBinding(FixRule):
    """Drops the second `Item = T`; where the two name different types, it offers either.

    Which of the two was meant shows only in the uses.
    """

    codes: ClassVar = ("E0719",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub type Numbers = dyn Iterator<Item = u32, Item = u32>;\n",
            after="pub type Numbers = dyn Iterator<Item = u32>;\n",
        ),
        Example(
            before="pub fn f(_: &dyn Iterator<Item = u8, Item = u16>) {}\n",
            after="pub fn f(_: &dyn Iterator<Item = u8>) {}\n",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! dup {\n    () => {\n        dyn Iterator<Item = u8, Item = u8>\n    };\n}\n"
        "pub type A = dup!();\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label("bound here first")
        if label is None or site.enclosing("token_tree") is not None:
            return
        first, again = label.location.span, site.diagnostic.span
        source = site.source
        one, two = source.slice(first), source.slice(again)
        arguments = ancestor(source.node_at(again), "type_arguments")
        if arguments is None or not _inside(arguments, first):
            return
        drop_second = _without(source.text, again)
        if one.replace(" ", "") == two.replace(" ", ""):
            yield site.candidate(
                self.id, f"Drop the second `{short(two)}`", drop_second, safety=Safety.SAFE
            )
            return
        cost = "The two named different types."
        yield site.candidate(
            self.id, f"Keep `{short(one)}`", drop_second, safety=self.safety, cost=cost
        )
        yield site.candidate(
            self.id,
            f"Keep `{short(two)}`",
            Edit(first, two),
            drop_second,
            safety=self.safety,
            cost=cost,
        )


def _inside(node: Node, span: Span) -> bool:
    return node.start_byte <= span.start < node.end_byte


def _without(text: bytes, span: Span) -> Edit:
    """Return the edit that takes the binding at `span` out, with the comma before it."""
    before = text[: span.start].rstrip()
    start = len(before) - 1 if before.endswith(b",") else span.start
    return Edit.delete(start, span.end)
