"""The questions of all evaluation sets, and whether an answer is right."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rust_agent_lsp.stores.index_client import Hit

FOLDER = Path(__file__).parent / "retrieval"
SETS = ("concepts", "commands", "questions")


@dataclass(frozen=True)
class Asked:
    """One question: `right` are the ids that answer it (entries, or places in the documentation);
    none: it must be refused. `command` is what is to be typed, where that is fixed."""

    ask: str
    right: tuple[str, ...]
    part: str
    set: str
    command: str = ""

    def is_right(self, entry: str) -> bool:
        """Say whether an entry or place answers it; a page does where a place on it does."""
        return entry in self.right

    def is_answered_by(self, entry: str | None, sources: tuple[str, ...]) -> bool:
        """Say whether an answer is right: the entry itself, or a page that is."""
        return entry in self.right or any(source in self.right for source in sources[:1])


def asked(part: str | None = None) -> list[Asked]:
    """Return the questions of a part, or all."""
    return [one for name in SETS if (FOLDER / f"{name}.toml").is_file() for one in _read(name) if part is None or one.part == part]


def _read(name: str) -> Iterator[Asked]:
    path = FOLDER / f"{name}.toml"
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["questions"]
    for row in rows:
        right = row.get("right", [row["entry"], *row.get("also", ())] if row.get("entry") else [])
        yield Asked(row["ask"], tuple(right), row["part"], name, row.get("command", ""))


def right_hits(one: Asked, hits: list[Hit]) -> list[bool]:
    """Say of each hit whether it answers the question."""
    return [one.is_right(hit.entry) for hit in hits]
