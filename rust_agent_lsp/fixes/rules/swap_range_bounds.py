"""Turns an empty range pattern the right way round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import descendants, text_of


class SwapRangeBounds(FixRule):
    """Swaps the two ends of a range pattern whose first is the larger one.

    The pattern, which matched nothing, matches afterwards. With two equal ends `..` becomes `..=`.
    """

    codes: ClassVar = ("E0030", "E0579")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(n: u32) -> bool {\n    match n {\n"
            "        1000..=5 => true,\n        _ => false,\n    }\n}\n",
            after="pub fn f(n: u32) -> bool {\n    match n {\n"
            "        5..=1000 => true,\n        _ => false,\n    }\n}\n",
            code="E0030",
        ),
        Example(
            before="pub fn f(n: u32) -> bool {\n    match n {\n        5..5 => true,\n"
            "        _ => false,\n    }\n}\n",
            after="pub fn f(n: u32) -> bool {\n    match n {\n        5..=5 => true,\n"
            "        _ => false,\n    }\n}\n",
            code="E0579",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(n: u8) -> bool {\n    match n {\n        ..0 => true,\n        _ => false,\n"
        "    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = list(descendants(site.node, "range_pattern"))
        ends = found[0].named_children if found else []
        if len(ends) != 2:
            return
        first, last = (text_of(end) for end in ends)
        if first != last:
            yield site.candidate(
                self.id,
                f"Swap the bounds `{first}` and `{last}`",
                replace_node(ends[0], last),
                replace_node(ends[1], first),
                safety=self.safety,
                cost="The pattern matches values now; it matched none.",
            )
            return
        dots = next(c for c in found[0].children if not c.is_named)
        yield site.candidate(
            self.id,
            f"Include the upper bound `{last}`",
            Edit(Span(dots.start_byte, dots.end_byte), "..="),
            safety=self.safety,
            cost="The pattern matches values now; it matched none.",
        )
