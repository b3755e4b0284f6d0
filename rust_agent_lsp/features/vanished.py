"""Which diagnostics the user has repaired between two sets."""

from __future__ import annotations

from collections.abc import Sequence

from rust_agent_lsp.fixes.phases import Phase, phase
from rust_agent_lsp.learning.template import anchors
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.text import Span


def repaired(
    before: Sequence[Diagnostic], moved: Sequence[Diagnostic], now: Sequence[Diagnostic]
) -> list[Diagnostic]:
    """Return those of `before` that are gone in `now`, the errors alone where there are such.

    `moved` are the ones of `before` at their places in the text that `now` speaks of.
    """
    gone = [
        old
        for old, here in zip(before, moved, strict=True)
        if old.code and not any(_is_same(here, new) for new in now)
    ]
    errors = [d for d in gone if d.severity == Severity.ERROR]
    return errors or gone


def _is_same(one: Diagnostic, other: Diagnostic) -> bool:
    """Say whether two diagnostics are the same one, perhaps worded anew after an edit."""
    return one.code == other.code and (
        one.span.touches(other.span)
        or (one.message == other.message and one.span == other.span)
        or any(one.span.touches(span) for _, span in anchors(other))
    )


def hides(error: Diagnostic, gone: Diagnostic) -> bool:
    """Say whether the compiler may not have come so far as to find `gone`, because of `error`.

    What is wrong before types are known ends all; a wrong type ends the check of its own file's
    functions only.
    """
    if error.severity != Severity.ERROR or phase(error) >= phase(gone):
        return False
    return phase(error) <= Phase.RESOLVE or error.path == gone.path


def touches(diagnostic: Diagnostic, text: bytes, edited: Span) -> bool:
    """Say whether an edit stands on the lines of the diagnostic's places."""
    first, last = _line(text, edited.start), _line(text, edited.end)
    return any(
        first <= _line(text, span.end) and _line(text, span.start) <= last
        for _, span in anchors(diagnostic)
    )


def _line(text: bytes, offset: int) -> int:
    return text.count(b"\n", 0, offset)
