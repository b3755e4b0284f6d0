"""Kills the upgrade of an old database at each of its steps, to see that no row is lost.

Run as `python -m tests.reliability.upgrade kill FOLDER FIXTURE`, with `faults.c` loaded ahead.
"""

from __future__ import annotations

import ctypes
import itertools
import json
import os
import shutil
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

from rust_agent_lsp.stores.database import Database
from tests.reliability.ledger import LIBRARY, NAME, make, seed


def kills(folder: Path, fixture: Path) -> dict[str, Any]:
    """Kill the upgrade of an old file at each statement and at each write."""
    sql = fixture.read_text("utf-8")
    path = folder / NAME
    deaths = 0
    for way in ("statement", "write"):
        for number in itertools.count(1):
            shutil.rmtree(folder, ignore_errors=True)
            make(path, sql)
            before = rows_of(path)
            child = os.fork()
            if not child:
                die_at(way, number)
                Database(path)
                os._exit(0)
            _, status = os.waitpid(child, 0)
            database = Database(path)
            assert not database.notice, database.notice
            database.close()
            after = rows_of(path)
            for table, rows in before.items():
                width = max(map(len, rows), default=0)
                kept = {row[:width] for row in after[table]}  # new columns stand last
                assert rows <= kept, f"{table}: lost {rows - kept}"
            if not os.WIFSIGNALED(status):
                break
            deaths += 1
    return {"kills": deaths, "rows": sum(map(len, before.values()))}


def die_at(way: str, number: int) -> None:
    """Let this process die at its n-th statement of SQL, or its n-th write."""
    if way == "write":
        LIBRARY.fault_at(ctypes.c_long(number), -1, 0)
        return
    left = itertools.count(1)
    connect = sqlite3.connect

    def traced(*arguments: Any, **options: Any) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(*arguments, **options)
        db.set_trace_callback(
            lambda _: os.kill(os.getpid(), signal.SIGKILL) if next(left) == number else None
        )
        return db

    sqlite3.connect = traced  # type: ignore[assignment]


def rows_of(path: Path) -> dict[str, set[tuple[Any, ...]]]:
    """Return every row of every table."""
    db = sqlite3.connect(path)
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {t: set(db.execute(f"SELECT * FROM {t}")) for t in tables}  # noqa: S608 - our own names
    db.close()
    return rows


if __name__ == "__main__":
    seed()
    print(json.dumps(kills(Path(sys.argv[2]), Path(sys.argv[3]))))
