"""The journal as the user meets it: what was done, as Markdown, and how it is taken back."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from pathlib import Path

from rust_agent_lsp.learning.redact import redact_part, redact_prose, restore
from rust_agent_lsp.matching.explain import code_span, quote
from rust_agent_lsp.model.events import AppliedEdit, AppliedFix, JournalRecord
from rust_agent_lsp.model.fix import Fix
from rust_agent_lsp.model.text import Edit, Span, placed
from rust_agent_lsp.syntax.tree import SourceFile

CONTEXT = 32


def applied(
    fix: Fix, workspace: Path, texts: dict[Path, tuple[bytes, bytes]], key: bytes
) -> AppliedFix:
    """Return what the journal keeps of an accepted fix; `texts` are its files before and after.

    Literals and comments of the user's are replaced by placeholders (`learning.redact`).
    """
    edits: list[AppliedEdit] = []
    for file in fix.candidate.edits:
        before, after = texts[file.path]
        for edit, place in placed(file.edits):
            start, end = place.start, place.end
            edits.append(
                AppliedEdit(
                    path=_relative(file.path, workspace),
                    start=start,
                    removed=redact_part(before, edit.span, key),
                    inserted=redact_part(after, place, key),
                    before=_mark(after[max(0, start - CONTEXT) : start], key),
                    after=_mark(after[end : end + CONTEXT], key),
                )
            )
    labels = [label.text for label in fix.diagnostic.labels if label.text]
    return AppliedFix(
        fix_id=fix.id,
        rule=fix.candidate.rule,
        title=redact_prose(fix.candidate.title),
        safety=fix.candidate.safety,
        verification=fix.verdict.verification,
        code=fix.diagnostic.code,
        message=redact_prose(fix.diagnostic.message),
        cause=redact_prose("; ".join(labels[:3])),
        workspace=str(workspace),
        edits=tuple(edits),
    )


def undo_edits(
    record: JournalRecord, source: SourceFile, workspace: Path, key: bytes
) -> list[Edit] | None:
    """Return the edits that take a fix back in one file as it stands now; None if they cannot.

    The user's later edits stay: each piece is looked for by its text and what stands around it.
    """
    name = _relative(source.path, workspace)
    found: list[Edit] = []
    for edit in record.fix.edits:
        if edit.path != name:
            continue
        inserted, removed = restore(edit.inserted, source, key), restore(edit.removed, source, key)
        if inserted is None or removed is None:
            return None
        start = _locate(edit, inserted.encode(), source.text, key)
        if start is None:
            return None
        found.append(Edit(Span(start, start + len(inserted.encode())), removed))
    return found


def as_markdown(records: Iterable[JournalRecord], workspace: Path) -> str:
    """Return the journal as a document: problem, cause, fix, verdict of each."""
    parts = [f"# Fix journal\n\nWorkspace {code_span(str(workspace))}, newest first."]
    for record in records:
        fix = record.fix
        state = f" — taken back {record.undone_at} UTC" if record.undone_at else ""
        lines = [
            f"## {record.id} · {quote(fix.title)}{state}",
            "",
            f"{record.timestamp} UTC",
            "",
            f"- **Problem** {quote(fix.code or 'no code')}: {quote(fix.message)}",
            f"- **Cause** {quote(fix.cause) or 'as above'}",
            f"- **Fix** rule `{fix.rule}`, {fix.safety}",
            f"- **Verdict** {fix.verification}",
        ]
        for edit in fix.edits:
            was, now = code_span(edit.removed), code_span(edit.inserted)
            change = f"{was} became {now}" if was else f"added {now}"
            if not now:
                change = f"removed {was}"
            lines.append(f"- {code_span(edit.path)}: {change}")
        parts.append("\n".join(lines))
    if len(parts) == 1:
        parts.append("Nothing has been applied yet.")
    return "\n\n".join(parts) + "\n"


def _locate(edit: AppliedEdit, inserted: bytes, text: bytes, key: bytes) -> int | None:
    """Return where `inserted` stands now, told by what is around it; None where it is unsure."""
    best, places = 0, list[int]()
    at = text.find(inserted)
    while at >= 0:
        end = at + len(inserted)
        around = _likeness(text[max(0, at - CONTEXT) : at], edit.before, key)
        around += _likeness(text[end : end + CONTEXT], edit.after, key)
        if around > 1:
            around += at == edit.start
            if around > best:
                best, places = around, []
            if around == best:
                places.append(at)
        at = text.find(inserted, at + 1)
    if places:
        return places[0] if len(places) == 1 else None
    only = text.find(inserted)
    return only if len(inserted) > 3 and only >= 0 and text.find(inserted, only + 1) < 0 else None


def _likeness(text: bytes, mark: str, key: bytes) -> int:
    """Weigh whether `text` is what stood here: a file's bare beginning or end says little."""
    return (2 if text else 1) if _mark(text, key) == mark else 0


def _mark(text: bytes, key: bytes) -> str:
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:16]


def _relative(path: Path, workspace: Path) -> str:
    return (path.relative_to(workspace) if path.is_relative_to(workspace) else path).as_posix()
