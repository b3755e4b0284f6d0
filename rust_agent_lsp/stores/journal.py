"""The journal: every accepted fix, with what it takes to take it back."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict

from rust_agent_lsp.model.events import AppliedEdit, AppliedFix, JournalRecord
from rust_agent_lsp.stores import actions
from rust_agent_lsp.stores.actions import Action, ActionType
from rust_agent_lsp.stores.database import Database

log = logging.getLogger(__name__)

UNDONE = "an applied fix was taken back"
EDITED = "an applied fix was changed by hand soon after"

_FIELDS = (
    "fix_id",
    "rule",
    "title",
    "safety",
    "verification",
    "code",
    "message",
    "cause",
    "workspace",
)


def add(database: Database, fix: AppliedFix) -> int:
    """Write an accepted fix down and return its journal id. Raises `StoreError`."""
    values = asdict(fix)
    values["edits"] = json.dumps(values["edits"], ensure_ascii=False)
    with database.write() as db:
        cursor = db.execute(
            "INSERT INTO journal (fix_id, rule, title, safety, verification, code, message, cause,"
            " workspace, edits) VALUES (:fix_id, :rule, :title, :safety, :verification, :code,"
            " :message, :cause, :workspace, :edits)",
            values,
        )
        context = {"rule": fix.rule, "code": fix.code}
        actions.write(db, Action(ActionType.FIX, success=True, context=context))
    return int(cursor.lastrowid or 0)


def mark_undone(database: Database, journal_id: int) -> None:
    """Note that a fix was taken back. Raises `StoreError`."""
    with database.write() as db:
        changed = db.execute(
            "UPDATE journal SET undone_at = datetime('now') WHERE id = ? AND undone_at IS NULL",
            (journal_id,),
        )
        if not changed.rowcount:
            return
        for row in db.execute("SELECT rule, code FROM journal WHERE id = ?", (journal_id,)):
            context = {"rule": row["rule"], "code": row["code"]}
            undo = Action(ActionType.UNDO, success=False, context=context, opportunity=UNDONE)
            actions.write(db, undo)


def mark_edited(database: Database, journal_id: int) -> None:
    """Note that the user changed what a fix had put there. Raises `StoreError`."""
    with database.write() as db:
        changed = db.execute(
            "UPDATE journal SET edited_at = datetime('now')"
            " WHERE id = ? AND edited_at IS NULL AND undone_at IS NULL",
            (journal_id,),
        )
        if not changed.rowcount:
            return
        for row in db.execute("SELECT rule, code FROM journal WHERE id = ?", (journal_id,)):
            context = {"rule": row["rule"], "code": row["code"]}
            actions.write(db, Action(ActionType.EDIT, False, context, EDITED))


def latest(database: Database, workspace: str, limit: int = 100) -> list[JournalRecord]:
    """Return the workspace's records, newest first. Raises `StoreError`."""
    rows = database.read(
        "SELECT * FROM journal WHERE workspace = ? ORDER BY id DESC LIMIT ?", (workspace, limit)
    )
    records = []
    for row in rows:
        try:
            edits = tuple(AppliedEdit(**edit) for edit in json.loads(row["edits"]))
        except (ValueError, TypeError) as error:
            # The disk has changed a letter that no check of the file covers.
            log.warning("record %s of the journal cannot be read: %s", row["id"], error)
            continue
        fix = AppliedFix(**{name: row[name] for name in _FIELDS}, edits=edits)
        when = (row["undone_at"] or "", row["edited_at"] or "")
        records.append(JournalRecord(row["id"], row["timestamp"], fix, *when))
    return records
