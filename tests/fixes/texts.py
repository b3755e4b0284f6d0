"""Diagnostics and files for tests of the fix engine, made by hand around a marked text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rust_agent_lsp.model.diagnostic import Diagnostic, Label, Severity
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit, Location, Span, apply_edits
from rust_agent_lsp.syntax.tree import SourceFile

HERE = Path("/w/src/main.rs")


def span(text: str, part: str, nth: int = 0) -> Span:
    """Return where `part` stands in `text`, the `nth` time (from 0)."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(part, at + 1)
    start = len(text[:at].encode())
    return Span(start, start + len(part.encode()))


def error(
    text: str,
    part: str,
    code: str | None = "E0382",
    message: str = "",
    *,
    nth: int = 0,
    path: Path = HERE,
    also: str = "",
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    """Return a diagnostic at `part` of `text`, with a label at `also`."""
    place = span(text, part, nth)
    labels = [Label(Location(path, place), "", primary=True)]
    if also:
        labels.append(Label(Location(path, span(text, also)), "see here"))
    return Diagnostic(code, severity, message or f"about {code}", path, place, tuple(labels))


def replacement(
    text: str,
    part: str,
    new: str,
    *,
    nth: int = 0,
    path: Path = HERE,
    rule: str = "a_rule",
    safety: Safety = Safety.SAFE,
) -> Candidate:
    """Return a candidate that puts `new` in the place of `part`."""
    edits = (Edit(span(text, part, nth), new),)
    return Candidate(rule, f"Write `{new}`", (FileEdit(path, edits),), safety)


def edited(texts: Mapping[Path, str], *candidates: Candidate) -> dict[Path, SourceFile]:
    """Return the files that the candidates edit, as they stand after all of them."""
    by_path: dict[Path, list[Edit]] = {}
    for candidate in candidates:
        for file in candidate.edits:
            by_path.setdefault(file.path, []).extend(file.edits)
    return {
        path: SourceFile.parse(path, apply_edits(texts[path].encode(), edits))
        for path, edits in by_path.items()
    }
