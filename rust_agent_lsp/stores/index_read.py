"""Searching one immutable index by words and by meaning, once it has proved to be whole."""

from __future__ import annotations

import fcntl
import json
import logging
import math
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.chroma import chroma_failures, close_chroma, open_chroma
from rust_agent_lsp.stores.embedding import Encoder, Vectors
from rust_agent_lsp.stores.index_build import (
    FORMAT,
    IN_USE,
    MANIFEST,
    digest_of,
    ensure_index,
    quarantine,
    remembered,
)
from rust_agent_lsp.stores.index_client import Hit
from rust_agent_lsp.stores.index_content import (
    CENTRES,
    CHROMA,
    DATABASE,
    FILES,
    POSTINGS,
    VECTORS,
    Progress,
)
from rust_agent_lsp.stores.index_texts import IndexDocument
from rust_agent_lsp.stores.masking import mask
from rust_agent_lsp.stores.ranking import Evidence, Query, rank

_log = logging.getLogger(__name__)
_PROBES_PER_KIND = 48
_SAME = 1e-3
# So many entries are looked at more closely: the best by words, and the nearest of each kind.
_BY_WORDS, _NEAREST = 40, 30
# Where some of each kind are wanted, so many more are compared.
_SPARE = 3
# Shorter words are not corrected, and two slips only in long ones.
_LEAST_CORRECTED, _LONG = 4, 7
# Compiler messages hold the user's names, which would lead astray; elsewhere names are the point.
_MASKED = (EntryKind.ERROR.value, EntryKind.LINT.value)


