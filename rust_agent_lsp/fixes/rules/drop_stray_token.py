"""Takes away a token that other languages want and Rust does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit

# What is before the unexpected token, the token, what rustc expected -> why it goes.
_STRAY = (
    (r"\b(?:if|while|for|match|else|loop|fn)\b[^{};]*$", r":|then\b|do\b", r"expected .*`\{`"),
    (r"\b(?:struct|enum|union|trait)\s+\w+\s*$", r"=", r"^expected"),
)


class DropStrayToken(FixRule):
    """Drops the `:`, `then` or `do` after a condition, and the `=` after a struct's name."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(x: u8) -> u8 {\n    if x > 2: {\n        1\n    } else {\n"
            "        2\n    }\n}\n",
            after="pub fn f(x: u8) -> u8 {\n    if x > 2 {\n        1\n    } else {\n"
            "        2\n    }\n}\n",
        ),
        Example(
            before="pub fn f(x: u8) -> u8 {\n    if x > 2 then { 1 } else { 2 }\n}\n",
            after="pub fn f(x: u8) -> u8 {\n    if x > 2 { 1 } else { 2 }\n}\n",
        ),
        Example(
            before="pub struct P = {\n    pub x: u8,\n}\n",
            after="pub struct P {\n    pub x: u8,\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(x: u8) -> u8 {\n    let y: = x;\n    y\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, span = site.source, site.diagnostic.span
        begin = source.line_start(span.start)
        before = source.text[begin : span.start].decode(errors="replace")
        rest = source.text[span.start : source.line_end(span.start)].decode(errors="replace")
        for lead, token, wording in _STRAY:
            found = re.match(token, rest)
            if found is None or not re.search(lead, before):
                continue
            if not re.search(wording, site.diagnostic.message):
                continue
            space = rest[found.end() :].startswith(" ") and before.endswith(" ")
            end = span.start + len(found[0]) + space
            yield site.candidate(self.id, f"Drop `{found[0]}`", Edit.delete(span.start, end))
            return
        if "found `let` statement" in site.diagnostic.message:
            yield from self._parentheses(site, before)

    def _parentheses(self, site: Site, before: str) -> Iterator[Candidate]:
        """Drop the parentheses around a whole `let` condition."""
        span = site.diagnostic.span
        opened = re.search(r"\b(?:if|while)\s*(\()$", before)
        if opened is not None and site.source.text[span.end : span.end + 1] == b")":
            yield site.candidate(
                self.id,
                "Drop the parentheses around the condition",
                Edit.delete(span.start - 1, span.start),
                Edit.delete(span.end, span.end + 1),
            )
