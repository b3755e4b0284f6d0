"""Writes the choice between two values as `if … { … } else { … }`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import short

_TERNARY = re.compile(r"\?([^?:]*(?:::[^?:]*)*):([^?:]*(?:::[^?:]*)*)", re.S)


class WriteIfElse(FixRule):
    """Turns `c ? a : b` into `if c { a } else { b }`."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(x: u8) -> u8 {\n    let y = x > 2 ? 1 : 0;\n    y\n}\n",
            after="pub fn f(x: u8) -> u8 {\n    let y = if x > 2 { 1 } else { 0 };\n    y\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(x: u8) -> u8 {\n    x > 2 ? 1 ? 3 : 4 : 0\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if "no ternary operator" not in site.diagnostic.message:
            return
        source, span = site.source, site.diagnostic.span
        found = _TERNARY.fullmatch(source.slice(span).strip())
        head = source.text[source.line_start(span.start) : span.start].decode(errors="replace")
        lead = re.search(r"(?:.*(?<![=<>!])=(?!=)|.*\breturn\b|.*[({,;]|)\s*", head)
        if found is None or lead is None or head.count("(") != head.count(")"):
            lead = re.search(r".*[(,]\s*", head)
        if found is None or lead is None:
            return
        condition = head[lead.end() :].strip()
        if not condition:
            return
        start = span.start - len(head[lead.end() :].encode())
        new = f"if {condition} {{ {found[1].strip()} }} else {{ {found[2].strip()} }}"
        yield site.candidate(self.id, f"Write `{short(new, 60)}`", Edit(Span(start, span.end), new))
