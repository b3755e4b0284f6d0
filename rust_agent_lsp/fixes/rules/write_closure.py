"""Writes an anonymous function as a closure: `|x| …`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span

_ARROW = re.compile(
    r"(?:\(([^()]*)\)|\b([a-z_]\w*))\s*(?:=>|->(?:\s*[\w<>&]+\s*(?=\{))?)\s*"
    r"|\blambda\s+([\w, ]+):\s*"
)


class WriteClosure(FixRule):
    """Turns `x => …`, `(x, y) => …`, `(x: u8) -> u8 { … }` and `lambda x: …` into `|x| …`."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> i32 {\n    let g = x => 1 + x;\n    g(1)\n}\n",
            after="pub fn f() -> i32 {\n    let g = |x| 1 + x;\n    g(1)\n}\n",
        ),
        Example(
            before="pub fn f(n: Option<u8>) -> Option<u8> {\n    n.map((x) => x + 1)\n}\n",
            after="pub fn f(n: Option<u8>) -> Option<u8> {\n    n.map(|x| x + 1)\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(a: u8) -> u8 {\n    match a {\n        1 -> 2,\n        _ => 3,\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, start = site.source, site.diagnostic.span.start
        begin, end = source.line_start(start), source.line_end(start)
        line = source.text[begin:end].decode(errors="replace")
        column = len(source.text[begin:start].decode(errors="replace"))
        for found in _ARROW.finditer(line):
            before = line[: found.start()].rstrip()
            if not before.endswith(("=", "(", ",", "return")):
                continue
            if not found.start() <= column <= found.end():
                continue
            names = next(group for group in found.groups() if group is not None)
            first = begin + len(line[: found.start()].encode())
            edit = Edit(Span(first, first + len(found[0].encode())), f"|{names}| ")
            yield site.candidate(self.id, f"Write a closure `|{names}|`", edit)
            return
