"""A second copy of the user's database, for the day on which the first cannot be read.

It is a whole SQLite file of its own, made when a database is opened that has changed since, and
again after every few writes.
"""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

log = logging.getLogger(__name__)

ENDINGS = ("", "-wal", "-shm")
"""A database's files: the main one, what is written ahead of it, and the index of that."""


def snapshot_of(path: Path) -> Path:
    """Return where the snapshot of the database at `path` is kept."""
    return path.with_name(path.name + ".snapshot")


def take(path: Path, db: sqlite3.Connection) -> None:
    """Bring the snapshot up to date from the open and sound `db`; a failure is only logged."""
    changed = _changed(path)
    snapshot = snapshot_of(path)
    if snapshot.exists() and snapshot.stat().st_mtime_ns == changed:
        return
    try:
        with _whole(snapshot) as new:
            db.execute("VACUUM INTO ?", (str(new),))
            # The moment of the change, not of the copy: the clock may jump.
            os.utime(new, ns=(changed, changed))
    except (OSError, sqlite3.Error) as error:
        log.warning("no snapshot of %s was taken: %s", path, error)


def restore(path: Path) -> bool:
    """Put the snapshot where `path` is missing; say whether there was one that can be read.

    Raises `OSError` when it cannot be written.
    """
    snapshot = snapshot_of(path)
    if not snapshot.exists():
        return False
    try:
        with _whole(path) as new:
            shutil.copyfile(snapshot, new)
            _prove(new)
    except sqlite3.Error as error:
        log.warning("the snapshot of %s cannot be used: %s", path, error)
        return False
    return True


def has_log(path: Path) -> bool:
    """Say whether something is written ahead of the database at `path`."""
    return path.with_name(path.name + ENDINGS[1]).exists()


def set_aside(path: Path) -> Path:
    """Rename a database that cannot be read, all its files; return its new name.

    Raises `OSError` when that cannot be done.
    """
    number = 1
    while any((aside := path.with_suffix(f".corrupt-{number}")).parent.glob(f"{aside.name}*")):
        number += 1
    # The main file last: while it is there, the next one who opens it finds the damage again.
    for ending in reversed(ENDINGS):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside


def _changed(path: Path) -> int:
    files = (path.with_name(path.name + ending) for ending in ENDINGS[:2])
    return max(file.stat().st_mtime_ns for file in files if file.exists())


def _prove(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        if db.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("malformed")


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Yield a new name; what is written there stands at `path` once it is on the disk."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    new = Path(name)
    try:
        yield new
        os.fsync(handle)
        new.replace(path)
    finally:
        os.close(handle)
        new.unlink(missing_ok=True)
