"""The shape of unsafe code that does not say why it is sound."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rust_agent_lsp.matching.patterns.code import Code
from rust_agent_lsp.matching.patterns.rule import Shape
from rust_agent_lsp.model.text import Span

Found = Iterator[tuple[float, Span, str]]
_SAID = re.compile(r"SAFETY|[Ss]afety|SAFE\b|# Safe|# safe|[Ss]ound|[Ii]nvariant")


def _unexplained(code: Code) -> Found:
    """At most one for a file: who never writes such comments hears it once."""
    if _SAID.search(code.raw):
        return
    for place in code.places("unsafe"):
        said = "Nothing says why this `unsafe` block is sound."
        yield 0.66, Span(place.start, place.start + len("unsafe")), said
        return


SHAPES = (Shape("unsafe-without-safety-comment", _unexplained, "unsafe", bad=True),)
