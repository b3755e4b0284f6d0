"""Writes what an index consists of: texts, words and vectors, into a folder that is being made."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.chroma import chroma_client
from rust_agent_lsp.stores.embedding import Encoder, Vectors
from rust_agent_lsp.stores.index_texts import (
    ROLE_WEIGHTS,
    STOP_STEMS,
    IndexDocument,
    owned,
    stem_of,
    stems,
    words_of,
)

DATABASE = "words.sqlite3"
CHROMA = "chroma"
VECTORS = "vectors.npy"
CENTRES = "centres.npy"
POSTINGS = "postings.npy"
ENTRIES = "entries.npy"
TEXTS = "texts.npy"
STEMS = "stems.npy"
FILES = (DATABASE, VECTORS, CENTRES, POSTINGS, ENTRIES, TEXTS, STEMS)
"""What is read of an index beside Chroma's folder."""
POSTING = np.dtype([("entry", np.uint32), ("weight", np.float32)])
"""An entry (its row) that holds a stem, and how much: bm25 without the stem's rarity."""
ENTRY = np.dtype([("text", np.uint32), ("often", np.uint16)])
"""The first of the texts (rows) of an entry; a last row ends the last one's."""
TEXT = np.dtype([("stem", np.uint32), ("telling", np.uint16), ("role", np.uint8)])
"""Where the numbers of a text's stems begin, how many are no stop words, and which of `ROLES` it
is; a last row ends the last one's."""
ROLES = tuple(ROLE_WEIGHTS)

_BATCH = 256
# The usual constants of bm25.
_K1, _B = 1.2, 0.75
# Wider than Chroma's own values (100, 100, 16), with which a few texts among 18,000 are not found.
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 150, "max_neighbors": 32}
Progress = Callable[[int, int], None]
"""Called with the number of documents done and their total."""


def write_content(
    folder: Path, documents: Sequence[IndexDocument], encoder: Encoder, progress: Progress
) -> None:
    """Write all `FILES` and Chroma's folder for the documents, those of an entry together.

    Raises `StoreError`.
    """
    documents = sorted(documents, key=lambda d: (d.kind, d.entry))
    _write_database(folder, documents)
    _write_vectors(folder, documents, encoder, progress)


def _write_database(folder: Path, documents: Sequence[IndexDocument]) -> None:
    """Write the names of the entries, the words, and for each stem the range of its postings."""
    try:
        with closing(sqlite3.connect(folder / DATABASE)) as database:
            database.executescript(
                """
                CREATE TABLE entries(
                    row INTEGER PRIMARY KEY, kind TEXT NOT NULL, entry TEXT NOT NULL,
                    UNIQUE (kind, entry));
                CREATE TABLE words(word TEXT PRIMARY KEY, texts INTEGER NOT NULL) WITHOUT ROWID;
                CREATE TABLE stems(
                    stem TEXT PRIMARY KEY, number INTEGER NOT NULL, first INTEGER NOT NULL,
                    last INTEGER NOT NULL) WITHOUT ROWID;
                """
            )
            database.executemany("INSERT INTO words VALUES (?, ?)", _words_of(documents).items())
            database.executemany(
                "INSERT INTO entries VALUES (?, ?, ?)",
                ((row, own[0].kind, own[0].entry) for row, own in enumerate(owned(documents))),
            )
            ranges = _write_postings(folder, documents)
            numbers = {stem: number for number, (stem, _, _) in enumerate(ranges)}
            database.executemany(
                "INSERT INTO stems VALUES (?, ?, ?, ?)",
                ((stem, numbers[stem], first, last) for stem, first, last in ranges),
            )
            database.commit()
    except sqlite3.Error as error:
        raise StoreError(f"the index of words cannot be written: {error}") from error
    _write_texts(folder, documents, numbers)


def _write_texts(
    folder: Path, documents: Sequence[IndexDocument], numbers: Mapping[str, int]
) -> None:
    """Write where the texts of each entry begin, and the stems of each text by their `numbers`."""
    entries, texts, at = [], [], 0
    all_stems: list[int] = []
    for own in owned(documents):
        entries.append((at, min(own[0].often, np.iinfo(np.uint16).max)))
        at += len(own)
    for document in documents:
        found = stems(document.text)
        texts.append((len(all_stems), len(found - STOP_STEMS), ROLES.index(document.role)))
        all_stems += sorted(numbers[stem] for stem in found)
    np.save(folder / ENTRIES, np.array([*entries, (at, 0)], dtype=ENTRY))
    np.save(folder / TEXTS, np.array([*texts, (len(all_stems), 0, 0)], dtype=TEXT))
    np.save(folder / STEMS, np.array(all_stems, dtype=np.uint32))


def _write_postings(folder: Path, documents: Sequence[IndexDocument]) -> list[tuple[str, int, int]]:
    """Write which entries hold each stem; return each stem with the range of its postings.

    A full-text table of SQLite took fifteen times as long for each question.
    """
    held: dict[str, list[tuple[int, float]]] = {}
    lengths = []
    for row, own in enumerate(owned(documents)):
        weights: dict[str, float] = {}
        length = 0
        for document in own:
            words = words_of(document.text)
            length += len(words)
            for word in words:
                stem = stem_of(word)
                weights[stem] = weights.get(stem, 0.0) + ROLE_WEIGHTS[document.role]
        lengths.append(length)
        for stem, weight in weights.items():
            held.setdefault(stem, []).append((row, weight))
    average = sum(lengths) / max(1, len(lengths)) or 1.0
    all_postings, ranges, at = [], [], 0
    for stem in sorted(held):
        postings = np.array(held[stem], dtype=POSTING)
        own_lengths = np.array([lengths[row] for row in postings["entry"]])
        longer = _K1 * (1 - _B + _B * own_lengths / average)
        postings["weight"] *= (_K1 + 1) / (postings["weight"] + longer)
        all_postings.append(postings)
        ranges.append((stem, at, at + len(postings)))
        at += len(postings)
    empty = np.zeros(0, dtype=POSTING)
    np.save(folder / POSTINGS, np.concatenate(all_postings) if all_postings else empty)
    return ranges


def _words_of(documents: Iterable[IndexDocument]) -> Counter[str]:
    """Return the words that questions may hold, with the number of texts that each stands in."""
    found: Counter[str] = Counter()
    for document in documents:
        found.update({word for word in words_of(document.text) if word.isalpha()})
    return found


def _centre(vectors: npt.NDArray[np.floating[Any]]) -> Vectors:
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
    owners, centres, at = [], [], 0
    for own in owned(documents):
        owners.append(own[0])
        centres.append(_centre(all_vectors[at : at + len(own)]))
        at += len(own)
    np.save(folder / CENTRES, np.concatenate(centres) if centres else np.zeros((0, 1), np.float32))
    with chroma_client(folder / CHROMA) as client:
        for kind in EntryKind:
            collection = client.create_collection(
                kind.value, embedding_function=None, configuration={"hnsw": _HNSW}
            )
            meant = [
                (owner.entry, vector)
                for owner, vector in zip(owners, centres, strict=True)
                if owner.kind == kind.value and vector.any()
            ]
            for begin in range(0, len(meant), _BATCH):
                batch_of = meant[begin : begin + _BATCH]
                collection.add(
                    ids=[entry for entry, _ in batch_of],
                    embeddings=np.concatenate([vector for _, vector in batch_of]),
                )
