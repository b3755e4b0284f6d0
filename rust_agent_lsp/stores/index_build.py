"""The immutable index: built once for its content, by one builder, then only read.

Measured: two writers on one Chroma folder destroy it, so a folder is filled under a lock and a
temporary name, and takes its real name (the hash of what is in it) only when it is complete.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from importlib.metadata import version
from pathlib import Path

from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.chroma import chroma_client
from rust_agent_lsp.stores.embedding import Encoder
from rust_agent_lsp.stores.knowledge import without_code
from rust_agent_lsp.stores.masking import mask

FORMAT = 2
DATABASE = "documents.sqlite3"
CHROMA = "chroma"
MANIFEST = "manifest.json"
IN_USE = "in-use"

ROLES = ("code", "title", "summary", "body", "exemplar", "utterance", "says")
"""What a text is to its entry."""

_BATCH = 256
# Wider than Chroma's own values (100, 100, 16), with which a few texts among 18,000 are not found.
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 150, "max_neighbors": 32}
_HEADING = re.compile(r"^#+ ", re.M)
_HOLE = re.compile(r"\{[\w.]+\}")
_UNFINISHED, _DAMAGED, _GOING = ".building-", ".damaged-", ".going-"

Progress = Callable[[int, int], None]
"""Called with the number of documents done and their total."""


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One text by which an entry can be found.

    `kind` is the collection, `entry` the entry's id, `role` what the text is to it, one of `ROLES`.
    A `code` is found by its words alone. `often` is the entry's.
    """

    id: str
    kind: str
    entry: str
    role: str
    text: str
    often: int = 0


def documents_of(entries: Iterable[Entry]) -> list[IndexDocument]:
    """Return every text that leads to one of `entries`; code blocks are left out, and so are codes
    that the compiler gives no more."""
    documents = []
    for entry in entries:
        if entry.retired:
            continue
        counts: dict[str, int] = {}
        for role, text in _texts_of(entry):
            if not text.strip():
                continue
            counts[role] = counts.get(role, 0) + 1
            name = f"{entry.kind.value}/{entry.id}#{role}-{counts[role]}"
            documents.append(
                IndexDocument(name, entry.kind.value, entry.id, role, text.strip(), entry.often)
            )
    return documents