@dataclass(slots=True)
class Index:
    """An opened index. Any number of processes may hold it open at once."""

    path: Path
    encoder: Encoder
    database: sqlite3.Connection
    vectors: Vectors
    centres: Vectors
    postings: npt.NDArray[np.void]
    chroma: Any
    in_use: TextIO
    size: int
    collections: dict[str, Any] = field(default_factory=dict)
    entries: int = 0
    kinds: dict[str, tuple[int, int]] = field(default_factory=dict)
    words: dict[str, int] | None = None

    @classmethod
    def open(cls, path: Path, encoder: Encoder, *, chroma: bool = True) -> Index:
        """Open the index at `path` and make sure that it is whole.

        Without `chroma` the nearest entries are found by comparing all, which costs more for each
        question and a second less at the start. Raises `StoreError` when a part is missing,
        altered or does not find what it holds.
        """
        try:
            in_use = (path / IN_USE).open()
            fcntl.flock(in_use, fcntl.LOCK_SH)
            manifest = json.loads((path / MANIFEST).read_text())
            for name in FILES:
                if manifest.get("format") != FORMAT or manifest[name] != digest_of(path / name):
                    raise StoreError(f"the index at {path} was altered: {name}")
            vectors, centres, postings = (
                np.load(path / name, mmap_mode="r", allow_pickle=False)
                for name in (VECTORS, CENTRES, POSTINGS)
            )
        except (OSError, ValueError, KeyError) as error:
            raise StoreError(f"the index at {path} is not whole: {error}") from error
        uri = f"{(path / DATABASE).as_uri()}?mode=ro&immutable=1"
        database = sqlite3.connect(uri, uri=True, check_same_thread=False)
        client = open_chroma(path / CHROMA) if chroma else None
        size = int(manifest["documents"])
        index = cls(path, encoder, database, vectors, centres, postings, client, in_use, size)
        try:
            # Numbered kind by kind.
            for kind, first, last in database.execute(
                "SELECT kind, min(number), max(number) FROM owners GROUP BY kind"
            ):
                index.kinds[kind] = (first, last)
            index.entries = max((last for _, last in index.kinds.values()), default=0)
            if chroma:
                index._prove_vectors()
        except (StoreError, sqlite3.Error) as error:
            index.close()
            raise StoreError(str(error)) from error
        return index

    def search(self, query: str, kinds: Sequence[str], limit: int) -> list[Hit]:
        """Return the best `limit` entries of `kinds` (all when empty) for `query`, best first.

        Raises `StoreError` when the index fails.
        """
        return search_all([self], query, kinds, limit)

    def close(self) -> None:
        """Let go of the index, so that it may be removed."""
        if self.chroma is not None:
            close_chroma(self.chroma)
        self.database.close()
        self.in_use.close()

    def evidence(self, query: Query, kinds: list[str]) -> list[Evidence]:
        """Return what speaks for each entry that the words or the meaning of `query` lead to."""
        vector = self.encoder.encode([query.text])
        scores = self._by_words(query, kinds)
        owners = set(scores)
        if vector.any():
            for kind in kinds:
                owners.update(self._near(kind, vector))
        rows = self._ask(
            "SELECT number, kind, entry, often, first, last FROM owners"
            " WHERE number IN (SELECT value FROM json_each(?))",
            json.dumps(sorted(owners)),
        )
        ranges = [(first - 1, last) for *_, first, last in rows]
        return [
            Evidence(
                kind, entry, often, query, scores.get(number, 0.0), meanings,
                partial(self._texts, first, last),
            )
            for (number, kind, entry, often, first, last), meanings in zip(
                rows, self._meanings(ranges, vector[0]), strict=True
            )
        ]  # fmt: skip

    def _meanings(self, ranges: Sequence[tuple[int, int]], vector: Vectors) -> Iterator[Vectors]:
        """Yield how near the vectors of each range of texts are."""
        if not ranges:
            return
        gathered = np.concatenate([self.vectors[start:end] for start, end in ranges])
        near, at = gathered.astype(np.float32) @ vector, 0
        for start, end in ranges:
            yield near[at : at + end - start]
            at += end - start

    def _by_words(self, query: Query, kinds: list[str]) -> dict[int, float]:
        """Return entries (their numbers) that hold words of `query`, with their bm25."""
        scores = np.zeros(self.entries + 1, dtype=np.float32)
        for stem, rarity in query.weights.items():
            for first, last in self._postings(stem):
                postings = self.postings[first:last]
                scores[postings["entry"]] += rarity * postings["weight"]
        found = {}
        for kind in kinds:
            first, last = self.kinds[kind]
            own = scores[first : last + 1]
            best = np.argpartition(-own, min(_BY_WORDS, len(own)) - 1)[:_BY_WORDS]
            found.update({first + int(n): float(own[n]) for n in best if own[n] > 0})
        return found

    def _postings(self, stem: str) -> list[tuple[int, int]]:
        """Return the range of a stem's postings, if there are any."""
        return self._ask("SELECT first, last FROM stems WHERE stem = ?", stem)

    def rarity(self, stem: str) -> float:
        """Return how much a stem tells entries apart, as bm25 weighs one mention of it."""
        n = sum(last - first for first, last in self._postings(stem))
        return math.log1p((self.entries - n + 0.5) / (n + 0.5))

    def corrected(self, word: str) -> str:
        """Return the word of some text that is nearest to `word`, if none has `word` itself."""
        if len(word) < _LEAST_CORRECTED or not word.isalpha():
            return word
        if self._ask("SELECT 1 FROM words WHERE word = ?", word):
            return word
        if self.words is None:
            # What stands in one text alone may be a slip of ours.
            known = self._ask("SELECT word, texts FROM words WHERE texts > 1 AND length(word) > 2")
            self.words = dict(known)
        slips = 1 if len(word) < _LONG else 2
        near = process.extract(
            word, self.words.keys(), scorer=OSA.distance, score_cutoff=slips, limit=5
        )
        likely = [
            (slip, -self.words[found], found) for found, slip, _ in near if found[0] == word[0]
        ]
        return min(likely)[2] if likely else word

    def _near(self, kind: str, vector: Vectors) -> list[int]:
        """Return the entries (their numbers) of `kind` that are nearest to `vector`."""
        if self.chroma is not None:
            return self._numbers(kind, self._nearest(kind, vector, _NEAREST)[0][0])
        first, last = self.kinds[kind]
        near = self.centres[first - 1 : last] @ vector[0]
        best = np.argpartition(-near, min(_NEAREST, len(near)) - 1)[:_NEAREST]
        return [first + int(place) for place in best]

    def _numbers(self, kind: str, names: list[str]) -> list[int]:
        rows = self._ask(
            "SELECT number FROM owners WHERE kind = ?"
            " AND entry IN (SELECT value FROM json_each(?))",
            kind, json.dumps(names),
        )  # fmt: skip
        if len(rows) != len(names):
            raise StoreError(f"the vector index at {self.path} names an unknown entry")
        return [number for (number,) in rows]

    def _texts(self, first: int, last: int) -> list[tuple[str, str, int]]:
        """Return role, stems and number of telling words of the texts from `first` to `last`."""
        return self._ask(
            "SELECT role, stems, telling FROM documents WHERE number BETWEEN ? AND ?", first, last
        )

    def _nearest(
        self, kind: str, vectors: Vectors, limit: int
    ) -> tuple[list[list[str]], list[list[float]]]:
        with chroma_failures(self.path):
            if kind not in self.collections:
                self.collections[kind] = self.chroma.get_collection(kind, embedding_function=None)
            answer = self.collections[kind].query(
                query_embeddings=vectors, n_results=limit, include=["distances"]
            )
            return answer["ids"], answer["distances"]

    def _prove_vectors(self) -> None:
        """Ask for known entries by their own vectors: damage is silent, and counts stay right."""
        for kind in EntryKind:
            owners = self._ask(
                "SELECT entry, number FROM owners WHERE kind = ? ORDER BY entry", kind.value
            )
            probes = [
                (entry, self.centres[number - 1 : number])
                for entry, number in owners[:: max(1, len(owners) // _PROBES_PER_KIND)]
                if self.centres[number - 1].any()
            ]
            if not probes:
                continue
            vectors = np.concatenate([vector for _, vector in probes])
            all_ids, all_distances = self._nearest(kind.value, vectors, 10)
            for (entry, _), ids, near in zip(probes, all_ids, all_distances, strict=True):
                # Equal texts have equal vectors: ten of them may crowd one out.
                if entry not in ids and (not near or near[-1] > _SAME):
                    raise StoreError(f"the vector index at {self.path} lost {entry}")

    def _ask(self, sql: str, *values: object) -> list[Any]:
        try:
            return self.database.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"the full-text index at {self.path} failed: {error}") from error


def search_all(
    indexes: Sequence[Index], query: str, kinds: Sequence[str], limit: int, *, each: bool = False
) -> list[Hit]:
    """Return the best `limit` entries of `kinds` (all when empty) in any of `indexes`, or with
    `each` the best of each kind, one kind after the other.

    Raises `StoreError` when an index fails.
    """
    wanted = [kind.value for kind in EntryKind if not kinds or kind.value in kinds]
    found: list[Evidence] = []
    for index in indexes:
        here = [kind for kind in wanted if kind in index.kinds]
        for text, own in (
            (mask(query), [kind for kind in here if kind in _MASKED]),
            (query, [kind for kind in here if kind not in _MASKED]),
        ):
            if own:
                found += index.evidence(Query.of(text, index), own)
    if not each:
        return [evidence.hit for evidence in rank(found)[:limit]]
    groups = [[evidence for evidence in found if evidence.kind == kind] for kind in wanted]
    return [evidence.hit for group in groups for evidence in rank(group, limit + _SPARE)[:limit]]


def open_known(cache: Path, key: str, encoder: Encoder, *, chroma: bool = True) -> Index | None:
    """Return the index that was noted for `key`; None where none was or it is damaged.

    `chroma` is as for `Index.open`.
    """
    path = remembered(cache, key)
    try:
        return Index.open(path, encoder, chroma=chroma) if path is not None else None
    except StoreError as error:
        _log.info("%s", error)
        return None


def open_or_build(
    cache: Path,
    documents: Sequence[IndexDocument],
    encoder: Encoder,
    progress: Progress,
    *,
    distrust: bool = False,
) -> Index:
    """Return the opened index of `documents`; one that is damaged is set aside and built anew.

    `distrust` sets it aside unseen (a reader has died on it). Raises `StoreError` when it cannot
    be built, or is damaged at once again.
    """
    for _ in range(2):
        path = ensure_index(cache, documents, encoder, progress)
        try:
            inode = path.stat().st_ino
        except FileNotFoundError:
            continue  # Another process has set it aside meanwhile.
        try:
            if distrust:
                raise StoreError(f"a reader died on the index at {path}")
            return Index.open(path, encoder)
        except StoreError as error:
            distrust = False
            _log.warning("%s; building it anew", error)
            quarantine(path, inode)
    return Index.open(ensure_index(cache, documents, encoder, progress), encoder)
