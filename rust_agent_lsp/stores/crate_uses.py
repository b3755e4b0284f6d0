"""What the crates on this disk use of std and of our patterns, with the places that show it best.

One SQLite file for one way of reading, named by it: a crate is written whole or not at all, so that
reading many can stop at any point and go on later.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.crate_use import CratePlace, UsedKind
from rust_agent_lsp.model.errors import StoreError

FORMAT = 1
FOLDER = "crates"
"""The folder below the cache that holds these files."""

PLACES_EACH = 3
"""How many places are kept of one item in one crate."""
_WRITE_SECONDS = 60.0
_READ_SECONDS = 0.5
"""An answer does not wait for what is being written."""
_LOOKED_AT = 8
_SCHEMA = f"""
    CREATE TABLE IF NOT EXISTS crates (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL, root TEXT NOT NULL,
        digest TEXT NOT NULL, files INTEGER NOT NULL, lines INTEGER NOT NULL,
        left_out INTEGER NOT NULL, UNIQUE (name, version));
    CREATE TABLE IF NOT EXISTS items (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
        UNIQUE (kind, key));
    CREATE TABLE IF NOT EXISTS aliases (alias TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS counts (
        item INTEGER NOT NULL, crate INTEGER NOT NULL, uses INTEGER NOT NULL,
        PRIMARY KEY (item, crate)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS places (
        item INTEGER NOT NULL, cost INTEGER NOT NULL, crate INTEGER NOT NULL, file TEXT NOT NULL,
        line INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        inside TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS places_item ON places (item, cost);
    CREATE INDEX IF NOT EXISTS places_crate ON places (crate);
    CREATE INDEX IF NOT EXISTS counts_crate ON counts (crate);
    PRAGMA user_version = {FORMAT};
"""


@dataclass(frozen=True, slots=True)
class Used:
    """One item or pattern in one crate: how often, and its best places, the best first."""

    kind: UsedKind
    key: str
    name: str
    uses: int
    places: tuple[CratePlace, ...]


@dataclass(frozen=True, slots=True)
class CrateRead:
    """What was read of one crate; `digest` tells its sources apart from others."""

    name: str
    version: str
    root: str
    digest: str
    files: int
    lines: int
    left_out: int
    used: tuple[Used, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole store in figures."""

    crates: int
    files: int
    lines: int
    std_items: int
    std_uses: int
    patterns: int
    pattern_uses: int


class CrateUses:
    """One such file. Every method raises `StoreError` when it cannot be read or written."""

    def __init__(self, path: Path, *, write: bool = False) -> None:
        """Open the file; to `write`, it is created if need be."""
        self.path = path
        with self._told():
            if write:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._db = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={'rwc' if write else 'rw'}",
                uri=True,
                timeout=_WRITE_SECONDS if write else _READ_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
            if write:
                self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def known(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Return digest and folder of each crate that was read, by name and version."""
        with self._told():
            rows = self._db.execute("SELECT name, version, digest, root FROM crates").fetchall()
        return {(name, version): (digest, root) for name, version, digest, root in rows}

    def moved(self, name: str, version: str, root: str) -> None:
        """Note that a crate lies in another folder now."""
        with self._told():
            values = (root, name, version)
            self._db.execute("UPDATE crates SET root = ? WHERE (name, version) = (?, ?)", values)

    def name_aliases(self, aliases: Mapping[str, str]) -> None:
        """Note the ids that stand for others."""
        with self._told():
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR REPLACE INTO aliases VALUES (?, ?)", aliases.items())
            self._db.execute("COMMIT")

    def put(self, crate: CrateRead) -> None:
        """Write one crate in place of what was read of it before, whole or not at all."""
        with self._told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._put(crate)
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise

    def _put(self, crate: CrateRead) -> None:
        same = self._db.execute(
            "SELECT id FROM crates WHERE (name, version) = (?, ?)", (crate.name, crate.version)
        ).fetchone()
        if same:
            for table, column in (("counts", "crate"), ("places", "crate"), ("crates", "id")):
                self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", same)  # noqa: S608
        number = self._db.execute(
            "INSERT INTO crates (name, version, root, digest, files, lines, left_out)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (crate.name, crate.version, crate.root, crate.digest, crate.files, crate.lines,
             crate.left_out),
        ).lastrowid  # fmt: skip
        for used in crate.used:
            (item,) = self._db.execute(
                "INSERT INTO items (key, kind, name) VALUES (?, ?, ?)"
                " ON CONFLICT (kind, key) DO UPDATE SET name = excluded.name RETURNING id",
                (used.key, used.kind, used.name),
            ).fetchone()
            self._db.execute("INSERT INTO counts VALUES (?, ?, ?)", (item, number, used.uses))
            self._db.executemany(
                "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (item, p.cost, number, p.source, p.line, p.first, p.last, p.inside)
                    for p in used.places[:PLACES_EACH]
                ),
            )

    def find(self, name: str, limit: int = 10) -> list[tuple[UsedKind, str, str]]:
        """Return kind, key and name of what is called `name`: a pattern's id, an item's path or
        the end of one (`Vec::push`, `mem::take`); the most used first."""
        ending = "%::" + name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        with self._told():
            rows = self._db.execute(
                "SELECT kind, key, name FROM items JOIN counts ON item = items.id"
                " WHERE name = ?1 COLLATE NOCASE OR key = ?1 OR name LIKE ?2 ESCAPE '\\'"
                " GROUP BY items.id"
                " ORDER BY name = ?1 COLLATE NOCASE DESC, sum(uses) DESC LIMIT ?3",
                (name, ending, limit),
            ).fetchall()
        return [(UsedKind(kind), key, called) for kind, key, called in rows]

    def counted(self, kind: UsedKind, key: str) -> tuple[int, int]:
        """Return how many uses there are of something, and in how many crates."""
        with self._told():
            uses, crates = self._db.execute(
                "SELECT coalesce(sum(uses), 0), count(*) FROM counts JOIN items ON id = item"
                " WHERE kind = ? AND key = ?",
                (kind, key),
            ).fetchone()
        return uses, crates

    def best(self, kind: UsedKind, key: str, rows: int = -1) -> Iterator[CratePlace]:
        """Yield the best place of each crate, the easiest to read first; `key` may be an alias.

        With `rows`, only so many places are looked at.
        """
        with self._told():
            found = self._db.execute(
                "SELECT c.name, c.version, c.root, file, line, first, last, inside, cost"
                " FROM places p JOIN crates c ON c.id = p.crate JOIN items i ON i.id = p.item"
                " WHERE i.kind = ?1"
                " AND i.key = coalesce((SELECT key FROM aliases WHERE alias = ?2), ?2)"
                " ORDER BY cost, c.name, line LIMIT ?3",
                (kind, key, rows),
            ).fetchall()
        yield from _each_crate_once(found)

    def most_used(self, kind: UsedKind, limit: int) -> list[tuple[str, int, int]]:
        """Return name, uses and crates of what is used most."""
        with self._told():
            return self._db.execute(
                "SELECT name, sum(uses), count(*) FROM counts JOIN items ON id = item"
                " WHERE kind = ? GROUP BY id ORDER BY 2 DESC LIMIT ?",
                (kind, limit),
            ).fetchall()

    def totals(self) -> Totals:
        """Return the figures of the whole."""
        with self._told():
            crates = self._db.execute(
                "SELECT count(*), coalesce(sum(files), 0), coalesce(sum(lines), 0) FROM crates"
            ).fetchone()
            of_kind = [
                self._db.execute(
                    "SELECT count(DISTINCT item), coalesce(sum(uses), 0) FROM counts"
                    " JOIN items ON id = item WHERE kind = ?",
                    (kind,),
                ).fetchone()
                for kind in (UsedKind.STD, UsedKind.PATTERN)
            ]
        return Totals(*crates, *of_kind[0], *of_kind[1])

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"the uses in {self.path} are not at hand: {error}") from error


def newest(cache: Path) -> Path | None:
    """Return the file that was written last below the folder `cache`; None where there is none."""
    try:
        files = [(path.stat().st_mtime_ns, path) for path in (cache / FOLDER).glob("*.sqlite3")]
    except OSError:
        return None
    return max(files)[1] if files else None


def remove_others(path: Path) -> None:
    """Remove the files of other ways of reading."""
    for other in path.parent.glob("*.sqlite3"):
        if other != path:
            other.unlink(missing_ok=True)


def place_of(cache: Path, kind: UsedKind, key: str) -> CratePlace | None:
    """Return the best place of one item or pattern that is still there; None where nothing was
    read, or what was read is out of reach: an answer does without."""
    path = newest(cache)
    if path is None:
        return None
    try:
        with closing(CrateUses(path)) as uses:
            return next(
                (p for p in uses.best(kind, key, _LOOKED_AT) if Path(p.file).is_file()), None
            )
    except StoreError:
        return None


def _each_crate_once(rows: Sequence[Any]) -> Iterator[CratePlace]:
    seen = set[str]()
    for name, version, root, file, *rest in rows:
        if name not in seen:
            seen.add(name)
            yield CratePlace(name, version, str(Path(root) / file), file, *rest)
