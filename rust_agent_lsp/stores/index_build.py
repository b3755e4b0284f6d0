"""The immutable index: built once for its content, by one builder, then only read.

Measured: two writers on one Chroma folder destroy it, so a folder is filled under a lock and a
temporary name, and takes its real name (the hash of what is in it) only when it is complete.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from functools import lru_cache
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import snowballstemmer

from rust_agent_lsp.model.concept import Concept
from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.chroma import chroma_client
from rust_agent_lsp.stores.embedding import Encoder, Vectors
from rust_agent_lsp.stores.knowledge import without_code
from rust_agent_lsp.stores.masking import mask

FORMAT = 7
DATABASE = "documents.sqlite3"
CHROMA = "chroma"
VECTORS = "vectors.npy"
CENTRES = "centres.npy"
POSTINGS = "postings.npy"
FILES = (DATABASE, VECTORS, CENTRES, POSTINGS)
"""What is read of an index beside Chroma's folder."""
MANIFEST = "manifest.json"
IN_USE = "in-use"

ROLE_WEIGHTS = {
    "code": 3.0, "title": 4.0, "summary": 3.0, "body": 1.0, "exemplar": 3.0, "utterance": 4.0,
    "says": 2.0,
}  # fmt: skip
"""What a text may be to its entry, and what a word in it weighs."""

POSTING = np.dtype([("entry", np.uint32), ("weight", np.float32)])
"""An entry (its number) that holds a stem, and how much: bm25 without the stem's rarity."""

_BATCH = 256
# The usual constants of bm25.
_K1, _B = 1.2, 0.75
# Wider than Chroma's own values (100, 100, 16), with which a few texts among 18,000 are not found.
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 150, "max_neighbors": 32}
# What comes later or further on hardly ever says what a section is about.
_MOST_PARAGRAPHS, _LONGEST_PARAGRAPH = 8, 700
_HEADING = re.compile(r"^#+ ", re.M)
_HOLE = re.compile(r"\{[\w.]+\}")
_NOTE = "found-"
_UNFINISHED, _DAMAGED, _GOING = ".building-", ".damaged-", ".going-"

Progress = Callable[[int, int], None]
"""Called with the number of documents done and their total."""


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One text by which an entry can be found.

    `kind` is the collection, `entry` the entry's id, `role` what the text is to it (one of
    `ROLE_WEIGHTS`). A `code` is found by its words alone. `often` is the entry's.
    """

    id: str
    kind: str
    entry: str
    role: str
    text: str
    often: int = 0


_stemmer = snowballstemmer.stemmer("porter")
_stem = lru_cache(maxsize=50_000)(_stemmer.stemWord)
_WORD = re.compile(r"\w+")


def stems(text: str) -> set[str]:
    """Return the words of a text without their endings, as the full-text index compares them."""
    return {_stem(word) for word in _WORD.findall(text.lower())}


STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about again all also am an and any are as at be because been but by can
        cannot could did do does doesn don for from get gets getting give gives go
        goes got has have how i if in into is isn it its just like me my no not now
        of off on one or other out over same should so some still than that the
        their them then there these they this those to too two up use used using
        very want was way we what when where which while who why will with without
        would you your
        """,
    )
)
"""Words that tell no two texts apart."""

_STOP_STEMS = stems(" ".join(STOP_WORDS))


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


def documents_of_concepts(
    concepts: Iterable[Concept], asked: Mapping[str, Sequence[str]]
) -> list[IndexDocument]:
    """Return every text that leads to a concept; `asked` are questions by a concept's id."""
    documents = []
    for concept in concepts:
        counts: dict[str, int] = {}
        texts = [
            *_texts_of_concept(concept),
            *(("utterance", q) for q in asked.get(concept.id, ())),
        ]
        for role, text in texts:
            if text.strip():
                counts[role] = counts.get(role, 0) + 1
                name = f"{concept.id}!{role}-{counts[role]}"
                documents.append(
                    IndexDocument(name, EntryKind.CONCEPT.value, concept.id, role, text.strip())
                )
    return documents


