"""The concepts of one installed documentation with their graph, in a file that is never changed.

It takes its name (from what it was made of) only when it is complete; readers open it read-only.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.concept import Concept, ConceptKind, Edge, Relation
from rust_agent_lsp.model.errors import KnowledgeError, StoreError

FORMAT = 1
FOLDER = "concepts"
"""The folder below the cache that holds these files."""

ASKED = "concepts"
"""The folder of the knowledge with the questions that lead to places in the documentation."""
ELSEWHERE = "elsewhere.txt"
"""The file of the knowledge with questions that belong elsewhere, one on each line."""
_COLUMNS = "id, kind, book, title, path, text, level, since, unstable, links"


def write_concepts(path: Path, concepts: Iterable[Concept], edges: Iterable[Edge]) -> None:
    """Write the file `path` whole or not at all. Raises `StoreError` when it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-")
        os.close(handle)
        partial = Path(name)
        try:
            with closing(sqlite3.connect(partial)) as database:
                _fill(database, concepts, edges)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"the concepts cannot be written to {path}: {error}") from error


def _fill(database: sqlite3.Connection, concepts: Iterable[Concept], edges: Iterable[Edge]) -> None:
    database.executescript(
        """
        CREATE TABLE concepts(
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, book TEXT NOT NULL, title TEXT NOT NULL,
            path TEXT NOT NULL, text TEXT NOT NULL, level INTEGER NOT NULL, since TEXT NOT NULL,
            unstable INTEGER NOT NULL, links TEXT NOT NULL);
        CREATE TABLE edges(
            source TEXT NOT NULL, target TEXT NOT NULL, relation TEXT NOT NULL,
            PRIMARY KEY (source, target, relation)) WITHOUT ROWID;
        """
    )
    database.executemany(
        f"INSERT OR IGNORE INTO concepts({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (
            (c.id, c.kind, c.book, c.title, json.dumps(c.path), c.text, c.level, c.since,
             c.unstable, json.dumps(c.links))
            for c in concepts
        ),
    )  # fmt: skip
    database.executemany(
        "INSERT OR IGNORE INTO edges VALUES (?, ?, ?)",
        ((edge.source, edge.target, edge.relation) for edge in edges),
    )
    database.executescript(
        "CREATE INDEX edges_target ON edges (target, relation);"
        "CREATE INDEX concepts_title ON concepts (title COLLATE NOCASE);"
        f"PRAGMA user_version = {FORMAT};"
    )
    database.commit()


def asked_of(root: Path) -> dict[str, tuple[str, ...]]:
    """Return the questions of the knowledge folder `root` by the id of the concept that answers.

    Raises `KnowledgeError` naming a file that is malformed.
    """
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((root / ASKED).glob("*.toml")):
        try:
            for concept, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
                found[concept] = found.get(concept, ()) + tuple(row["ask"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise KnowledgeError(f"{path}: no questions: {error!r}") from error
    return found


def elsewhere_of(root: Path) -> list[str]:
    """Return the questions of the knowledge at `root` that nothing in it answers.

    Raises `KnowledgeError` where they cannot be read.
    """
    file = root / ELSEWHERE
    try:
        return [line for line in file.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise KnowledgeError(f"{file} cannot be read: {error}") from error


class Concepts:
    """Read access to one such file, from any thread."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises `StoreError` when it is missing, damaged or of another format."""
        self.path = path
        try:
            uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
            self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
            (found,) = self._database.execute("PRAGMA user_version").fetchone()
        except sqlite3.Error as error:
            raise StoreError(f"the concepts at {path} cannot be read: {error}") from error
        if found != FORMAT:
            self.close()
            raise StoreError(f"the concepts at {path} are of another version")

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def get(self, concept_id: str) -> Concept | None:
        """Return one concept, by its id or by a page's path (its first concept), or None."""
        found = self._select("WHERE id = ?", concept_id)
        if not found and "#" not in concept_id:
            found = self._select("WHERE id LIKE ? || '#%' ORDER BY rowid LIMIT 1", concept_id)
        return found[0] if found else None

    def titled(self, title: str, limit: int = 10) -> list[Concept]:
        """Return the concepts with exactly this title, in any case of letters."""
        return self._select("WHERE title = ? COLLATE NOCASE ORDER BY rowid LIMIT ?", title, limit)

    def methods(self, name: str, limit: int = 10) -> list[Concept]:
        """Return the methods called `name`, of whatever type."""
        return self._select(
            "WHERE kind = 'method' AND title LIKE '%::' || ? ORDER BY rowid LIMIT ?", name, limit
        )

    def named(self, name: str, limit: int = 3) -> list[Concept]:
        """Return what goes by this very name: an item, macro, keyword or method."""
        plain = name.strip("`().;& ").removeprefix("std::").rstrip("!")
        if not plain:
            return []
        is_macro = name.rstrip("`").endswith("!")
        titles = [f"{plain}!"]
        titles += [] if is_macro else [name, plain, f"{plain} keyword", f"{plain} (primitive)"]
        own = self._select(
            "WHERE kind != 'rule' AND title COLLATE NOCASE IN (SELECT value FROM json_each(?))"
            " ORDER BY title != ?, unstable, kind != 'item', rowid LIMIT ?",
            json.dumps(titles), plain, limit,
        )  # fmt: skip
        path, _, last = plain.rpartition("::")
        if path and not own:
            # `str::parse` is written so, `std::mem::take` by the last name alone.
            own = self._select(
                "WHERE title = ? COLLATE NOCASE AND path LIKE ? ORDER BY rowid LIMIT ?",
                last, f'%{path.replace("::", "%")}%', limit,
            )  # fmt: skip
        if not own and re.fullmatch(r"\w+", last):
            own = self.methods(last, limit)
        return own

    def pages(self, book: str) -> list[str]:
        """Return the ids of the stable items of a book."""
        rows = self._ask(
            "SELECT id FROM concepts WHERE book = ? AND kind = 'item' AND NOT unstable", book
        )
        return [row[0] for row in rows]

    def all(self) -> list[Concept]:
        """Return every concept, in the order of the documentation."""
        return self._select("ORDER BY rowid")

    def edges_from(self, concept_id: str) -> list[Edge]:
        """Return what a concept or entry leads to."""
        return self._edges("source = ?", concept_id)

    def edges_to(self, concept_id: str) -> list[Edge]:
        """Return what leads to a concept."""
        return self._edges("target = ?", concept_id)

    def all_edges(self) -> list[Edge]:
        """Return the whole graph."""
        return self._edges("1 = 1")

    def counts(self) -> dict[str, int]:
        """Return the number of concepts by book."""
        return dict(self._ask("SELECT book, count(*) FROM concepts GROUP BY book ORDER BY 1"))

    def _select(self, where: str, *values: object) -> list[Concept]:
        rows = self._ask(f"SELECT {_COLUMNS} FROM concepts {where}", *values)  # noqa: S608
        return [
            Concept(
                row[0], ConceptKind(row[1]), row[2], row[3], tuple(json.loads(row[4])), row[5],
                row[6], row[7], bool(row[8]), tuple(json.loads(row[9])),
            )
            for row in rows
        ]  # fmt: skip

    def _edges(self, where: str, *values: object) -> list[Edge]:
        rows = self._ask(f"SELECT source, target, relation FROM edges WHERE {where}", *values)  # noqa: S608
        return [Edge(source, target, Relation(relation)) for source, target, relation in rows]

    def _ask(self, sql: str, *values: object) -> Sequence[Any]:
        try:
            return self._database.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"the concepts at {self.path} cannot be read: {error}") from error
