"""Bugs that were made or nearly made, to be put in one at a time: the harness must report each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.events import JournalRecord
from rust_agent_lsp.stores import database, journal, migrations, snapshot
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.places import Places

_open = Database._open


@contextmanager
def _swallows(self: Database) -> Iterator[sqlite3.Connection]:
    with suppress(sqlite3.Error):
        self._db.execute("BEGIN IMMEDIATE")
        yield self._db
        self._db.execute("COMMIT")


@contextmanager
def _without_transaction(self: Database) -> Iterator[sqlite3.Connection]:
    try:
        yield self._db
    except sqlite3.Error as error:
        raise StoreError(f"{self.path} could not be written: {error}") from error


@contextmanager
def _bare(self: Database) -> Iterator[sqlite3.Connection]:
    self._db.execute("BEGIN IMMEDIATE")
    yield self._db
    self._db.execute("COMMIT")


def _removes_wal(self: Database) -> None:
    self.path.with_name(self.path.name + "-wal").unlink(missing_ok=True)
    _open(self)


def _migrates_loosely(db: sqlite3.Connection, steps: tuple[migrations.Migration, ...]) -> None:
    for number, step in enumerate(steps[migrations.version_of(db) :], 1):
        step(db)
        db.execute(f"PRAGMA user_version = {number}")


def _drops_on_upgrade(db: sqlite3.Connection, steps: tuple[migrations.Migration, ...]) -> None:
    if 0 < migrations.version_of(db) < len(steps):
        db.execute("DELETE FROM journal WHERE undone_at IS NOT NULL")
    migrations.migrate(db, steps)


def _by_the_clock() -> None:
    latest = journal.latest

    def sorted_by_time(*arguments: object, **options: object) -> list[JournalRecord]:
        found = latest(*arguments, **options)  # type: ignore[arg-type]
        return sorted(found, key=lambda record: record.timestamp, reverse=True)

    journal.latest = sorted_by_time


def _appends(self: Places, folder: Path) -> None:
    self.trusted.parent.mkdir(parents=True, exist_ok=True)
    with self.trusted.open("a", encoding="utf-8") as file:
        file.write(f"{folder}\n")


def _sets(owner: object, name: str, value: object) -> Callable[[], None]:
    return lambda: setattr(owner, name, value)


STORE_BUGS: dict[str, Callable[[], None]] = {
    "a failed write is acknowledged": _sets(Database, "write", _swallows),
    "rows are written one by one": _sets(Database, "write", _without_transaction),
    "a failed write is SQLite's error": _sets(Database, "write", _bare),
    "the log is removed at the start": _sets(Database, "_open", _removes_wal),
    "an upgrade is not one transaction": _sets(database, "migrate", _migrates_loosely),
    "an upgrade drops rows": _sets(database, "migrate", _drops_on_upgrade),
    "the journal is ordered by the clock": _by_the_clock,
    "no snapshot is taken": _sets(snapshot, "take", lambda *_: None),
    "a snapshot is not restored": _sets(snapshot, "restore", lambda *_: False),
    "the schema is not compared": _sets(database, "lacks", lambda *_: ""),
    "trusted folders are appended": _sets(Places, "trust", _appends),
    "damage met later is not repaired": _sets(Database, "_repair", lambda *_: False),
    "a replaced file is not noticed": _sets(Database, "_follow", lambda _: None),
}
