"""Leaves it to the compiler whether a function is put into its callers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, text_of

_BODY = (
    "fn sum(a: u32, b: u32) -> u32 {\n    let one = a + b;\n    let two = one * b;\n"
    "    one + two\n}\n\nfn main() {\n    assert_eq!(sum(1, 2), 9);\n}\n"
)


class HintInline(FixRule):
    """Turns `#[inline(always)]` into `#[inline]`. It may be a little slower; measure it."""

    codes: ClassVar = ("inline-always-everywhere",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(before="#[inline(always)]\n" + _BODY, after="#[inline]\n" + _BODY),
    )
    refuses: ClassVar = ("#[inline]\n" + _BODY,)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        node = ancestor(site.node, "attribute_item")
        for found in (node,) if node else descendants(site.node, "attribute_item"):
            apart = any(a.type == "macro_definition" for a in ancestors(found))
            near = span.start <= found.start_byte <= span.end
            if near and not apart and "inline(always)" in text_of(found).replace(" ", ""):
                yield site.candidate(
                    self.id,
                    "Leave inlining to the compiler",
                    replace_node(found, "#[inline]"),
                    safety=self.safety,
                    cost="It may be a little slower: measure it.",
                )
                return
