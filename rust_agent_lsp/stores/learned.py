"""The repairs that the user was seen to make: one row for each form, code and workspace."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple

from rust_agent_lsp.model.events import Evidence, Learned
from rust_agent_lsp.stores.database import Database

REMEMBERED_TIMES = 20
_COUNTS = {"accepted", "refused"}


def see(
    database: Database,
    code: str,
    workspace: str,
    before: str,
    after: str,
    evidence: Evidence | None = None,
) -> tuple[int, int | None]:
    """Count that a repair of this form was made once more; return the ids of the form and of the
    evidence. Raises `StoreError`."""
    with database.write() as db:
        db.execute(
            "INSERT OR IGNORE INTO learned_patterns (code, workspace, before, after)"
            " VALUES (?, ?, ?, ?)",
            (code, workspace, before, after),
        )
        row = db.execute(
            "SELECT id, times, datetime('now') FROM learned_patterns"
            " WHERE code = ? AND workspace = ? AND before = ? AND after = ?",
            (code, workspace, before, after),
        ).fetchone()
        times = [*_times(row[1]), row[2]][-REMEMBERED_TIMES:]
        db.execute(
            "UPDATE learned_patterns SET seen = seen + 1, times = ? WHERE id = ?",
            (json.dumps(times), row[0]),
        )
        number = None
        if evidence is not None:
            number = db.execute(
                "INSERT INTO learned_evidence (pattern, file, old_lines, old, new_lines, new)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (row[0], *astuple(evidence)),
            ).lastrowid
    return int(row[0]), number


def evidence_for(database: Database, file: str) -> list[tuple[int, int, Evidence]]:
    """Return what was learned from a file, the ids of evidence and form first. Raises
    `StoreError`."""
    rows = database.read("SELECT * FROM learned_evidence WHERE file = ?", (file,))
    return [
        (r["id"], r["pattern"], Evidence(file, r["old_lines"], r["old"], r["new_lines"], r["new"]))
        for r in rows
    ]


def withdraw(database: Database, pattern: int, evidence: int | None) -> None:
    """Count that a repair was undone; its evidence counts once only. Raises `StoreError`."""
    with database.write() as db:
        if evidence is not None:
            sql = "DELETE FROM learned_evidence WHERE id = ? AND pattern = ?"
            if not db.execute(sql, (evidence, pattern)).rowcount:
                return
        sql = "UPDATE learned_patterns SET withdrawn = withdrawn + 1 WHERE id = ?"
        db.execute(sql, (pattern,))


def count(database: Database, pattern: int, what: str) -> None:
    """Count one more offer `accepted` or `refused`. Raises `StoreError`."""
    if what not in _COUNTS:
        raise ValueError(what)
    with database.write() as db:
        sql = f"UPDATE learned_patterns SET {what} = {what} + 1 WHERE id = ?"  # noqa: S608 - ours
        db.execute(sql, (pattern,))


def every(database: Database) -> list[Learned]:
    """Return all forms, oldest first. Raises `StoreError`."""
    rows = database.read("SELECT * FROM learned_patterns ORDER BY id")
    return [
        Learned(
            r["id"],
            r["code"],
            r["workspace"],
            r["before"],
            r["after"],
            r["seen"],
            r["accepted"],
            r["refused"],
            r["withdrawn"],
            tuple(_times(r["times"])),
        )
        for r in rows
    ]


def edit(database: Database, edited: Learned) -> bool:
    """Put `edited` in the place of the form with its id; say whether that could be: no two may be
    the same. What the old one was learned from says nothing of the new one. Raises `StoreError`."""
    with database.write() as db:
        cursor = db.execute(
            "UPDATE OR IGNORE learned_patterns SET before = ?, after = ?, workspace = ?"
            " WHERE id = ?",
            (edited.before, edited.after, edited.workspace, edited.id),
        )
        if cursor.rowcount > 0:
            db.execute("DELETE FROM learned_evidence WHERE pattern = ?", (edited.id,))
    return cursor.rowcount > 0


def remove(database: Database, pattern: int) -> bool:
    """Forget a form; say whether it was there. Raises `StoreError`."""
    with database.write() as db:
        db.execute("DELETE FROM learned_evidence WHERE pattern = ?", (pattern,))
        cursor = db.execute("DELETE FROM learned_patterns WHERE id = ?", (pattern,))
    return cursor.rowcount > 0


def add(database: Database, patterns: Iterable[Learned]) -> int:
    """Take in forms from elsewhere, their ids aside; return how many were new here. Raises
    `StoreError`."""
    new = 0
    with database.write() as db:
        for one in patterns:
            cursor = db.execute(
                "INSERT OR IGNORE INTO learned_patterns (code, workspace, before, after, seen,"
                " accepted, refused, withdrawn, times) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    one.code,
                    one.workspace,
                    one.before,
                    one.after,
                    one.seen,
                    one.accepted,
                    one.refused,
                    one.withdrawn,
                    json.dumps(one.times),
                ),
            )
            new += cursor.rowcount
    return new


def _times(written: str) -> list[str]:
    try:
        found = json.loads(written)
    except ValueError:  # the disk has changed a letter that no check of the file covers
        return []
    return [str(one) for one in found] if isinstance(found, list) else []
