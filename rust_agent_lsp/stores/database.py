"""The user's own database: what was applied, judged and learned. Never rebuilt, never dropped.

SQLite in WAL mode, so that several servers and the command line share it. A file that cannot be
read is set aside, and the last snapshot takes its place.
"""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores import snapshot
from rust_agent_lsp.stores.migrations import MIGRATIONS, lacks, migrate, version_of

log = logging.getLogger(__name__)

BUSY_SECONDS = 10.0
SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What a database raises; the second where a message quotes damaged text."""
SNAPSHOT_EVERY = 25
"""After how many writes of one process the snapshot is brought up to date."""


class Database:
    """One connection to the user's database file; safe to call from several threads.

    `set_aside` is where a file that could not be read was put, `notice` what the user should be
    told of this database, and `read_only` says that a newer version wrote it.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the file and bring its schema up to date.

        A file that is corrupt is set aside under another name; in its place, and in that of one
        that has gone, comes the last snapshot, else a new file. One that a newer version wrote is
        only read. Raises `StoreError` when the file cannot be opened or written.
        """
        self.path = path
        self.set_aside: Path | None = None
        self.notice = ""
        self.read_only = False
        self._lock = threading.RLock()
        self._unsaved = 0
        self._seen = 0
        self._open()

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
            self._follow()
            if self.read_only:
                raise StoreError(self.notice)
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                self._db.execute("COMMIT")
            except SQLITE_ERRORS as error:
                self._rollback()
                self._repair(error)
                raise StoreError(f"{self.path} could not be written: {error}") from error
            except BaseException:
                self._rollback()
                raise
            if self._identity != _identity(self.path):
                raise StoreError(f"{self.path} was replaced while it was written; try again")
            self._unsaved += 1
            if self._unsaved >= SNAPSHOT_EVERY:
                self._unsaved = 0
                snapshot.take(self.path, self._db)

    def read(self, sql: str, parameters: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query. Raises `StoreError` when it cannot be read."""
        with self._lock:
            self._follow()
            try:
                return self._db.execute(sql, parameters).fetchall()
            except SQLITE_ERRORS as error:
                if not self._repair(error):
                    raise self._unreadable(error) from error
            try:
                return self._db.execute(sql, parameters).fetchall()
            except SQLITE_ERRORS as error:
                raise self._unreadable(error) from error

    def changed_elsewhere(self) -> bool:
        """Say whether others have written since this was asked last. Raises `StoreError`."""
        seen, self._seen = self._seen, self.read("PRAGMA data_version")[0][0]
        return self._seen != seen

    def _unreadable(self, error: Exception) -> StoreError:
        return StoreError(f"{self.path} could not be read: {error}")

    def _rollback(self) -> None:
        # Closed or broken meanwhile: then there is nothing to roll back, and the cause is told.
        with suppress(sqlite3.Error):
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def _follow(self) -> None:
        """Open the file anew where it is another one by now, or has gone.

        Another process has set a corrupt one aside, or the user has moved it: what were written
        into the old one would never be found again.
        """
        if self._identity != _identity(self.path):
            self._db.close()
            self._open()

    def _repair(self, error: Exception) -> bool:
        """Open the file anew if the error means that it is damaged; say whether it was that."""
        if not _is_corruption(error):
            return False
        self._db.close()
        self._open()
        return True

    def _open(self) -> None:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _alone(self.path):
                self._db = self._sound()
                self._identity = _identity(self.path)
        except (OSError, *SQLITE_ERRORS) as error:
            advice = "make its folder writable or set XDG_DATA_HOME"
            raise StoreError(f"{self.path} cannot be opened: {error}; {advice}") from error

    def _sound(self) -> sqlite3.Connection:
        """Return a connection to a file that can be read; to be called alone."""
        if not self.path.exists() or not self.path.stat().st_size:
            if snapshot.has_log(self.path):  # of no use alone, and harmful to another file
                self.set_aside = snapshot.set_aside(self.path)
            if snapshot.restore(self.path):
                self._note(f"{self.path} was missing or empty; its last snapshot took its place.")
            return self._prepared()
        try:
            return self._prepared()
        except SQLITE_ERRORS as error:
            if not self._is_damage(error):
                raise
            log.error("%s is corrupt: %s", self.path, error)
        self.set_aside = snapshot.set_aside(self.path)
        instead = "its last snapshot" if snapshot.restore(self.path) else "a new one"
        self._note(
            f"{self.path} was corrupt; it is kept as {self.set_aside}, and {instead} took"
            " its place."
        )
        return self._prepared()

    def _note(self, notice: str) -> None:
        self.notice = notice
        log.warning("%s", notice)

    def _is_damage(self, error: Exception) -> bool:
        # A damaged header may forbid writing; the file system and its owner do so as well.
        forbidden = "readonly" in str(error) and os.access(self.path, os.W_OK)
        return _is_corruption(error) or (forbidden and os.access(self.path.parent, os.W_OK))

    def _prepared(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            db.row_factory = sqlite3.Row
            db.text_factory = lambda text: text.decode(errors="replace")
            self._prepare(db)
        except BaseException:
            db.close()
            raise
        return db

    def _prepare(self, db: sqlite3.Connection) -> None:
        done = version_of(db)
        if db.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("database disk image is malformed")
        self.read_only = done > len(MIGRATIONS)
        if self.read_only:  # what it should hold is not known here
            db.execute("PRAGMA query_only = ON")
            self._note(
                f"{self.path} was written by a newer version and is only read; please update."
            )
            return
        if done < 0 or (missing := lacks(db, MIGRATIONS[:done])):
            raise sqlite3.DatabaseError(f"malformed schema: version {done} without {missing}")
        db.execute("PRAGMA journal_mode = WAL")
        # An accepted fix or a judgement must survive a power cut right after its reply.
        db.execute("PRAGMA synchronous = FULL")
        if done:
            snapshot.take(self.path, db)
        migrate(db, MIGRATIONS)
        self._prove_writable(db)

    def _prove_writable(self, db: sqlite3.Connection) -> None:
        # A header may forbid writing, which SQLite's own check lets pass. It cannot be read beside
        # SQLite: closing a second handle of the file would let go of the locks of the first.
        try:
            db.execute("BEGIN IMMEDIATE")
            db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        except sqlite3.OperationalError as error:
            if self._is_damage(error):
                raise
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let no other process open the file meanwhile: it would set our new one aside as well."""
    with path.with_name(path.name + ".lock").open("wb") as lock:
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
        yield


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells one file from another of the same name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _is_corruption(error: Exception) -> bool:
    # The last is said where the number of the schema's version is damaged.
    words = ("malformed", "not a database", "corrupt", "unsupported file format", "already exists")
    return isinstance(error, UnicodeDecodeError) or any(word in str(error) for word in words)
