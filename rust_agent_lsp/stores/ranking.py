"""What speaks for an entry as the answer to a question, and the order that follows from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from rust_agent_lsp.stores.index_client import Hit
from rust_agent_lsp.stores.index_texts import STOP_WORDS, stems

_WORD = re.compile(r"\w+")
# At most so many words are looked for, the rarest first: a frequent word costs milliseconds.
_MOST_WORDS, _MOST_TELLING = 64, 12
# How much the features of `Evidence` weigh in the order: those that cost no look at the texts, then
# all. Fitted by tests/bench/fit_ranking.py on the training part of tests/bench/retrieval, with a
# model that was not itself trained on these questions.
FIRST_WEIGHTS = (1.93, 7.83, 9.98, 11.04, 0.58)
WEIGHTS = (0.59, 6.08, 9.7, 10.84, 0.5, 2.98, 3.24)
# So many of those that are best at first sight are compared text by text.
CLOSELY = 15
# A word of a text that the query lacks makes it another text, by so much of an average word.
_OTHER_WORD = 1.5


class Vocabulary(Protocol):
    """The words of an index."""

    def rarity(self, stem: str) -> float:
        """Return how much the words with this stem tell entries apart."""

    def corrected(self, word: str) -> str:
        """Return the known word that is nearest to an unknown one, else `word` itself."""


@dataclass(frozen=True)
class Query:
    """What is looked for: the stems of its telling words, with their rarity."""

    text: str
    weights: dict[str, float]

    @classmethod
    def of(cls, text: str, vocabulary: Vocabulary) -> Query:
        """Weigh the words of `text`, the rarest first; a word that nobody writes so is taken for
        the one that it is nearest to."""
        found = dict.fromkeys(w for w in _WORD.findall(text.lower()) if w.strip("_"))
        words = [word for word in found if word not in STOP_WORDS] or list(found)
        weights: dict[str, float] = {}
        for word in words[:_MOST_WORDS]:
            meant = vocabulary.corrected(word)
            if meant != word:
                text = re.sub(rf"\b{re.escape(word)}\b", meant, text, flags=re.I)
            weights |= {stem: vocabulary.rarity(stem) for stem in stems(meant)}
        rarest = sorted(weights.items(), key=lambda item: -item[1])[:_MOST_TELLING]
        return cls(text, dict(rarest))

    @cached_property
    def padded(self) -> list[tuple[str, float]]:
        """Each stem between spaces, with its rarity."""
        return [(f" {stem} ", value) for stem, value in self.weights.items()]

    @cached_property
    def total(self) -> float:
        """The sum of the rarities; never 0."""
        return sum(self.weights.values()) or 1.0


@dataclass
class Evidence:
    """What speaks for one entry: the bm25 of its words, and how near the meaning of each of its
    texts is. `texts` fetches their roles, stems (each between spaces), numbers of telling words."""

    kind: str
    entry: str
    often: int
    query: Query
    bm25: float
    meanings: npt.NDArray[np.float32]
    texts: Callable[[], list[tuple[str, str, int]]] = list

    @cached_property
    def nearest(self) -> float:
        """How near its nearest text is, from 0 to 1."""
        return max(0.0, float(self.meanings.max(initial=0.0)))

    @cached_property
    def best_text(self) -> tuple[float, float, str]:
        """Of the text that shares most words with the query: the share of the query's words, the
        share of the words of both, and its role."""
        return self._compared[0]

    @cached_property
    def covered(self) -> float:
        """The share of the query's words that stand in any of its texts."""
        return self._compared[1]

    @cached_property
    def _compared(self) -> tuple[tuple[float, float, str], float]:
        best, seen = (0.0, 0.0, ""), set[str]()
        total, wanted = self.query.total, self.query.padded
        for role, stemmed, telling in self.texts():
            shared, count = 0.0, 0
            for padded, weight in wanted:
                if padded in stemmed:
                    shared += weight
                    count += 1
                    seen.add(padded)
            if shared:
                tight = shared / (total + _OTHER_WORD * max(0, telling - count))
                if (tight, shared) > (best[1], best[0]):
                    best = (shared, tight, role)
        covered = sum(weight for padded, weight in wanted if padded in seen)
        return (best[0] / total, best[1], best[2]), covered / total

    @cached_property
    def first_sight(self) -> tuple[float, ...]:
        """The features that cost no look at the texts: words, then how near the nearest text is,
        the three nearest and the five nearest on average, then how often people meet it."""
        near = sorted(self.meanings.tolist(), reverse=True)[:5]
        means = (sum(near[:count]) / max(1, min(count, len(near))) for count in (1, 3, 5))
        return (self.bm25 / self.query.total, *means, float(self.often))

    @cached_property
    def features(self) -> tuple[float, ...]:
        """Everything that the order is made of."""
        return (*self.first_sight, self.best_text[1], self.covered)

    @property
    def hit(self) -> Hit:
        """The entry as found; the score is 1 for a text with all the query's words and meaning."""
        share, _, role = self.best_text
        by_words = share >= self.nearest
        if not by_words:
            role = self.texts()[int(self.meanings.argmax())][0]
        score = round((share + self.nearest) / 2, 4)
        via = "text" if by_words else "vector"
        return Hit(self.kind, self.entry, role, score, via, self.features)


def rank(found: Iterable[Evidence], closely: int = CLOSELY) -> list[Evidence]:
    """Return the entries in their order, the best first; of those that look best at first sight
    `closely` are compared, the others are left out."""
    seen = sorted(found, key=lambda e: -weighed(FIRST_WEIGHTS, e.first_sight))[:closely]
    return sorted(seen, key=lambda e: (-round(weighed(WEIGHTS, e.features), 6), e.kind, e.entry))


def weighed(weights: tuple[float, ...], features: tuple[float, ...]) -> float:
    """Return the sum of the features, each by its weight."""
    return sum(w * f for w, f in zip(weights, features, strict=True))
