"""The diagnostics that are in force for each file, whoever told us of them (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rust_agent_lsp.model.diagnostic import Diagnostic, Label, Source
from rust_agent_lsp.model.text import Edit, Location, Span, common_length, map_offset


@dataclass(frozen=True, slots=True)
class _Set:
    """The diagnostics of one file, told of one text."""

    text: bytes
    diagnostics: tuple[Diagnostic, ...]


class DiagnosticStore:
    """What is known of each file: forwarded sets go before those of requests, these before ours."""

    def __init__(self) -> None:
        self._sets: dict[Source, dict[Path, _Set]] = {source: {} for source in Source}

    def put(
        self, source: Source, path: Path, text: bytes, diagnostics: Iterable[Diagnostic]
    ) -> None:
        """Replace what `source` said of `path`; the spans speak of `text`."""
        self._sets[source][path] = _Set(text, tuple(diagnostics))

    def has(self, source: Source) -> bool:
        """Say whether `source` ever told us of anything."""
        return bool(self._sets[source])

    def forget(self, path: Path) -> None:
        """Forget what requests said of `path`."""
        self._sets[Source.REQUEST].pop(path, None)

    def of(self, path: Path, text: bytes) -> list[Diagnostic]:
        """Return the diagnostics of `path`, their spans moved to where they stand in `text`."""
        for source in (Source.FORWARDED, Source.REQUEST, Source.CHECK):
            found = self._sets[source].get(path)
            if found is not None:
                return moved(found.diagnostics, found.text, text)
        return []

    def at(self, path: Path, text: bytes, span: Span) -> list[Diagnostic]:
        """Return those at `span`, the narrowest first; both ends of a range count."""
        here = [d for d in self.of(path, text) if d.span.touches(span)]
        return sorted(here, key=lambda d: d.span.end - d.span.start)


def moved(diagnostics: Sequence[Diagnostic], told: bytes, text: bytes) -> list[Diagnostic]:
    """Return what was told of one text, the spans moved to where they stand in another."""
    if told == text:
        return list(diagnostics)
    edit = single_edit(told, text)

    def shifted(span: Span) -> Span:
        start, end = map_offset(span.start, edit), map_offset(span.end, edit)
        return Span(start, max(start, end))

    def moved_label(label: Label, path: Path) -> Label:
        if label.location.path != path:
            return label
        return replace(label, location=Location(path, shifted(label.location.span)))

    return [
        replace(
            d, span=shifted(d.span), labels=tuple(moved_label(label, d.path) for label in d.labels)
        )
        for d in diagnostics
    ]


def single_edit(before: bytes, after: bytes) -> Sequence[Edit]:
    """Return the one edit that turns `before` into `after`, none when they are the same."""
    head = common_length(before, after)
    tail = common_length(before[head:][::-1], after[head:][::-1])
    if head == len(before) == len(after):
        return ()
    new = after[head : len(after) - tail].decode(errors="replace")
    return (Edit(Span(head, len(before) - tail), new),)
