"""Questions without an answer and errors without an entry: what the next entries should say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.masking import mask

LONGEST = 300
"""How much of a question is kept, in characters."""

_LITERAL = re.compile(
    r""""[^"\n]*"?|(?<!\w)'[^'\n]*'|\b[\w.+-]+@[\w-]+\.[\w.-]+|\w+://\S+"""
    r"""|(?<![\w/])~?/[\w.@+-]+(?:/[\w.@+-]*)*|\b(?=[\w-]*\d)(?=[\w-]*[a-zA-Z])[\w-]{16,}"""
)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question without literals, names in backticks, addresses, paths or numbers."""

    question: str
    times: int
    timestamp: str


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """A code or lint that was met and has no entry; `said` is what the toolchain says of it."""

    code: str
    said: str
    times: int
    timestamp: str


def note_unanswered(database: Database, question: str) -> None:
    """Write down that nothing was known of a question, redacted. Raises `StoreError`."""
    kept = redacted(question)
    if not kept:
        return
    with database.write() as db:
        db.execute(
            "INSERT INTO unanswered (question) VALUES (?) ON CONFLICT (question) DO UPDATE"
            " SET times = times + 1, timestamp = datetime('now')",
            (kept,),
        )


def unanswered(database: Database, days: int) -> list[Unanswered]:
    """Return the questions of the last `days`, the most frequent first. Raises `StoreError`."""
    rows = database.read(
        "SELECT * FROM unanswered WHERE timestamp >= datetime('now', ?)"
        " ORDER BY times DESC, question",
        (f"-{days} days",),
    )
    return [Unanswered(row["question"], row["times"], row["timestamp"]) for row in rows]


def note_unknown(database: Database, code: str, said: str) -> None:
    """Write down that a code without entry was met; a later `said` fills an empty one.

    Raises `StoreError`.
    """
    with database.write() as db:
        db.execute(
            "INSERT INTO unknown_codes (code, said) VALUES (?, ?) ON CONFLICT (code) DO UPDATE SET"
            " times = times + 1, timestamp = datetime('now'),"
            " said = CASE WHEN excluded.said = '' THEN said ELSE excluded.said END",
            (code, said),
        )


def unknown(database: Database) -> list[UnknownCode]:
    """Return the codes that were met and had no entry then. Raises `StoreError`."""
    rows = database.read("SELECT * FROM unknown_codes ORDER BY times DESC, code")
    return [UnknownCode(r["code"], r["said"], r["times"], r["timestamp"]) for r in rows]


def redacted(question: str) -> str:
    """Return a question without what may be the user's own; empty when no word is left."""
    text = mask(_LITERAL.sub("…", " ".join(question.split())[:LONGEST]))
    return text if re.search(r"[^\W_]", text) else ""
