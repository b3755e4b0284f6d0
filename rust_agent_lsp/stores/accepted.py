"""Questions with the answers that the user found helpful: what a retraining learns from."""

from __future__ import annotations

from dataclasses import dataclass

from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.questions import redacted


@dataclass(frozen=True, slots=True)
class Accepted:
    """A question, redacted, and the id of the entry or place that answered it well."""

    question: str
    answer: str


def accept(database: Database, question: str, answer: str) -> None:
    """Write down that `answer` was helpful for `question`. Raises `StoreError`."""
    if kept := redacted(question):
        with database.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO accepted_answers (question, answer) VALUES (?, ?)",
                (kept, answer),
            )


def withdraw(database: Database, question: str, answer: str) -> None:
    """Take back that `answer` was helpful for `question`. Raises `StoreError`."""
    with database.write() as db:
        db.execute(
            "DELETE FROM accepted_answers WHERE question = ? AND answer = ?",
            (redacted(question), answer),
        )


def every(database: Database) -> list[Accepted]:
    """Return all of them, the oldest first. Raises `StoreError`."""
    rows = database.read(
        "SELECT question, answer FROM accepted_answers ORDER BY timestamp, question, answer"
    )
    return [Accepted(row["question"], row["answer"]) for row in rows]


def count(database: Database, since: str = "") -> int:
    """Return how many there are from the moment `since` on. Raises `StoreError`."""
    rows = database.read("SELECT count(*) FROM accepted_answers WHERE timestamp >= ?", (since,))
    return int(rows[0][0])
