"""Searching one immutable index by words and by meaning, once it has proved to be whole."""

from __future__ import annotations

import fcntl
import json
import logging
import math
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import numpy.typing as npt

from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores import ranking
from rust_agent_lsp.stores.chroma import chroma_failures, close_chroma, open_chroma
from rust_agent_lsp.stores.embedding import Encoder, Vectors
from rust_agent_lsp.stores.index_build import (
    FORMAT,
    IN_USE,
    MANIFEST,
    digest_of,
)
from rust_agent_lsp.stores.index_client import Hit
from rust_agent_lsp.stores.index_content import (
    CENTRES,
    CHROMA,
    DATABASE,
    ENTRIES,
    FILES,
    POSTINGS,
    ROLES,
    STEMS,
    TEXTS,
    VECTORS,
)
from rust_agent_lsp.stores.intents import Guess, Intents
from rust_agent_lsp.stores.ranking import Evidence, Query
from rust_agent_lsp.stores.slips import Slips

_log = logging.getLogger(__name__)
_PROBES_PER_KIND = 48
_SAME = 1e-3
# So many entries are looked at more closely: the best by words, the nearest and the likeliest of
# each kind.
_BY_WORDS, _NEAREST, _LIKELIEST = 20, 15, 15
FEW = 5_000
"""So many entries are compared one by one: faster than to ask Chroma, and exact."""
# So many stems are remembered before all are forgotten.
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class _Seen:
    """Some entries at first sight: their rows, where their texts begin and how many they have, how
    near the texts are (one entry's after the other's), and the features of `first_sight`."""

    rows: npt.NDArray[Any]
    starts: npt.NDArray[Any]
    lengths: npt.NDArray[Any]
    near: Vectors
    features: npt.NDArray[Any]


