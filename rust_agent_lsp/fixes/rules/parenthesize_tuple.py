"""Puts several values or types into the parentheses of a tuple."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.expressions import short, wrap


class ParenthesizeTuple(FixRule):
    """Turns `return a, b;` into `return (a, b);`, and `-> u8, u8` into `-> (u8, u8)`."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> (u8, u8) {\n    return 1, 2;\n}\n",
            after="pub fn f() -> (u8, u8) {\n    return (1, 2);\n}\n",
        ),
        Example(
            before="pub fn f() -> u8, u8 {\n    (1, 2)\n}\n",
            after="pub fn f() -> (u8, u8) {\n    (1, 2)\n}\n",
        ),
        Example(
            before="pub fn f() -> u8 {\n    let (a, b) = 1, 2;\n    a + b\n}\n",
            after="pub fn f() -> u8 {\n    let (a, b) = (1, 2);\n    a + b\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(a: u8) -> u8 {\n    a, 1;\n    a\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, start = site.source, site.diagnostic.span.start
        if source.text[start : start + 1] != b",":
            return
        begin, end = source.line_start(start), source.line_end(start)
        line = source.text[begin:end].decode(errors="replace")
        for pattern in (
            r"\breturn\s+([^;{}]+,[^;{}]+?)\s*;",
            r"->\s*([^;{}]+,[^;{}]+?)\s*\{",
            r"\blet [^=;]+ = ([^;{}]+,[^;{}]+?)\s*;",
        ):
            found = re.search(pattern, line)
            column = len(source.text[begin:start].decode(errors="replace"))
            if found is not None and found.start(1) < column < found.end(1):
                first = begin + len(line[: found.start(1)].encode())
                last = first + len(found[1].encode())
                edits = wrap(Span(first, last), "(", ")")
                yield site.candidate(self.id, f"Write `({short(found[1])})`", *edits)
                return
