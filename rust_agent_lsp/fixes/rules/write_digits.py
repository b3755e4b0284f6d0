"""Writes the digits that a number lacks behind its base."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit


class WriteDigits(FixRule):
    """Completes `0x`, `0o` or `0b` to a zero; which number was meant is a guess."""

    codes: ClassVar = ("E0768",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(before="pub const MASK: u8 = 0x;\n", after="pub const MASK: u8 = 0x0;\n"),
        Example(before="pub const MASK: u8 = 0b_u8;\n", after="pub const MASK: u8 = 0b0_u8;\n"),
    )
    refuses: ClassVar = ("macro_rules! m {\n    ($a:tt) => {};\n}\nfn main() {\n    m!(0x);\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        text = site.source.slice(span)
        if text[:2] not in ("0x", "0o", "0b") or site.enclosing("macro_invocation") is not None:
            return
        yield site.candidate(
            self.id,
            f"Write `{text[:2]}0`",
            Edit.insert(span.start + 2, "0"),
            safety=self.safety,
            cost="The number is made up.",
        )
