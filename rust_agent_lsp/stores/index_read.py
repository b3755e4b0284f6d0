"""Searching one immutable index by words and by meaning, once it has proved to be whole."""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import math
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.chroma import chroma_failures, close_chroma, open_chroma
from rust_agent_lsp.stores.embedding import Encoder, Vectors
from rust_agent_lsp.stores.index_build import (
    CHROMA,
    DATABASE,
    FORMAT,
    IN_USE,
    MANIFEST,
    ROLES,
    IndexDocument,
    Progress,
    ensure_index,
    quarantine,
)
from rust_agent_lsp.stores.index_client import Hit
from rust_agent_lsp.stores.masking import mask

_log = logging.getLogger(__name__)
_WORD = re.compile(r"\w+")
# At most so many words are looked for, the rarest first: a frequent word costs milliseconds.
_MOST_WORDS, _MOST_TELLING = 64, 12
_STOP_WORDS = frozenset(
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
_PROBES_PER_KIND = 48
_SAME = 1e-3

# How much the words of an entry (in all its texts), its nearest text's meaning and its being met
# often weigh in the order; measured on the training part of tests/bench/retrieval.
_WORDS, _MEANING, _OFTEN = 1.0, 3.0, 0.08
# What a word weighs by the role of the text that it stands in.
_ROLE_WEIGHTS = {
    "code": 3.0, "title": 4.0, "summary": 3.0, "body": 1.0, "exemplar": 3.0, "utterance": 4.0,
    "says": 2.0,
}  # fmt: skip
_BM25 = f"bm25(entries, 0, 0, 0, {', '.join(str(_ROLE_WEIGHTS[role]) for role in ROLES)})"
_LEAST_NEIGHBOURS = 120


@dataclass(slots=True)
class _Found:
    """The evidence for one entry: its best text by words and by meaning (shares of a full match),
    and how well all its texts together hold the words (against the best entry for them)."""

    words: float = 0.0
    meaning: float | None = None
    words_role: str = ""
    meaning_role: str = ""
    together: float = 0.0
    often: int = 0

    def rank(self, farthest: float) -> float:
        """Return the order's figure; an entry that is none of the nearest is as near as they are
        at the most."""
        meaning = farthest if self.meaning is None else self.meaning
        return _WORDS * self.together + _MEANING * meaning + _OFTEN * self.often

    def hit(self, kind: str, entry: str) -> Hit:
        words, meaning = self.words / 2, (self.meaning or 0.0) / 2
        by_words = words >= meaning
        role = self.words_role if by_words else self.meaning_role
        return Hit(kind, entry, role, round(words + meaning, 4), "text" if by_words else "vector")


@dataclass(slots=True)
class Index:
    """An opened index. Any number of processes may hold it open at once."""

    path: Path
    encoder: Encoder
    database: sqlite3.Connection
    chroma: Any
    in_use: TextIO
    size: int
    collections: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path, encoder: Encoder) -> Index:
        """Open the index at `path` and make sure that it is whole.

        Raises `StoreError` when a part is missing, altered or does not find what it holds.
        """
        try:
            in_use = (path / IN_USE).open()
            fcntl.flock(in_use, fcntl.LOCK_SH)
            manifest = json.loads((path / MANIFEST).read_text())
            with (path / DATABASE).open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
        except (OSError, ValueError) as error:
            raise StoreError(f"the index at {path} is not whole: {error}") from error
        if manifest.get("format") != FORMAT or manifest.get(DATABASE) != digest:
            raise StoreError(f"the full-text index at {path} was altered")
        uri = f"{(path / DATABASE).as_uri()}?mode=ro&immutable=1"
        database = sqlite3.connect(uri, uri=True, check_same_thread=False)
        chroma = open_chroma(path / CHROMA)
        index = cls(path, encoder, database, chroma, in_use, int(manifest["documents"]))
        try:
            index._prove_vectors()
        except StoreError:
            index.close()
            raise
        return index

    def search(self, query: str, kinds: Sequence[str], limit: int) -> list[Hit]:
        """Return the best `limit` entries of `kinds` (all when empty) for `query`, best first.

        A score of 1 is a full match of all the query's telling words in one text, near 0 is
        nothing. Raises `StoreError` when the index fails.
        """
        kinds = [kind.value for kind in EntryKind if not kinds or kind.value in kinds]
        found: dict[tuple[str, str], _Found] = {}
        masked = mask(query)
        # Several texts speak for one entry, so ask for more texts than entries.
        most = max(limit * 8, _LEAST_NEIGHBOURS)
        self._by_words(masked, kinds, most, found)
        self._by_meaning(masked, kinds, most, found)
        near = [evidence.meaning for evidence in found.values() if evidence.meaning is not None]
        farthest = min(near, default=0.0)
        ranked = sorted(
            found.items(), key=lambda item: (-round(item[1].rank(farthest), 6), item[0])
        )
        return [evidence.hit(kind, entry) for (kind, entry), evidence in ranked[:limit]]

    def close(self) -> None:
        """Let go of the index, so that it may be removed."""
        close_chroma(self.chroma)
        self.database.close()
        self.in_use.close()

    def _by_words(
        self, query: str, kinds: list[str], limit: int, found: dict[tuple[str, str], _Found]
    ) -> None:
        telling = self._telling(query)
        if not telling:
            return
        weight = sum(telling.values())
        any_of = " OR ".join(f'"{word}"' for word in telling)
        self._by_entry(any_of, kinds, limit, found)
        rows = self.database.execute(
            "SELECT kind, entry, role, -bm25(words) FROM words"
            " JOIN documents ON documents.number = words.rowid"
            " WHERE words MATCH ? AND kind IN (SELECT value FROM json_each(?))"
            " ORDER BY bm25(words) LIMIT ?",
            (any_of, json.dumps(kinds), limit),
        )
        for kind, entry, role, score in rows:
            evidence = found.setdefault((kind, entry), _Found())
            share = min(1.0, score / weight)
            if share > evidence.words:
                evidence.words, evidence.words_role = share, role

    def _telling(self, query: str) -> dict[str, float]:
        """Return the words that tell texts apart, with their rarity, the rarest first."""
        found = dict.fromkeys(w for w in _WORD.findall(query.lower()) if w.strip("_"))
        words = [word for word in found if word not in _STOP_WORDS] or list(found)
        rarities = {word: self._rarity(word) for word in words[:_MOST_WORDS]}
        # A word of every other text says nothing.
        rarest = sorted(rarities.items(), key=lambda item: -item[1])[:_MOST_TELLING]
        return {word: rarity for word, rarity in rarest if rarity > 0}

    def _by_entry(
        self, any_of: str, kinds: list[str], limit: int, found: dict[tuple[str, str], _Found]
    ) -> None:
        rows = self.database.execute(
            f"SELECT kind, entry, often, -{_BM25} AS score FROM entries"  # noqa: S608
            " WHERE entries MATCH ? AND kind IN (SELECT value FROM json_each(?))"
            " ORDER BY score DESC LIMIT ?",
            (any_of, json.dumps(kinds), limit),
        ).fetchall()
        for kind, entry, often, score in rows:
            evidence = found.setdefault((kind, entry), _Found())
            evidence.together, evidence.often = score / rows[0][3], often

    def _rarity(self, word: str) -> float:
        """Return the weight that bm25 gives to one mention of `word`; 0 where it gives none."""
        (n,) = self.database.execute(
            "SELECT count(*) FROM words WHERE words MATCH ?", (f'"{word}"',)
        ).fetchone()
        return max(0.0, math.log((self.size - n + 0.5) / (n + 0.5)))

    def _by_meaning(
        self, query: str, kinds: list[str], limit: int, found: dict[tuple[str, str], _Found]
    ) -> None:
        vector = self.encoder.encode([query])
        if not vector.any():
            return
        for kind in kinds:
            ids, distances = self._nearest(kind, vector, limit)
            owners = self._owners(ids[0])
            for name, distance in zip(ids[0], distances[0], strict=True):
                entry, role, often = owners[name]
                evidence = found.setdefault((kind, entry), _Found())
                evidence.often = often
                if evidence.meaning is None or 1 - distance > evidence.meaning:
                    evidence.meaning, evidence.meaning_role = 1 - distance, role

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

    def _owners(self, names: list[str]) -> dict[str, tuple[str, str, int]]:
        """Return entry, role and often of each text."""
        rows = self.database.execute(
            "SELECT id, entry, role, often FROM documents"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(names),),
        )
        owners = {name: (entry, role, often) for name, entry, role, often in rows}
        for name in names:
            if name not in owners:
                raise StoreError(f"the vector index at {self.path} names an unknown text: {name}")
        return owners

    def _prove_vectors(self) -> None:
        """Ask for known texts by their own vectors: damage is silent, and counts stay right."""
        for kind in EntryKind:
            texts = self.database.execute(
                "SELECT id, text FROM documents WHERE kind = ? AND role != 'code' ORDER BY id",
                (kind.value,),
            ).fetchall()
            probes = texts[:: max(1, len(texts) // _PROBES_PER_KIND)]
            if not probes:
                continue
            vectors = self.encoder.encode([text for _, text in probes])
            known = [i for i, vector in enumerate(vectors) if vector.any()]
            all_ids, all_distances = self._nearest(kind.value, vectors[known], 10)
            for i, ids, distances in zip(known, all_ids, all_distances, strict=True):
                # Equal texts have equal vectors: ten of them may crowd one out.
                if probes[i][0] not in ids and (not distances or distances[-1] > _SAME):
                    raise StoreError(f"the vector index at {self.path} lost {probes[i][0]}")


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
