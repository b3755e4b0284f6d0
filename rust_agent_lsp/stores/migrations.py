"""The schema of the user's database, step by step; a released step is never edited.

Each step is a small named function, applied once and in order; `PRAGMA user_version` counts them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

Migration = Callable[[sqlite3.Connection], None]


def _m001_journal(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE journal (
            id INTEGER PRIMARY KEY, timestamp TEXT NOT NULL DEFAULT (datetime('now')),
            workspace TEXT NOT NULL, code TEXT, message TEXT NOT NULL, cause TEXT NOT NULL,
            fix_id TEXT NOT NULL, rule TEXT NOT NULL, title TEXT NOT NULL, safety TEXT NOT NULL,
            verification TEXT NOT NULL, edits TEXT NOT NULL,
            undone_at TEXT)"""
    )


def _m002_feedback(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE feedback (
            id INTEGER PRIMARY KEY, timestamp TEXT NOT NULL DEFAULT (datetime('now')),
            helpful INTEGER NOT NULL, kind TEXT NOT NULL, target_id TEXT NOT NULL,
            subject TEXT NOT NULL, code TEXT, workspace TEXT NOT NULL, scope TEXT NOT NULL,
            reason TEXT NOT NULL)"""
    )
    db.execute("CREATE INDEX feedback_subject ON feedback (subject, code)")


def _m003_methodology(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE agent_actions (
            id INTEGER PRIMARY KEY, timestamp DATETIME NOT NULL DEFAULT (datetime('now')),
            action_type TEXT NOT NULL, success BOOLEAN NOT NULL, context TEXT NOT NULL,
            learning_opportunity TEXT NOT NULL DEFAULT '')"""
    )
    db.execute(
        """CREATE TABLE learning_sessions (
            id INTEGER PRIMARY KEY, timestamp DATETIME NOT NULL DEFAULT (datetime('now')),
            concepts_learned TEXT NOT NULL, exercises_completed INTEGER NOT NULL,
            knowledge_growth_rate REAL NOT NULL)"""
    )


def _m004_lessons(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE confusions (
            id INTEGER PRIMARY KEY, timestamp TEXT NOT NULL DEFAULT (datetime('now')),
            entry TEXT NOT NULL, workspace TEXT NOT NULL, file TEXT NOT NULL, story TEXT NOT NULL,
            UNIQUE (entry, workspace, file, story))"""
    )
    db.execute(
        """CREATE TABLE lesson_offers (
            entry TEXT PRIMARY KEY, timestamp TEXT NOT NULL DEFAULT (datetime('now')))"""
    )


def _m005_learned(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE learned_patterns (
            id INTEGER PRIMARY KEY, timestamp TEXT NOT NULL DEFAULT (datetime('now')),
            code TEXT NOT NULL, workspace TEXT NOT NULL,
            before TEXT NOT NULL, after TEXT NOT NULL,
            seen INTEGER NOT NULL DEFAULT 0, accepted INTEGER NOT NULL DEFAULT 0,
            refused INTEGER NOT NULL DEFAULT 0, withdrawn INTEGER NOT NULL DEFAULT 0,
            times TEXT NOT NULL DEFAULT '[]',
            UNIQUE (code, workspace, before, after))"""
    )


def _m006_review(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE unanswered (
            question TEXT PRIMARY KEY COLLATE NOCASE,
            timestamp TEXT NOT NULL DEFAULT (datetime('now')), times INTEGER NOT NULL DEFAULT 1)"""
    )
    db.execute(
        """CREATE TABLE unknown_codes (
            code TEXT PRIMARY KEY, timestamp TEXT NOT NULL DEFAULT (datetime('now')),
            times INTEGER NOT NULL DEFAULT 1, said TEXT NOT NULL)"""
    )
    db.execute(
        """CREATE TABLE exams (
            id INTEGER PRIMARY KEY, timestamp TEXT NOT NULL DEFAULT (datetime('now')),
            toolchain TEXT NOT NULL, knowledge TEXT NOT NULL, result TEXT NOT NULL)"""
    )


def _m007_learned_evidence(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE learned_evidence (
            id INTEGER PRIMARY KEY, timestamp TEXT NOT NULL DEFAULT (datetime('now')),
            pattern INTEGER NOT NULL, file TEXT NOT NULL,
            old_lines INTEGER NOT NULL, old TEXT NOT NULL,
            new_lines INTEGER NOT NULL, new TEXT NOT NULL)"""
    )
    db.execute("CREATE INDEX learned_evidence_file ON learned_evidence (file)")


def _m008_upkeep(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE accepted_answers (
            question TEXT NOT NULL COLLATE NOCASE, answer TEXT NOT NULL,
            timestamp TEXT NOT NULL DEFAULT (datetime('now')),
            PRIMARY KEY (question, answer))"""
    )
    db.execute(
        """CREATE TABLE rounds (
            id INTEGER PRIMARY KEY, timestamp TEXT NOT NULL DEFAULT (datetime('now')),
            kind TEXT NOT NULL, result TEXT NOT NULL)"""
    )


def _m009_rules(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE feedback ADD COLUMN problem TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE journal ADD COLUMN edited_at TEXT")
    db.execute(
        """CREATE TABLE rule_switches (
            rule TEXT NOT NULL, code TEXT NOT NULL, workspace TEXT NOT NULL,
            timestamp TEXT NOT NULL DEFAULT (datetime('now')), is_on INTEGER NOT NULL,
            PRIMARY KEY (rule, code, workspace))"""
    )


MIGRATIONS: tuple[Migration, ...] = (
    _m001_journal,
    _m002_feedback,
    _m003_methodology,
    _m004_lessons,
    _m005_learned,
    _m006_review,
    _m007_learned_evidence,
    _m008_upkeep,
    _m009_rules,
)


def version_of(db: sqlite3.Connection) -> int:
    """Return how many steps the file has taken."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: sqlite3.Connection, steps: tuple[Migration, ...]) -> None:
    """Take the steps that the file lacks, all or none; other processes wait meanwhile."""
    db.execute("BEGIN IMMEDIATE")
    try:
        done = version_of(db)
        for number, step in enumerate(steps[done:], done + 1):
            step(db)
            db.execute(f"PRAGMA user_version = {number}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # some failures have ended it already
            db.execute("ROLLBACK")
        raise


def lacks(db: sqlite3.Connection, steps: tuple[Migration, ...]) -> str:
    """Return a table or column that `steps` make and the file has not; empty when it is whole.

    A damaged name or version number passes SQLite's own check of the file.
    """
    with closing(sqlite3.connect(":memory:")) as model:
        for step in steps:
            step(model)
        wanted = _columns(model)
    missing = wanted - _columns(db)
    return ".".join(min(missing)) if missing else ""


def _columns(db: sqlite3.Connection) -> set[tuple[str, str]]:
    rows = db.execute(
        "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c"
        " WHERE t.type = 'table'"
    )
    return {(row[0], row[1]) for row in rows}