@dataclass(slots=True)
class Index:
    """An opened index. Any number of processes may hold it open at once."""

    path: Path
    encoder: Encoder
    database: sqlite3.Connection
    arrays: dict[str, npt.NDArray[Any]]
    in_use: TextIO
    size: int
    chroma: Any = None
    collections: dict[str, Any] = field(default_factory=dict)
    kinds: dict[str, tuple[int, int]] = field(default_factory=dict)
    slips: Slips | None = None
    classes: npt.NDArray[np.int32] | None = None
    stems: dict[str, tuple[int, int, int] | None] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path, encoder: Encoder, *, chroma: bool = True) -> Index:
        """Open the index at `path` and make sure that it is whole.

        Chroma is opened where there are more than `FEW` entries of a kind, and not without
        `chroma`: to compare all costs more for each question, and a second less at the start.
        Raises `StoreError` when a part is missing, altered or does not find what it holds.
        """
        try:
            in_use = (path / IN_USE).open()
            fcntl.flock(in_use, fcntl.LOCK_SH)
            manifest = json.loads((path / MANIFEST).read_text())
            for name in FILES:
                if manifest.get("format") != FORMAT or manifest[name] != digest_of(path / name):
                    raise StoreError(f"the index at {path} was altered: {name}")
            arrays = {
                # A view of another class than ndarray costs at each step.
                name: np.asarray(np.load(path / name, mmap_mode="r", allow_pickle=False))
                for name in FILES
                if name != DATABASE
            }
        except (OSError, ValueError, KeyError) as error:
            raise StoreError(f"the index at {path} is not whole: {error}") from error
        uri = f"{(path / DATABASE).as_uri()}?mode=ro&immutable=1"
        database = sqlite3.connect(uri, uri=True, check_same_thread=False)
        index = cls(path, encoder, database, arrays, in_use, int(manifest["documents"]))
        try:
            # Numbered kind by kind.
            for kind, first, last in database.execute(
                "SELECT kind, min(row), max(row) + 1 FROM entries GROUP BY kind"
            ):
                index.kinds[kind] = (first, last)
            if chroma and any(last - first > FEW for first, last in index.kinds.values()):
                index.chroma = open_chroma(path / CHROMA)
                index._prove_vectors()
        except (StoreError, sqlite3.Error) as error:
            index.close()
            raise StoreError(str(error)) from error
        return index

    def close(self) -> None:
        """Let go of the index, so that it may be removed."""
        if self.chroma is not None:
            close_chroma(self.chroma)
        self.database.close()
        self.in_use.close()

    def evidence(
        self, query: Query, kinds: Sequence[str], closely: int, guess: Guess | None = None
    ) -> list[Evidence]:
        """Return what speaks for the `closely` entries of each kind to which the words or the
        meaning of `query` lead, by what is seen at first sight; `guess` is what it means by the
        model of intents."""
        vector = self.encoder.encode([query.text])
        scores = self._by_words(query)
        likely = self._likely(guess)
        rows: list[int] = []
        names: list[str] = []
        for kind in kinds:
            first, last = self.kinds[kind]
            own = scores[first:last]
            found = {first + n for n in _best(own, _BY_WORDS)}
            found.update(first + n for n in _best(likely[first:last], _LIKELIEST))
            if vector.any():
                found.update(self._near(kind, vector))
            rows += sorted(found)
            names += [kind] * len(found)
        if not rows:
            return []
        seen = self._at_first_sight(query, np.array(rows), scores, likely, vector[0])
        firsts = seen.features @ np.array(ranking.FIRST_WEIGHTS)
        order = np.lexsort((-firsts, [kinds.index(name) for name in names]))
        kept: list[int] = []
        counts = Counter[str]()
        for place in order.tolist():
            counts[names[place]] += 1
            if counts[names[place]] <= closely:
                kept.append(place)
        elsewhere = guess.elsewhere if guess else 0.0
        return self._closely(query, seen, kept, [names[n] for n in kept], firsts, elsewhere)

    def know(self, intents: Intents) -> None:
        """Note which of the entries `intents` knows, for its guesses."""
        if self.classes is None:
            names = [entry for (entry,) in self._ask("SELECT entry FROM entries ORDER BY row")]
            self.classes = intents.numbers(names)

    def _likely(self, guess: Guess | None) -> Vectors:
        """Return how likely each entry is what is meant, by its row; NaN where nobody knows."""
        if guess is None or self.classes is None:
            return np.full(len(self.arrays[ENTRIES]) - 1, np.nan, dtype=np.float32)
        return guess.scores[self.classes]

    def _at_first_sight(
        self,
        query: Query,
        rows: npt.NDArray[Any],
        scores: Vectors,
        likely: Vectors,
        vector: Vectors,
    ) -> _Seen:
        starts = self.arrays[ENTRIES]["text"][rows].astype(int)
        lengths = self.arrays[ENTRIES]["text"][rows + 1].astype(int) - starts
        vectors = self.arrays[VECTORS]
        gathered = np.concatenate(
            [vectors[start : start + n] for start, n in zip(starts, lengths, strict=True)]
        )
        near = gathered.astype(np.float32) @ vector
        often = self.arrays[ENTRIES]["often"][rows]
        bm25 = scores[rows] / query.total
        features = ranking.first_sight(bm25, often, likely[rows], near, lengths)
        return _Seen(rows, starts, lengths, near, features)

    def _closely(
        self,
        query: Query,
        seen: _Seen,
        kept: list[int],
        kinds: list[str],
        firsts: Vectors,
        elsewhere: float,
    ) -> list[Evidence]:
        """Return the evidence for the entries at the places `kept`, their texts compared."""
        texts, stems = self.arrays[TEXTS], self.arrays[STEMS]
        starts, lengths = seen.starts[kept], seen.lengths[kept]
        ends = starts + lengths
        own = np.concatenate([np.arange(a, b) for a, b in zip(starts, ends, strict=True)])
        ranges = zip(texts["stem"][starts], texts["stem"][ends], strict=True)
        compared = ranking.compare_texts(
            [
                (known[0], rarity)
                for stem, rarity in query.weights.items()
                if (known := self._stem(stem)) is not None
            ],
            query.total,
            np.concatenate([stems[a:b] for a, b in ranges]),
            texts["stem"][own + 1].astype(int) - texts["stem"][own],
            texts["telling"][own],
            lengths,
        )
        found = []
        before = np.concatenate(([0], np.cumsum(seen.lengths)))
        for n, place in enumerate(kept):
            near = seen.near[before[place] : before[place + 1]]
            nearest = max(0.0, float(near.max(initial=0.0)))
            share = float(compared.share[n])
            by_words = share >= nearest
            text = own[compared.best[n]] if by_words else seen.starts[place] + near.argmax()
            features = (
                *map(float, seen.features[place]),
                float(compared.tight[n]),
                float(compared.covered[n]),
                elsewhere,
            )
            hit = Hit(
                kinds[n], self._name(int(seen.rows[place])), ROLES[texts["role"][text]],
                round((share + nearest) / 2, 4), "text" if by_words else "vector", features,
            )  # fmt: skip
            found.append(Evidence(hit, float(firsts[place])))
        return found

    def _by_words(self, query: Query) -> Vectors:
        """Return the bm25 of all entries for the words of `query`."""
        scores: Vectors = np.zeros(len(self.arrays[ENTRIES]) - 1, dtype=np.float32)
        for stem, rarity in query.weights.items():
            if (known := self._stem(stem)) is not None:
                postings = self.arrays[POSTINGS][known[1] : known[2]]
                scores[postings["entry"]] += rarity * postings["weight"]
        return scores

    def _stem(self, stem: str) -> tuple[int, int, int] | None:
        """Return a stem's number and the range of its postings; None when no text has it."""
        if stem not in self.stems:
            if len(self.stems) > _REMEMBERED:
                self.stems.clear()
            found = self._ask("SELECT number, first, last FROM stems WHERE stem = ?", stem)
            self.stems[stem] = found[0] if found else None
        return self.stems[stem]

    def _name(self, row: int) -> str:
        return str(self._ask("SELECT entry FROM entries WHERE row = ?", row)[0][0])

    def rarity(self, stem: str) -> float:
        """Return how much a stem tells entries apart, as bm25 weighs one mention of it."""
        known = self._stem(stem)
        n = known[2] - known[1] if known else 0
        return math.log1p((len(self.arrays[ENTRIES]) - 1 - n + 0.5) / (n + 0.5))

    def corrected(self, word: str) -> str:
        """Return the word that `word` is most likely a slip for, else itself."""
        if self.slips is None:
            words = self._ask("SELECT word, texts FROM words WHERE length(word) > 2")
            self.slips = Slips(dict(words))
        return self.slips.corrected(word)

    def _near(self, kind: str, vector: Vectors) -> list[int]:
        """Return the entries (their rows) of `kind` that are nearest to `vector`."""
        first, last = self.kinds[kind]
        if self.chroma is not None and last - first > FEW:
            return self._rows(kind, self._nearest(kind, vector, _NEAREST)[0][0])
        near = self.arrays[CENTRES][first:last] @ vector[0]
        best = np.argpartition(-near, min(_NEAREST, len(near)) - 1)[:_NEAREST]
        return [first + int(place) for place in best]

    def _rows(self, kind: str, names: list[str]) -> list[int]:
        rows = self._ask(
            "SELECT row FROM entries WHERE kind = ?"
            " AND entry IN (SELECT value FROM json_each(?))",
            kind, json.dumps(names),
        )  # fmt: skip
        if len(rows) != len(names):
            raise StoreError(f"the vector index at {self.path} names an unknown entry")
        return [row for (row,) in rows]

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
            entries = self._ask(
                "SELECT entry, row FROM entries WHERE kind = ? ORDER BY entry", kind.value
            )
            centres = self.arrays[CENTRES]
            probes = [
                (entry, centres[row : row + 1])
                for entry, row in entries[:: max(1, len(entries) // _PROBES_PER_KIND)]
                if centres[row].any()
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


def _best(scores: Vectors, most: int) -> list[int]:
    """Return the places of the `most` highest scores, of those above 0 (NaN is not)."""
    best = np.argpartition(-scores, min(most, len(scores)) - 1)[:most]
    return [int(place) for place in best if scores[place] > 0]
