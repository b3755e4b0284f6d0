"""The user's own database: what was applied, judged and learned. Never rebuilt, never dropped.

SQLite in WAL mode, so that several servers and the command line share it. Every migration is a
small named function, applied once and in order; a released one is never edited.
"""

from __future__ import annotations

import fcntl
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rust_agent_lsp.model.errors import StoreError

log = logging.getLogger(__name__)

BUSY_SECONDS = 10.0


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


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    _m001_journal,
    _m002_feedback,
    _m003_methodology,
    _m004_lessons,
)


class Database:
    """One connection to the user's database file; safe to call from several threads."""

    def __init__(self, path: Path) -> None:
        """Open or create the file and bring its schema up to date.

        A corrupt file is set aside under another name and a new one begun. Raises `StoreError`
        when the file cannot be opened or written, or was made by a newer version.
        """
        self.path = path
        self.set_aside: Path | None = None
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _alone(path):
                self._db = self._open()
        except (OSError, sqlite3.Error) as error:
            advice = "make its folder writable or set XDG_DATA_HOME"
            raise StoreError(f"{path} cannot be opened: {error}; {advice}") from error

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._db.close()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection inside a transaction; it is on the disk when the block ends.

        Raises `StoreError` when it could not be written; then nothing of it was.
        """
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                self._rollback()
                raise StoreError(f"{self.path} could not be written: {error}") from error
            except BaseException:
                self._rollback()
                raise

    def read(self, sql: str, parameters: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query. Raises `StoreError` when it cannot be read."""
        with self._lock:
            try:
                return self._db.execute(sql, parameters).fetchall()
            except sqlite3.Error as error:
                raise StoreError(f"{self.path} could not be read: {error}") from error

    def _rollback(self) -> None:
        # Closed or broken meanwhile: then there is nothing to roll back, and the cause is told.
        with suppress(sqlite3.Error):
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def _open(self) -> sqlite3.Connection:
        db = self._connect()
        try:
            self._prepare(db)
        except sqlite3.DatabaseError as error:
            db.close()
            if not _is_corruption(error):
                raise
            self._set_aside(error)
            db = self._connect()
            self._prepare(db)
        return db

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        db.row_factory = sqlite3.Row
        return db

    def _prepare(self, db: sqlite3.Connection) -> None:
        self._refuse_newer(db)
        db.execute("PRAGMA journal_mode = WAL")
        # An accepted fix or a judgement must survive a power cut right after its reply.
        db.execute("PRAGMA synchronous = FULL")
        if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("database disk image is malformed")
        db.execute("BEGIN IMMEDIATE")
        try:
            done = self._refuse_newer(db)
            for number, migrate in enumerate(MIGRATIONS[done:], done + 1):
                migrate(db)
                db.execute(f"PRAGMA user_version = {number}")
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise

    def _refuse_newer(self, db: sqlite3.Connection) -> int:
        """Return the file's schema version; raises `StoreError` where it is not known yet."""
        done = int(db.execute("PRAGMA user_version").fetchone()[0])
        if done > len(MIGRATIONS):
            raise StoreError(f"{self.path} was written by a newer version; please update")
        return done

    def _set_aside(self, error: sqlite3.Error) -> None:
        number = 1
        while (aside := self.path.with_suffix(f".corrupt-{number}")).exists():
            number += 1
        self.path.rename(aside)
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        self.set_aside = aside
        log.error("%s was corrupt (%s) and is kept as %s", self.path, error, aside.name)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let no other process open the file meanwhile: it would set our new one aside as well."""
    with path.with_name(path.name + ".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_corruption(error: sqlite3.DatabaseError) -> bool:
    return any(word in str(error) for word in ("malformed", "not a database", "corrupt"))
