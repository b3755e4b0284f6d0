"""Turns what rustc and cargo print as JSON into diagnostics of ours.

rustc's byte offsets count the bytes of the file as it lies on disk, a byte order mark and
carriage returns included, so they are taken as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.diagnostic import (
    Applicability,
    Diagnostic,
    Label,
    Note,
    Severity,
    Suggestion,
)
from rust_agent_lsp.model.text import Edit, FileEdit, Location, Span

_SUMMARIES = ("aborting due to ", "For more information about ", "Some errors have detailed ")


def parse_messages(
    lines: Iterable[bytes], root: Path, to_user: Callable[[str], Path]
) -> list[Diagnostic]:
    """Return the diagnostics among `lines`, in the compiler's order, each of them once.

    `lines` are those of `cargo --message-format=json` or `rustc --error-format=json`. `to_user`
    gives the user's file for a file name of the compiler's; `root` is the user's workspace.
    Lines that are not JSON, summaries and diagnostics without a place are left out.
    """
    reader = _Reader(root, to_user)
    found: dict[tuple[object, ...], Diagnostic] = {}
    for message in _messages(lines):
        diagnostic = reader.diagnostic(message)
        if diagnostic is not None:
            # Macros report one mistake twice, and so do a library and its test build.
            key = (diagnostic.code, diagnostic.severity, diagnostic.message, diagnostic.location)
            found.setdefault(key, diagnostic)
    return list(found.values())


def _messages(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for line in lines:
        if not line.startswith(b"{"):
            continue
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if value.get("reason") == "compiler-message":
            yield value["message"]
        elif value.get("$message_type") == "diagnostic":
            yield value


def _severity(level: str) -> Severity | None:
    if level.startswith("error"):  # `error: internal compiler error` too
        return Severity.ERROR
    return Severity(level) if level in set(Severity) else None


class _Reader:
    """Reads single messages; remembers how file names map."""

    def __init__(self, root: Path, to_user: Callable[[str], Path]) -> None:
        self._root = root
        self._to_user = to_user
        self._paths: dict[str, tuple[Path, bool]] = {}

    def diagnostic(self, message: dict[str, Any]) -> Diagnostic | None:
        """Return the message as a diagnostic, or None when it has no severity or no place."""
        severity = _severity(message["level"])
        primary = [s for s in message["spans"] if s["is_primary"]]
        if severity is None or not primary or message["message"].startswith(_SUMMARIES):
            return None
        place, hint = self._place(primary[0])
        labels = tuple(self._labels(message["spans"]))
        notes, suggestions = self._children(message["children"])
        return Diagnostic(
            code=(message["code"] or {}).get("code"),
            severity=severity,
            message=message["message"],
            path=place.path,
            span=place.span,
            labels=labels,
            notes=notes,
            suggestions=suggestions,
            rendered=message["rendered"] or "",
            hint=hint,
        )

    def _children(
        self, children: list[dict[str, Any]]
    ) -> tuple[tuple[Note, ...], tuple[Suggestion, ...]]:
        notes: list[Note] = []
        suggestions: list[Suggestion] = []
        for child in children:
            edits = [s for s in child["spans"] if s["suggested_replacement"] is not None]
            if edits:
                suggestions += self._suggestions(child["message"], edits)
            elif child["message"]:
                severity = _severity(child["level"]) or Severity.NOTE
                labels = tuple(self._labels(child["spans"]))
                notes.append(Note(severity, child["message"], labels))
        return tuple(notes), tuple(suggestions)

    def _suggestions(self, text: str, spans: list[dict[str, Any]]) -> Iterator[Suggestion]:
        """Yield each alternative: rustc writes them one after the other, so that a place that
        comes again begins the next."""
        parts: list[dict[str, Any]] = []
        seen: set[tuple[str, int, int]] = set()
        for span in spans:
            place = (span["file_name"], span["byte_start"], span["byte_end"])
            if place in seen:
                yield from self._suggestion(text, parts)
                parts, seen = [], set()
            parts.append(span)
            seen.add(place)
        yield from self._suggestion(text, parts)

    def _suggestion(self, text: str, spans: list[dict[str, Any]]) -> Iterator[Suggestion]:
        edits: dict[Path, list[Edit]] = {}
        for span in spans:
            path, ours = self._path(span["file_name"])
            if not ours:
                return  # an edit to somebody else's code, or to a macro's
            edit = Edit(_span(span), span["suggested_replacement"])
            edits.setdefault(path, []).append(edit)
        applicability = spans[0]["suggestion_applicability"] or Applicability.UNSPECIFIED
        files = tuple(FileEdit(path, tuple(sorted(e))) for path, e in edits.items())
        yield Suggestion(text, files, Applicability(applicability))

    def _labels(self, spans: list[dict[str, Any]]) -> Iterator[Label]:
        for span in sorted(spans, key=lambda s: not s["is_primary"]):
            yield Label(self._place(span)[0], span["label"] or "", span["is_primary"])

    def _place(self, span: dict[str, Any]) -> tuple[Location, Span | None]:
        """Return the innermost place in the user's code that `span` comes from, and the
        outermost macro call around it in the same file."""
        chain = [span]
        while chain[-1]["expansion"]:
            chain.append(chain[-1]["expansion"]["span"])
        ours = [s for s in chain if self._path(s["file_name"])[1]]
        inner = (ours or chain)[0]
        path = self._path(inner["file_name"])[0]
        calls = [s for s in chain[1:] if self._path(s["file_name"])[0] == path]
        return Location(path, _span(inner)), _span(calls[-1]) if calls else None

    def _path(self, name: str) -> tuple[Path, bool]:
        """Return the user's file for the compiler's `name`, and whether it is in the workspace."""
        known = self._paths.get(name)
        if known is None:
            path = self._to_user(name)
            known = self._paths[name] = path, path.is_relative_to(self._root)
        return known


def _span(span: dict[str, Any]) -> Span:
    return Span(span["byte_start"], span["byte_end"])
