"""The shapes around speed that take more than clues."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rust_agent_lsp.matching.patterns.code import Code
from rust_agent_lsp.matching.patterns.ownership import index_loops
from rust_agent_lsp.matching.patterns.rule import Shape
from rust_agent_lsp.model.text import Span

_LESS = r"\b{0}\s*\([^;(){{}}]{{0,60}}-\s*\d"


def _doubling(code: Code) -> Iterator[tuple[float, Span, str]]:
    for function in code.items.functions:
        if function.body.count(function.name) < 2 or _KEPT.search(function.body):
            continue
        less = _LESS.format(function.name)
        found = re.search(rf"{less}[^;(){{}}]{{0,60}}\)[^;{{}}]{{0,60}}{less}", function.body)
        if found:
            said = f"`{function.name}` works out the same again and again."
            start = function.span.end - len(function.body)
            yield 0.82, Span(start + found.start(), start + found.end()), said


_KEPT = re.compile(r"cache|memo", re.I)

SHAPES = (
    Shape("exponential-recursion", _doubling, "fn", bad=True),
    Shape("manual-index-bounds", lambda code: index_loops(code, True), "for in len", bad=True),
)
