"""Everything that is kept of the user, written out as JSON for the user's own eyes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rust_agent_lsp.features.metrics import conversations, metrics
from rust_agent_lsp.stores import actions
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.places import Places

ALL_DAYS = 36_500
_STRUCTURED = ("edits", "concepts_learned", "context", "result", "times")
"""Columns that hold JSON."""


def export(database: Database, places: Places, folder: Path) -> list[Path]:
    """Write all of the user's data below `folder` and return the files.

    What was stored redacted is exported so; the key of its placeholders is left out. Raises
    `StoreError`, and `OSError` where a file cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = []
    for name, content in _contents(database):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        path.write_text(text, encoding="utf-8")
        written.append(path)
    for source, name in ((places.data / "knowledge", "knowledge"), (places.trusted, "")):
        target = folder / (name or f"{source.name}.txt")
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.is_file():
            shutil.copyfile(source, target)
        else:
            continue
        written.append(target)
    return written


def _contents(database: Database) -> Iterator[tuple[str, Any]]:
    """Yield each file's name and content: tables, journal, conversations, figures."""
    names = database.read(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        " ORDER BY name"
    )
    for (name,) in names:
        quoted = name.replace('"', '""')
        rows = database.read(f'SELECT * FROM "{quoted}"')  # noqa: S608  a name cannot be a parameter
        yield f"tables/{name}.json", [_row(dict(row)) for row in rows]
    done = actions.since(database, ALL_DAYS)
    for talk in conversations(done):
        yield f"conversations/session-{talk[0].id}.json", _conversation(database, talk)
    yield "analytics/metrics.json", metrics(database, done, ALL_DAYS)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    for name in row.keys() & set(_STRUCTURED):
        try:
            row[name] = json.loads(row[name])
        except (ValueError, TypeError):
            continue  # the disk has changed it: as it stands there
    return {k: v.hex() if isinstance(v, bytes) else v for k, v in row.items()}


def _conversation(database: Database, talk: list[actions.Noted]) -> dict[str, Any]:
    rows = database.read("SELECT timestamp, subject, reason FROM feedback WHERE reason != ''")
    reasons = {(row["timestamp"], row["subject"]): row["reason"] for row in rows}
    turns = []
    for action in talk:
        turn: dict[str, Any] = {
            "timestamp": action.timestamp,
            "action_type": action.kind,
            "success": action.success,
            "context": action.context,
            "learning_opportunity": action.opportunity,
        }
        if reason := reasons.get((action.timestamp, str(action.context.get("subject")))):
            turn["reason"] = reason
        turns.append(turn)
    return {
        "session": talk[0].id,
        "started": talk[0].timestamp,
        "ended": talk[-1].timestamp,
        "turns": turns,
    }
