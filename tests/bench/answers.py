"""The questions of all evaluation sets, and whether what was found answers them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.stores.commands import load_commands
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.stores.patterns import Patterns

HERE = Path(__file__).parent
SETS = ("concepts", "commands", "questions", "patterns")


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
        """Say whether an entry or place answers it."""
        return entry in self.right

    def may_be_right(self, kind: str, entry: str) -> bool:
        """Say whether something of another kind than the set's rests on a page that answers it, or
        is a page that the right entries rest on: the set does not tell."""
        if entry in self.right or not self.right:
            return False
        if kind == EntryKind.CONCEPT.value:
            about = {page for right in self.right for page in pages_of(right)}
            return self.set != "concepts" and _page(entry) in about
        return self.set == "concepts" and not pages_of(entry).isdisjoint(map(_page, self.right))


def asked(part: str | None = None) -> list[Asked]:
    """Return the questions of a part, or all."""
    return [one for name in SETS for one in _read(name) if part is None or one.part == part]


@cache
def _pages() -> dict[str, frozenset[str]]:
    pages = {entry.id: entry.docs for entry in Knowledge().load_all()}
    pages |= {name: pattern.concepts for name, pattern in Patterns().all().items()}
    pages |= {command.id: command.docs for command in load_commands()}
    return {name: frozenset(map(_page, docs)) for name, docs in pages.items()}


def pages_of(entry: str) -> frozenset[str]:
    """Return the pages that an entry rests on."""
    return _pages().get(entry, frozenset())


def _page(place: str) -> str:
    return place.partition("#")[0]


def _read(name: str) -> Iterator[Asked]:
    if name == "patterns":
        for part, file in (("train", "tuning"), ("held-out", "held_out")):
            for row in _rows(HERE / "insert" / f"{file}.toml", "cases"):
                right = (row["pattern"], *row.get("also", ()))
                yield Asked(row["ask"], right, part, name)
        return
    for row in _rows(HERE / "retrieval" / f"{name}.toml", "questions"):
        right = row.get("right", [row["entry"], *row.get("also", ())] if row.get("entry") else [])
        yield Asked(row["ask"], tuple(right), row["part"], name, row.get("command", ""))


def _rows(path: Path, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))[key]
    return found