def _texts_of(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "code", " ".join(dict.fromkeys((entry.id, *entry.codes)))
    yield "title", entry.title
    yield "summary", entry.summary
    sections = _HEADING.split(without_code(entry.body))
    # The text before the first heading is the summary.
    for section in sections[1:]:
        heading, _, text = section.partition("\n")
        # A heading with nothing but code below it is the same in every other entry, and Chroma
        # no longer finds a text among hundreds of equals.
        if text.strip():
            yield "body", f"{heading} {' '.join(text.split())}"
    for exemplar in entry.exemplars:
        yield "exemplar", mask(exemplar)
    for utterance in entry.utterances:
        yield "utterance", utterance
    for template in entry.templates:
        yield "says", _HOLE.sub("_", " ".join(template.says))


def index_path(cache: Path, documents: Sequence[IndexDocument], encoder: Encoder) -> Path:
    """Return where the index of exactly these documents and vectors lives below `cache`."""
    # Chroma's files are never migrated: another version means another index.
    parts = [str(FORMAT), version("chromadb"), encoder.digest]
    parts += sorted(json.dumps(astuple(document)) for document in documents)
    return cache / hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def ensure_index(
    cache: Path, documents: Sequence[IndexDocument], encoder: Encoder, progress: Progress
) -> Path:
    """Return the folder of the index of `documents`, building it if nobody has yet.

    A second builder waits for the first. Raises `StoreError` when it cannot be written.
    """
    path = index_path(cache, documents, encoder)
    if path.is_dir():
        return path
    with _only_builder(cache):
        if not path.is_dir():
            _sweep(cache, _UNFINISHED, _GOING)
            _build(cache, path, documents, encoder, progress)
            _remove_outdated(cache, keep=path)
    return path


def quarantine(path: Path, inode: int) -> None:
    """Set the damaged index at `path` aside, unless its `inode` shows that another did already.

    The latest damaged one is kept for whoever wants to know why. Raises `StoreError`.
    """
    with _only_builder(path.parent):
        if path.is_dir() and path.stat().st_ino == inode:
            _sweep(path.parent, _DAMAGED)
            path.rename(path.with_name(f"{_DAMAGED}{path.name}"))


@contextmanager
def _only_builder(cache: Path) -> Iterator[None]:
    """Hold the builders' lock; the system lets go of it when the holder dies."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with (cache / "build.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        reason = error.strerror or error
        raise StoreError(f"the index cannot be written to {cache}: {reason}") from error


def _build(
    cache: Path,
    path: Path,
    documents: Sequence[IndexDocument],
    encoder: Encoder,
    progress: Progress,
) -> None:
    unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=cache))
    try:
        _write_database(unfinished / DATABASE, documents)
        _write_vectors(unfinished / CHROMA, documents, encoder, progress)
        (unfinished / IN_USE).touch()
        digest = hashlib.sha256((unfinished / DATABASE).read_bytes()).hexdigest()
        (unfinished / MANIFEST).write_text(
            json.dumps({"format": FORMAT, "documents": len(documents), DATABASE: digest})
        )
        _sync(unfinished)
        unfinished.rename(path)
        _sync_one(cache)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _write_database(file: Path, documents: Sequence[IndexDocument]) -> None:
    try:
        with closing(sqlite3.connect(file)) as database:
            database.executescript(
                """
                CREATE TABLE documents(
                    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
                    entry TEXT NOT NULL, role TEXT NOT NULL, text TEXT NOT NULL,
                    often INTEGER NOT NULL);
                CREATE VIRTUAL TABLE words USING fts5(
                    text, content='documents', content_rowid='number',
                    tokenize='porter unicode61');
                """
            )
            database.executemany(
                "INSERT INTO documents(id, kind, entry, role, text, often)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                map(astuple, documents),
            )
            database.execute("INSERT INTO words(words) VALUES ('rebuild')")
            database.execute("INSERT INTO words(words) VALUES ('optimize')")
            _write_entries(database, documents)
            database.commit()
    except sqlite3.Error as error:
        raise StoreError(f"the full-text index cannot be written: {error}") from error


def _write_entries(database: sqlite3.Connection, documents: Sequence[IndexDocument]) -> None:
    """Write the whole of each entry as one row, its texts by role in columns."""
    columns = ", ".join(ROLES)
    database.execute(
        f"CREATE VIRTUAL TABLE entries USING fts5(kind UNINDEXED, entry UNINDEXED,"
        f" often UNINDEXED, {columns}, tokenize='porter unicode61')"
    )
    texts: dict[tuple[str, str, int], dict[str, list[str]]] = {}
    for document in documents:
        key = (document.kind, document.entry, document.often)
        texts.setdefault(key, {}).setdefault(document.role, []).append(document.text)
    holes = ", ".join("?" * (3 + len(ROLES)))
    database.executemany(
        f"INSERT INTO entries(kind, entry, often, {columns}) VALUES ({holes})",  # noqa: S608
        (
            (*key, *("\n".join(by_role.get(role, ())) for role in ROLES))
            for key, by_role in texts.items()
        ),
    )


def _write_vectors(
    folder: Path, documents: Sequence[IndexDocument], encoder: Encoder, progress: Progress
) -> None:
    with chroma_client(folder) as client:
        done = 0
        progress(done, len(documents))
        for kind in EntryKind:
            collection = client.create_collection(
                kind.value,
                embedding_function=None,
                configuration={"hnsw": _HNSW},
            )
            own = [document for document in documents if document.kind == kind.value]
            for start in range(0, len(own), _BATCH):
                batch = own[start : start + _BATCH]
                if meant := [document for document in batch if document.role != "code"]:
                    collection.add(
                        ids=[document.id for document in meant],
                        embeddings=encoder.encode([document.text for document in meant]),
                    )
                done += len(batch)
                progress(done, len(documents))


def _remove_outdated(cache: Path, keep: Path) -> None:
    """Remove all indexes but `keep`, the newest other one and those that somebody reads."""
    others = [folder for folder in cache.iterdir() if (folder / MANIFEST).is_file()]
    others = [o for o in others if o != keep and not o.name.startswith(".")]
    others.sort(key=lambda folder: (folder / MANIFEST).stat().st_mtime, reverse=True)
    for folder in others[1:]:
        with (folder / IN_USE).open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            # Renamed while locked, so that no reader gets hold of a half-removed one.
            going = folder.rename(folder.with_name(_GOING + folder.name))
        shutil.rmtree(going, ignore_errors=True)


def _sweep(cache: Path, *prefixes: str) -> None:
    """Remove what killed builders left; only the holder of the builders' lock may call this."""
    for folder in cache.iterdir():
        if folder.name.startswith(prefixes):
            shutil.rmtree(folder, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Bring everything below `folder` to the disk before its name says that it is complete."""
    for path in (*folder.rglob("*"), folder):
        _sync_one(path)


def _sync_one(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
