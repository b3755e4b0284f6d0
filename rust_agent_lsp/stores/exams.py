"""The results of exams, one after the other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from rust_agent_lsp.stores.database import Database


@dataclass(frozen=True, slots=True)
class Sat:
    """An exam as it stands in the database. `result` is the object that `exam --json` prints."""

    timestamp: str
    toolchain: str
    knowledge: str
    result: dict[str, Any]


def add(database: Database, toolchain: str, knowledge: str, result: dict[str, Any]) -> None:
    """Write the result of an exam down. Raises `StoreError`."""
    with database.write() as db:
        db.execute(
            "INSERT INTO exams (toolchain, knowledge, result) VALUES (?, ?, ?)",
            (toolchain, knowledge, json.dumps(result, ensure_ascii=False)),
        )


def history(database: Database, most: int = 50) -> list[Sat]:
    """Return the latest exams, oldest first. Raises `StoreError`."""
    rows = database.read(
        "SELECT * FROM (SELECT * FROM exams ORDER BY id DESC LIMIT ?) ORDER BY id", (most,)
    )
    found = []
    for row in rows:
        try:
            result = json.loads(row["result"])
        except ValueError:
            continue  # the disk has changed it
        found.append(Sat(row["timestamp"], row["toolchain"], row["knowledge"], result))
    return found
