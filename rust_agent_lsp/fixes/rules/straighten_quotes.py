"""Replaces the quotes of word processors and other languages by those of Rust."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import short

_DOUBLE = "“”„‟«»″"
_SINGLE = "‘’‚‛′`´"


class StraightenQuotes(FixRule):
    """Turns a pair of typographic quotes or backticks into `"…"`, or `'…'` around one character."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> &'static str {\n    `hello`\n}\n",
            after='pub fn f() -> &\'static str {\n    "hello"\n}\n',
        ),
        Example(
            before="pub fn f() -> char {\n    ‘a’\n}\n",
            after="pub fn f() -> char {\n    'a'\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f() -> u8 {\n    `\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not site.diagnostic.message.startswith("unknown start of token"):
            return
        source, span = site.source, site.diagnostic.span
        begin, end = source.line_start(span.start), source.line_end(span.start)
        line = source.text[begin:end].decode(errors="replace")
        for signs in (_DOUBLE, _SINGLE):
            for found in re.finditer(rf"([{signs}])([^{_DOUBLE}{_SINGLE}]*)([{signs}])", line):
                start = begin + len(line[: found.start()].encode())
                stop = start + len(found[0].encode())
                if not start <= span.start < stop:
                    continue
                one = len(found[2]) == 1 and signs == _SINGLE
                new = f"'{found[2]}'" if one else '"' + found[2].replace('"', '\\"') + '"'
                yield site.candidate(self.id, f"Write `{short(new)}`", Edit(Span(start, stop), new))
