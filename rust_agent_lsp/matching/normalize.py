"""From what rust-analyzer forwards to one diagnostic for each error.

rust-analyzer publishes every sub-note again as a hint, and an error inside a macro twice: at the
exact place as an error and over the whole macro call as a hint. Both are folded into the primary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rust_agent_lsp.model.diagnostic import (
    Diagnostic,
    Forwarded,
    Label,
    Note,
    Severity,
    Source,
)
from rust_agent_lsp.model.native import ORIGIN, from_native
from rust_agent_lsp.model.text import Location, Span

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_SEVERITY = {1: Severity.ERROR, 2: Severity.WARNING, 3: Severity.NOTE, 4: Severity.HELP}
# rust-analyzer's own remarks on macro expansions say nothing about the user's code.
_MACRO_REMARKS = (
    "Error originated from macro call here",
    "Actual error occurred here",
    "Exact error occurred here",
)


def strip_ansi(text: str) -> str:
    """Return `text` without terminal escape sequences."""
    return _ANSI.sub("", text)


def normalize(forwarded: Iterable[Forwarded], source: Source) -> list[Diagnostic]:
    """Return one diagnostic for each error and warning, in the order given.

    Of rust-analyzer's own, hints count as well, unless the compiler says the same there.
    """
    forwarded = list(forwarded)
    macro_calls = {
        (f.code, strip_ansi(f.rendered)): f.span
        for f in forwarded
        if f.severity > 2 and f.rendered is not None
    }
    seen: set[tuple[object, ...]] = set()
    found = []
    for item in forwarded:
        key = (item.path, item.span, item.code, item.message)
        if (item.severity > 2 and item.origin != ORIGIN) or key in seen:
            continue
        seen.add(key)
        if item.origin == ORIGIN:
            own = from_native(item, source)
            if not any(_same(own, other) for other in forwarded):
                found.append(own)
            continue
        rendered = strip_ansi(item.rendered or "")
        found.append(_one(item, rendered, source, macro_calls.get((item.code, rendered))))
    return found


def _one(item: Forwarded, rendered: str, source: Source, hint: Span | None) -> Diagnostic:
    headline, *rest = strip_ansi(item.message).split("\n")
    remarks = {
        line
        for line in rest
        if re.search(rf"^ *= (?:note|help): {re.escape(line)}", rendered, re.M)
    }
    here = "\n".join(line for line in rest if line not in remarks)
    labels = [Label(Location(item.path, item.span), here, primary=True)]
    labels += [
        Label(related.location, strip_ansi(related.text).strip())
        for related in item.related
        if related.text not in _MACRO_REMARKS and "/rustc/" not in related.location.path.as_posix()
    ]
    return Diagnostic(
        code=_code(item),
        severity=_SEVERITY[item.severity],
        message=headline,
        path=item.path,
        span=item.span,
        labels=tuple(labels),
        notes=tuple(Note(Severity.NOTE, line) for line in rest if line in remarks),
        rendered=rendered,
        source=source,
        hint=hint,
    )


def _same(own: Diagnostic, other: Forwarded) -> bool:
    return (
        other.origin != ORIGIN
        and other.severity <= 2
        and _code(other) in (own.code, f"clippy::{own.code}")
        and other.path == own.path
        and other.span.touches(own.span)
    )


def _code(item: Forwarded) -> str | None:
    """Return the code as rustc writes it; clippy's lints lose their prefix on the way here."""
    if item.code and item.origin == "clippy" and "::" not in item.code:
        return f"clippy::{item.code}"
    return item.code
