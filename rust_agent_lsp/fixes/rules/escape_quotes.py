"""Escapes the quotes that belong to a text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.quotes import parses_with, quotes_of

_FEW = 10


class EscapeQuotes(FixRule):
    r"""Turns `"say "no" twice"` into `"say \"no\" twice"`."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='pub fn f() -> &\'static str {\n    "say "no" twice"\n}\n',
            after='pub fn f() -> &\'static str {\n    "say \\"no\\" twice"\n}\n',
        ),
    )
    refuses: ClassVar = ('pub fn f() -> [&\'static str; 2] {\n    ["a" "b"]\n}\n',)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, start = site.source, site.diagnostic.span.start
        begin = source.line_start(start)
        line = source.text[begin : source.line_end(start)].decode(errors="replace")
        quotes = quotes_of(line)
        if len(quotes) % 2 or not 4 <= len(quotes) <= _FEW:
            return
        # A quote beside a word on its wrong side ends or begins nothing.
        odd = [
            n
            for n, at in enumerate(quotes)
            if (n % 2 and line[at + 1 : at + 2].isalnum())
            or (not n % 2 and n and line[at - 1 : at].isalnum())
        ]
        if not odd:
            return
        for first, last in combinations(range(1, len(quotes) - 1), 2):
            if (last - first) % 2 == 0 or not first <= odd[0] <= last:
                continue
            edits = [
                Edit.insert(begin + len(line[:at].encode()), "\\")
                for at in quotes[first : last + 1]
            ]
            if parses_with(source, edits):
                text = line[quotes[first] : quotes[last] + 1]
                title = f"Take the quotes of `{short(text)}` as part of the text"
                yield site.candidate(self.id, title, *edits)
                return