def _texts_of_concept(concept: Concept) -> Iterator[tuple[str, str]]:
    anchor = re.sub(r"\W+", " ", concept.id.rpartition("#")[2].removesuffix(".html"))
    yield "code", f"{concept.title} {anchor}"
    title = re.sub(r"(::|[_.-])", r" ", concept.title)
    yield "title", " — ".join((title, *reversed(concept.path[1:])))
    paragraphs = [
        " ".join(paragraph.split())
        for paragraph in without_code(concept.text).split("\n\n")
        if not paragraph.startswith(("#", "|", "Note:"))
    ]
    for number, paragraph in enumerate(paragraphs[:_MOST_PARAGRAPHS]):
        yield "body" if number else "summary", paragraph[:_LONGEST_PARAGRAPH]


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


def remember(cache: Path, key: str, path: Path) -> None:
    """Note that the index for what `key` stands for is at `path`, so that it is found unread."""
    with contextlib.suppress(OSError):  # only a short cut
        note = cache / f"{_NOTE}{key}"
        note.with_suffix(f".{os.getpid()}").write_text(path.name)
        note.with_suffix(f".{os.getpid()}").replace(note)


def remembered(cache: Path, key: str) -> Path | None:
    """Return the folder that was noted for `key`, if it is there."""
    try:
        name = (cache / f"{_NOTE}{key}").read_text()
    except OSError:
        return None
    path = cache / Path(name).name
    return path if name and path.is_dir() else None


