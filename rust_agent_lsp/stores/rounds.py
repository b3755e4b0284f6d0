"""When the regular rounds were made (review, training, refresh, survey), and what came of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rust_agent_lsp.stores.database import Database


class RoundKind(StrEnum):
    """What was done."""

    REVIEW = "review"
    TRAINING = "training"
    REFRESH = "refresh"
    SURVEY = "survey"


@dataclass(frozen=True, slots=True)
class Round:
    """One of them, `days` ago; `result` holds figures and names of ours."""

    timestamp: str
    days: float
    result: dict[str, Any]


def note(database: Database, kind: RoundKind, result: Mapping[str, Any]) -> None:
    """Write a round down. Raises `StoreError`."""
    with database.write() as db:
        db.execute(
            "INSERT INTO rounds (kind, result) VALUES (?, ?)",
            (kind, json.dumps(dict(result), ensure_ascii=False)),
        )


def last(database: Database, kind: RoundKind) -> Round | None:
    """Return the latest round of a kind; None where there was none. Raises `StoreError`."""
    rows = database.read(
        "SELECT timestamp, julianday('now') - julianday(timestamp) AS days, result FROM rounds"
        " WHERE kind = ? ORDER BY id DESC LIMIT 1",
        (kind,),
    )
    for row in rows:
        try:
            result = json.loads(row["result"])
        except ValueError:
            result = {}  # the disk has changed it
        return Round(row["timestamp"], float(row["days"] or 0.0), result)
    return None


def days_of_use(database: Database) -> float:
    """Return how many days ago the first action that is still kept was. Raises `StoreError`."""
    rows = database.read(
        "SELECT coalesce(julianday('now') - julianday(min(timestamp)), 0) FROM agent_actions"
    )
    return float(rows[0][0])
