"""How long the user's data is kept, and how all of it goes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.stores.snapshot import ENDINGS, snapshot_of

_AGEING = {
    "agent_actions": "",
    "confusions": "",
    "exams": "",
    "journal": "",
    "accepted_answers": "",
    "rounds": "id NOT IN (SELECT max(id) FROM rounds GROUP BY kind)",
    "unanswered": "",
    "unknown_codes": "",
    # What the user wrote may be a correction that nobody has seen yet.
    "feedback": "reason = ''",
}


def forget_old(database: Database, days: int) -> int:
    """Remove what is older than `days` and return how many rows that were; 0 keeps everything.

    What the user wrote or learned stays. Raises `StoreError`.
    """
    if days <= 0:
        return 0
    age = (f"-{days} days",)
    old = {
        table: f"timestamp < datetime('now', ?){f' AND {only}' if only else ''}"
        for table, only in _AGEING.items()
    }
    # Names and conditions are our own, as they stand above.
    counted = " UNION ALL ".join(f"SELECT 1 FROM {t} WHERE {c}" for t, c in old.items())  # noqa: S608
    if not database.read(f"SELECT 1 FROM ({counted}) LIMIT 1", age * len(old)):  # noqa: S608
        return 0  # a write would wake every other process that follows
    with database.write() as db:
        return sum(
            db.execute(f"DELETE FROM {table} WHERE {condition}", age).rowcount  # noqa: S608
            for table, condition in old.items()
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing of the user's on the disk."""

    path: Path
    what: str

    @property
    def size(self) -> int:
        """Its bytes, all below it included."""
        if self.path.is_dir() and not self.path.is_symlink():
            return sum(f.lstat().st_size for f in self.path.rglob("*") if not f.is_dir())
        return self.path.lstat().st_size


def everything(places: Places) -> list[Kept]:
    """Return what there is of the user's, in the order in which it must go.

    The snapshot goes first: a server that runs would put it in the place of the database.
    """
    database = places.database
    named = [
        Kept(snapshot_of(database), "the copy of the database"),
        *(
            Kept(database.with_name(database.name + e), "the database: journal, feedback, lessons")
            for e in reversed(ENDINGS)
        ),
        Kept(places.data / "redaction.key", "the key of the placeholders in the journal"),
        Kept(places.data / "knowledge", "your own entries"),
        Kept(places.data / "models", "embedding models that were trained here"),
        Kept(places.data / "reports", "reports of the quarterly rounds"),
        Kept(places.data / "team.json", "what your team sent, and what of it was revoked"),
        Kept(places.data / "team-key", "the key that you sign with for your team"),
        *_others(places.data),
        Kept(places.trusted, "the folders that you trust"),
        Kept(places.config / "team.toml", "your team's server"),
        Kept(places.config / "team-authors", "the members of your team"),
        Kept(places.cache / "crates", "what the crates of your projects use"),
        Kept(places.shadows, "shadow workspaces and their build output"),
        Kept(places.cache / "shown", "the last documents shown"),
        Kept(places.log, "logs"),
    ]
    found: dict[Path, Kept] = {}
    for kept in named:
        if _is_there(kept.path):
            found.setdefault(kept.path, kept)
    return list(found.values())


def remove(kept: Kept) -> None:
    """Remove one thing. Raises `OSError` where something of it stays."""
    if kept.path.is_dir() and not kept.path.is_symlink():
        shutil.rmtree(kept.path)
    else:
        kept.path.unlink(missing_ok=True)


def _others(data: Path) -> Iterator[Kept]:
    if data.is_dir():
        yield from (Kept(path, "other data") for path in sorted(data.iterdir()))


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()
