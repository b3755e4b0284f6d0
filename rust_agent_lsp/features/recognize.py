"""Which patterns a piece of Rust holds, as the user meets them: each once, best first."""

from __future__ import annotations

from rust_agent_lsp.matching.patterns.engine import hits
from rust_agent_lsp.matching.patterns.rule import Hit
from rust_agent_lsp.model.pattern import Recognized


def recognize(text: bytes) -> list[Recognized]:
    """Return the patterns of a text, each with its best place; broken Rust gives what is left.

    Takes up to 50 ms for 1,000 lines, so the server calls it in a thread.
    """
    best: dict[str, Hit] = {}
    for hit in hits(text):
        best.setdefault(hit.id, hit)
    return [
        Recognized(hit.id, hit.id, round(hit.score, 2), hit.span, hit.reason, hit.bad)
        for hit in best.values()
    ]
