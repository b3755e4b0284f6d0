"""Takes an applied fix back, the user's own later edits kept."""

from __future__ import annotations

from pathlib import Path

from rust_agent_lsp.features import journal as journal_feature
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.events import JournalRecord
from rust_agent_lsp.model.text import FileEdit, apply_edits
from rust_agent_lsp.server import confirm
from rust_agent_lsp.server.commands import tell, workspace_of
from rust_agent_lsp.server.convert import Json
from rust_agent_lsp.server.diagnostics import single_edit
from rust_agent_lsp.server.session import Session
from rust_agent_lsp.stores import journal
from rust_agent_lsp.syntax.tree import SourceFile


async def undo_fix(session: Session, argument: Json) -> Json:
    """`rustAgent.undoFix {"id"?}`: take back the latest applied fix, or the one named."""
    async with session.applying:
        return await _undo(session, argument)


async def _undo(session: Session, argument: Json) -> Json:
    root = workspace_of(session, argument)
    database = await session.database()
    if database is None:
        return {"undone": False, "reason": "the journal cannot be read"}
    try:
        records = await session.on_disk(journal.latest, database, str(root))
    except StoreError as error:
        return _not_undone(session, f"The journal cannot be read: {error}")
    wanted = argument.get("id")
    record = next((r for r in records if not r.undone_at and _is_meant(r, wanted)), None)
    if record is None:
        return _not_undone(session, "There is no applied fix to take back.")
    found = await _undo_edits(session, record, root)
    if found is None:
        return _not_undone(
            session, "The fix cannot be found in the text any more, so it was not taken back."
        )
    return await confirm.to_the_end(_take_back(session, record, root, found))


def _is_meant(record: JournalRecord, wanted: object) -> bool:
    return wanted is None or wanted in (record.id, str(record.id), record.fix.fix_id)


def _not_undone(session: Session, reason: str) -> Json:
    tell(session, reason)
    return {"undone": False, "reason": reason}


async def _undo_edits(
    session: Session, record: JournalRecord, root: Path
) -> dict[Path, tuple[bytes, FileEdit]] | None:
    """Return for each file its text and the edits that speak of exactly this text."""
    key = await session.on_disk(session.places.redaction_key)
    remembered = session.applied_texts.get(record.id, {})
    files = {}
    for name in dict.fromkeys(edit.path for edit in record.fix.edits):
        path = root / name
        lines = session.workspaces.lines_of(path)
        if lines is None:
            return None
        source = SourceFile.parse(path, lines.text)
        # Looking through a large file takes long; the event loop goes on meanwhile.
        edits = await session.on_disk(journal_feature.undo_edits, record, source, root, key)
        whole = remembered.get(path)
        if edits is None and whole is not None and whole[1] == lines.text:
            edits = list(single_edit(whole[1], whole[0]))
        if edits is None:
            return None
        files[path] = (lines.text, FileEdit(path, tuple(edits)))
    return files


async def _take_back(
    session: Session,
    record: JournalRecord,
    root: Path,
    found: dict[Path, tuple[bytes, FileEdit]],
) -> Json:
    texts = {path: (was, apply_edits(was, file.edits)) for path, (was, file) in found.items()}
    # The user may have typed while the places were looked for.
    if confirm.stale(session, root, texts):
        return _not_undone(session, "The text has just changed, so the fix was not taken back.")
    files = [file for _, file in found.values()]
    outcome = await confirm.edit(session, f"Take back: {record.fix.title}", files, texts)
    if outcome in confirm.UNTOUCHED:
        return {"undone": False, "reason": outcome.value}
    if outcome != confirm.Outcome.MADE:
        return _not_undone(session, f"{outcome.value}. {confirm.UNDO}")
    try:
        database = await session.database()
        if database is not None:
            await session.on_disk(journal.mark_undone, database, record.id)
            await session.on_disk(session.workspaces.weights(root).reload)
    except StoreError as error:
        tell(session, f"The fix was taken back, but that could not be written down: {error}")
    return {"undone": True, "id": record.id, "title": record.fix.title}
