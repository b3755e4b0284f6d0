"""The `Posts.xml` of a Stack Exchange dump, of whatever size, read in constant memory."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from rust_agent_lsp.ingest.asked import LARGEST_TEXT, Asked
from rust_agent_lsp.model.errors import KnowledgeError

MOST = 20_000
"""So many questions of one dump are kept, those with the best answers."""

_CHUNK = 1 << 18
_LARGEST_ROW = 4 << 20
_TAGS = re.compile(
    r"(?:rust|rustup|cargo|git|github|linux|bash|shell|ssh|systemd|coreutils)(?:-.+)?"
)
_SITE = re.compile(
    r"(?:[\w-]+\.)*(?:stackexchange|stackoverflow|superuser|serverfault|askubuntu|stackapps)\.com"
)
_QUESTION, _ANSWER = "1", "2"
_TABLES = """
    CREATE TABLE question(
        id INTEGER PRIMARY KEY, title TEXT, body TEXT, accepted INTEGER, by TEXT, licence TEXT);
    CREATE TABLE answer(
        parent INTEGER PRIMARY KEY, id INTEGER, body TEXT, accepted INTEGER, score INTEGER,
        by TEXT, licence TEXT);
"""
# The accepted one, else the one with the best score; of two alike the earlier.
_BETTER = """
    INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT(parent) DO UPDATE SET
        id = excluded.id, body = excluded.body, accepted = excluded.accepted,
        score = excluded.score,
        by = excluded.by, licence = excluded.licence
    WHERE (excluded.accepted, excluded.score, -excluded.id)
        > (answer.accepted, answer.score, -answer.id)
"""
_BEST = """
    SELECT question.id, title, question.body, answer.body, score, answer.accepted,
        question.by, answer.by, answer.licence
    FROM question JOIN answer ON parent = question.id
    ORDER BY answer.accepted DESC, score DESC, question.id LIMIT ?
"""


def site_of(path: Path) -> str:
    """Return the site whose dump this is by the names of the file and its folders, or empty."""
    for name in (path.name, *(parent.name for parent in path.resolve().parents)):
        if found := _SITE.search(name.lower()):
            return found[0]
    return ""


def read_posts(path: Path) -> Iterator[Asked]:
    """Yield the questions about Rust, Git, Linux and cargo that have a good answer.

    Raises `KnowledgeError` where the file is no such dump, or asks for more than text.
    """
    # An empty name is a file of SQLite's own that goes away by itself.
    with closing(sqlite3.connect("")) as database:
        database.executescript(_TABLES)
        # An answer stands behind its question unless somebody has sorted the file anew.
        in_order = _take(database, path, questions=True)
        if not in_order:
            _take(database, path, questions=False)
        site = site_of(path)
        for row in database.execute(_BEST, (MOST,)):
            number, title, question, answer, score, accepted, asker, author, licence = row
            writers = " and ".join(dict.fromkeys(filter(None, (asker, author))))
            url = f"https://{site}/questions/{number}" if site else ""
            yield Asked(
                str(number), title, question, answer, score, bool(accepted), (), url, writers,
                licence,
            )  # fmt: skip


def _take(database: sqlite3.Connection, path: Path, *, questions: bool) -> bool:
    """Put the rows into the tables; return whether they stood in the order of their numbers."""
    last, in_order = 0, True
    for row in _rows(path):
        number, kind = _number(row.get("Id")), row.get("PostTypeId")
        in_order = in_order and number > last
        last = number
        if kind == _QUESTION and questions:
            _question(database, number, row)
        elif kind == _ANSWER:
            _answer(database, number, row)
    return in_order


def _question(database: sqlite3.Connection, number: int, row: dict[str, str]) -> None:
    tags = re.findall(r"[^<>|]+", row.get("Tags", ""))
    if row.get("Title") and any(map(_TAGS.fullmatch, tags)):
        database.execute(
            "INSERT OR IGNORE INTO question VALUES (?, ?, ?, ?, ?, ?)",
            (
                number, row["Title"], row.get("Body", "")[:LARGEST_TEXT],
                _number(row.get("AcceptedAnswerId")), _writer(row), _licence(row),
            ),
        )  # fmt: skip


def _answer(database: sqlite3.Connection, number: int, row: dict[str, str]) -> None:
    parent, score = _number(row.get("ParentId")), _number(row.get("Score"))
    found = database.execute("SELECT accepted FROM question WHERE id = ?", (parent,)).fetchone()
    if found is None:
        return
    accepted = found[0] == number
    if accepted or score >= 1:
        body = row.get("Body", "")[:LARGEST_TEXT]
        answer = (parent, number, body, accepted, score, _writer(row), _licence(row))
        database.execute(_BETTER, answer)


def _writer(row: dict[str, str]) -> str:
    if name := row.get("OwnerDisplayName"):
        return name
    return f"user {row['OwnerUserId']}" if row.get("OwnerUserId") else ""


def _licence(row: dict[str, str]) -> str:
    return row.get("ContentLicense") or "CC BY-SA"


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,18}", text) else 0


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the attributes of each row, holding no more than a piece of the file.

    No document type, no entity and no endless token passes.
    """
    rows: list[dict[str, str]] = []
    parser = expat.ParserCreate()
    is_root = True

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal is_root
        if is_root and name != "posts":
            raise KnowledgeError(f"{path}: <{name}> in place of <posts>, so no Posts.xml")
        is_root = False
        if name == "row":
            rows.append(attributes)

    def refuse(*_: object) -> NoReturn:
        raise KnowledgeError(f"{path}: declares a document type or entities, which no dump does")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    fed = 0
    try:
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                parser.Parse(piece, False)
                fed += len(piece)
                if fed - parser.CurrentByteIndex > _LARGEST_ROW:
                    raise KnowledgeError(f"{path}: a row is larger than {_LARGEST_ROW >> 20} MB")
                yield from rows
                rows.clear()
            parser.Parse(b"", True)
            yield from rows
    except expat.ExpatError as error:
        raise KnowledgeError(f"{path}: no XML: {error}") from error
    except OSError as error:
        raise KnowledgeError(f"{path}: {error.strerror}") from error
