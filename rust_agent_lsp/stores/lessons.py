"""What the user met and learned: the errors that were explained, the exercises that were solved."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rust_agent_lsp.model.events import Confusion
from rust_agent_lsp.stores.database import Database


def meet(database: Database, case: Confusion) -> bool:
    """Write down that an error was explained; say whether it is a new case. Raises `StoreError`."""
    with database.write() as db:
        cursor = db.execute(
            "INSERT OR IGNORE INTO confusions (entry, workspace, file, story) VALUES (?, ?, ?, ?)",
            (case.entry, case.workspace, case.file, case.story),
        )
    return cursor.rowcount > 0


def cases(database: Database, entry: str, most: int) -> list[Confusion]:
    """Return the user's latest cases of an entry, oldest first. Raises `StoreError`."""
    rows = database.read(
        "SELECT * FROM (SELECT * FROM confusions WHERE entry = ? ORDER BY id DESC LIMIT ?)"
        " ORDER BY id",
        (entry, most),
    )
    return [
        Confusion(r["entry"], r["workspace"], r["file"], r["story"], r["timestamp"]) for r in rows
    ]


def claim_offer(database: Database, entry: str) -> bool:
    """Say whether the lesson was never offered, and write down that it is now. Raises
    `StoreError`."""
    with database.write() as db:
        cursor = db.execute("INSERT OR IGNORE INTO lesson_offers (entry) VALUES (?)", (entry,))
    return cursor.rowcount > 0


def learned(database: Database) -> set[str]:
    """Return the entries of which an exercise was solved. Raises `StoreError`."""
    rows = database.read("SELECT concepts_learned FROM learning_sessions")
    return {entry for row in rows for entry in json.loads(row["concepts_learned"])}


def add_session(database: Database, entries: Sequence[str], exercises: int) -> None:
    """Write down what was learned; the growth rate is the share of what is new in all that is
    known then. Raises `StoreError`."""
    known = learned(database)
    new = set(entries) - known
    growth = len(new) / len(known | new) if known | new else 0.0
    with database.write() as db:
        db.execute(
            "INSERT INTO learning_sessions (concepts_learned, exercises_completed,"
            " knowledge_growth_rate) VALUES (?, ?, ?)",
            (json.dumps(sorted(entries)), exercises, growth),
        )