def key_of(files: Iterable[Path], *further: str) -> str:
    """Return a key for the present state of `files`, by their sizes and times of change."""
    parts = [str(FORMAT), version("chromadb"), *further]
    for file in files:
        stat = file.stat()
        parts.append(f"{file} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


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
        documents = sorted(documents, key=lambda d: (d.kind, d.entry))
        _write_database(unfinished, documents)
        _write_vectors(unfinished, documents, encoder, progress)
        (unfinished / IN_USE).touch()
        hashes = {name: digest_of(unfinished / name) for name in FILES}
        (unfinished / MANIFEST).write_text(
            json.dumps({"format": FORMAT, "documents": len(documents), **hashes})
        )
        _sync(unfinished)
        unfinished.rename(path)
        _sync_one(cache)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def digest_of(file: Path) -> str:
    """Return the sha256 of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _write_database(folder: Path, documents: Sequence[IndexDocument]) -> None:
    """Write the texts, numbered from 1 in the order given; one row for each entry with the range of
    its texts; and for each stem the range of its postings."""
    try:
        with closing(sqlite3.connect(folder / DATABASE)) as database:
            database.executescript(
                """
                CREATE TABLE documents(
                    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, role TEXT NOT NULL,
                    text TEXT NOT NULL, stems TEXT NOT NULL, telling INTEGER NOT NULL);
                CREATE TABLE owners(
                    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, entry TEXT NOT NULL,
                    often INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
                    UNIQUE (kind, entry));
                CREATE TABLE words(word TEXT PRIMARY KEY, texts INTEGER NOT NULL) WITHOUT ROWID;
                CREATE TABLE stems(
                    stem TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL
                    ) WITHOUT ROWID;
                """
            )
            database.executemany(
                "INSERT INTO documents(id, role, text, stems, telling) VALUES (?, ?, ?, ?, ?)",
                ((d.id, d.role, d.text, *_stemmed(d.text)) for d in documents),
            )
            database.executemany("INSERT INTO words VALUES (?, ?)", _words_of(documents).items())
            database.executemany(
                "INSERT INTO owners VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (number, of.kind, of.entry, of.often, first, first + len(own) - 1)
                    for number, (first, own) in enumerate(owned(documents), 1)
                    for of in own[:1]
                ),
            )
            database.executemany(
                "INSERT INTO stems VALUES (?, ?, ?)", _write_postings(folder, documents)
            )
            database.commit()
    except sqlite3.Error as error:
        raise StoreError(f"the index of words cannot be written: {error}") from error


def _write_postings(
    folder: Path, documents: Sequence[IndexDocument]
) -> Iterator[tuple[str, int, int]]:
    """Write which entries hold each stem; yield each stem with the range of its postings.

    A full-text table of SQLite took fifteen times as long for each question.
    """
    held: dict[str, list[tuple[int, float]]] = {}
    lengths = []
    for number, (_, own) in enumerate(owned(documents), 1):
        weights: dict[str, float] = {}
        length = 0
        for document in own:
            words = _WORD.findall(document.text.lower())
            length += len(words)
            for word in words:
                stem = _stem(word)
                weights[stem] = weights.get(stem, 0.0) + ROLE_WEIGHTS[document.role]
        lengths.append(length)
        for stem, weight in weights.items():
            held.setdefault(stem, []).append((number, weight))
    average = sum(lengths) / max(1, len(lengths)) or 1.0
    all_postings = []
    at = 0
    for stem in sorted(held):
        postings = np.array(held[stem], dtype=POSTING)
        own_lengths = np.array([lengths[number - 1] for number in postings["entry"]])
        longer = _K1 * (1 - _B + _B * own_lengths / average)
        postings["weight"] *= (_K1 + 1) / (postings["weight"] + longer)
        all_postings.append(postings)
        yield stem, at, at + len(postings)
        at += len(postings)
    empty = np.zeros(0, dtype=POSTING)
    np.save(folder / POSTINGS, np.concatenate(all_postings) if all_postings else empty)


def _words_of(documents: Iterable[IndexDocument]) -> Counter[str]:
    """Return the words that questions may hold, with the number of texts that each stands in."""
    found: Counter[str] = Counter()
    for document in documents:
        found.update({word for word in _WORD.findall(document.text.lower()) if word.isalpha()})
    return found


def _stemmed(text: str) -> tuple[str, int]:
    """Return the stems of a text, each between spaces, and how many are no stop words."""
    found = stems(text)
    return f" {' '.join(sorted(found))} ", len(found - _STOP_STEMS)


def owned(documents: Sequence[IndexDocument]) -> Iterator[tuple[int, list[IndexDocument]]]:
    """Yield the texts of each entry, which stand together, with the number of the first."""
    number = 1
    for _, group in groupby(documents, key=lambda d: (d.kind, d.entry)):
        own = list(group)
        yield number, own
        number += len(own)


def centre(vectors: npt.NDArray[np.floating[Any]]) -> Vectors:
    """Return the direction that an entry's texts share: one row of unit length, or of zeros."""
    mean: Vectors = vectors.astype(np.float32).mean(axis=0, keepdims=True)
    return mean / np.float32(np.linalg.norm(mean) or 1.0)


def _write_vectors(
    folder: Path, documents: Sequence[IndexDocument], encoder: Encoder, progress: Progress
) -> None:
    """Write the vector of each text (zeros for a code), and to Chroma the centre of each entry."""
    progress(0, len(documents))
    batches = []
    for start in range(0, len(documents), _BATCH):
        batch = documents[start : start + _BATCH]
        vectors = encoder.encode([document.text for document in batch])
        vectors[[document.role == "code" for document in batch]] = 0
        batches.append(vectors.astype(np.float16))
        progress(start + len(batch), len(documents))
    all_vectors = np.concatenate(batches) if batches else np.zeros((0, 1), np.float16)
    np.save(folder / VECTORS, all_vectors)
    owners = [(own[0], first - 1, first - 1 + len(own)) for first, own in owned(documents)]
    centres = [centre(all_vectors[start:end]) for _, start, end in owners]
    np.save(folder / CENTRES, np.concatenate(centres) if centres else np.zeros((0, 1), np.float32))
    with chroma_client(folder / CHROMA) as client:
        for kind in EntryKind:
            collection = client.create_collection(
                kind.value, embedding_function=None, configuration={"hnsw": _HNSW}
            )
            meant = [
                (owner.entry, vector)
                for (owner, _, _), vector in zip(owners, centres, strict=True)
                if owner.kind == kind.value and vector.any()
            ]
            for begin in range(0, len(meant), _BATCH):
                batch_of = meant[begin : begin + _BATCH]
                collection.add(
                    ids=[entry for entry, _ in batch_of],
                    embeddings=np.concatenate([vector for _, vector in batch_of]),
                )


def _remove_outdated(cache: Path, keep: Path) -> None:
    """Remove all indexes but `keep`, the newest other one and those that somebody reads."""
    others = [folder for folder in cache.iterdir() if (folder / MANIFEST).is_file()]
    others = [o for o in others if o != keep and not o.name.startswith(".")]
    for note in cache.glob(f"{_NOTE}*"):
        note.unlink(missing_ok=True)
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
