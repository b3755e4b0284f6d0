"""Takes an applied fix back, the user's own later edits kept."""

from __future__ import annotations

from pathlib import Path

from rust_agent_lsp.features import journal as journal_feature
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
    root = workspace_of(session, argument)
    database = await session.database()
    if database is None:
        return {"undone": False, "reason": "the journal cannot be read"}
    records = await session.on_disk(journal.latest, database, str(root))
    wanted = argument.get("id")
    record = next((r for r in records if not r.undone_at and _is_meant(r, wanted)), None)
    if record is None:
        return _not_undone(session, "There is no applied fix to take back.")
    edits = await _undo_edits(session, record, root)
    if edits is None:
        return _not_undone(
            session, "The fix cannot be found in the text any more, so it was not taken back."
        )
    return await _take_back(session, record, root, edits)


def _is_meant(record: JournalRecord, wanted: object) -> bool:
    return wanted is None or wanted in (record.id, str(record.id), record.fix.fix_id)


def _not_undone(session: Session, reason: str) -> Json:
    tell(session, reason)
    return {"undone": False, "reason": reason}


async def _undo_edits(session: Session, record: JournalRecord, root: Path) -> list[FileEdit] | None:
    key = await session.on_disk(session.places.redaction_key)
    remembered = session.applied_texts.get(record.id, {})
    files = []
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
        files.append(FileEdit(path, tuple(edits)))
    return files


async def _take_back(
    session: Session, record: JournalRecord, root: Path, files: list[FileEdit]
) -> Json:
    texts = {}
    for file in files:
        lines = session.workspaces.lines_of(file.path)
        before = lines.text if lines else b""
        texts[file.path] = (before, apply_edits(before, file.edits))
    changes = session.workspaces.document_edits(files)
    if not await confirm.edited(session, f"Take back: {record.fix.title}", changes):
        return {"undone": False, "reason": "the editor refused the edit"}
    if await confirm.arrived(session, texts) != "made":
        return {"undone": False, "reason": "declined in the editor"}
    database = await session.database()
    if database is not None:
        await session.on_disk(journal.mark_undone, database, record.id)
        await session.on_disk(session.workspaces.weights(root).reload)
    return {"undone": True, "id": record.id, "title": record.fix.title}
