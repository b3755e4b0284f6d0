"""What speaks for an entry as the answer to a question, and the order that follows from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from rust_agent_lsp.stores.index_client import Hit
from rust_agent_lsp.stores.index_texts import STOP_WORDS, stems

Numbers = npt.NDArray[np.integer]
Values = npt.NDArray[np.floating]

_WORD = re.compile(r"\w+")
# At most so many words are looked for, the rarest first: a frequent word costs milliseconds.
_MOST_WORDS, _MOST_TELLING = 64, 12
# How much the features of `Evidence` weigh in the order: those that cost no look at the texts, then
# all. Fitted by tests/bench/fit_ranking.py on the training part of tests/bench/retrieval, with a
# model that was not itself trained on these questions.
FIRST_WEIGHTS = (1.45, 5.48, 6.94, 7.08, 0.55, 8.86)
WEIGHTS = (0.64, 4.14, 6.63, 7.09, 0.53, 8.77, 2.24, 1.62, -0.02)
# How likely a new entry is what the query means, which the model of intents cannot say: a constant,
# then the weights of the first four features. From the same fit, of the entries that it can say.
EXPECTED = (0.13, 0.13, 0.43, -1.34, 1.66)
# So many of those that are best at first sight are compared text by text.
CLOSELY = 15
# A word of a text that the query lacks makes it another text, by so much of an average word.
_OTHER_WORD = 1.5
# How near the nearest text is, the three and the five nearest on average.
_NEAREST = (1, 3, 5)


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

    @property
    def total(self) -> float:
        """The sum of the rarities; never 0."""
        return sum(self.weights.values()) or 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one entry.

    `features` are, in this order: the bm25 of its words, how near its nearest text is, the three
    and the five nearest on average, how often people meet it, how likely it is what the query
    means (`Guess.scores`, else what is to be expected), how much one of its texts is the query word
    by word, the share of the query's words that stand in any of its texts, and how likely the query
    means nothing that is known, which is the same for all. `first` is its place by those that cost
    no look at the texts.
    """

    hit: Hit
    first: float

    @property
    def features(self) -> tuple[float, ...]:
        """Everything that the order is made of."""
        return self.hit.features


def first_sight(
    bm25: Values, often: Values, likely: Values, near: Values, lengths: Numbers
) -> Values:
    """Return the features that cost no look at the texts: a row for each entry.

    `near` says of all texts, entry by entry, how near they are, `lengths` how many each has. Where
    `likely` is NaN, nothing is known of that, and as much is taken as such entries usually have.
    """
    entry = np.repeat(np.arange(len(lengths)), lengths)
    order = np.lexsort((-near, entry))
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    place = np.arange(len(near)) - np.repeat(starts, lengths)
    kept = place < _NEAREST[-1]
    best = np.zeros((len(lengths), _NEAREST[-1]))
    best[entry[kept], place[kept]] = near[order][kept]
    means = [best[:, :n].sum(axis=1) / np.clip(lengths, 1, n) for n in _NEAREST]
    words_and_nearness = (bm25, *means)
    expected = EXPECTED[0] + np.dot(EXPECTED[1:], words_and_nearness)
    likely = np.where(np.isnan(likely), np.clip(expected, 0, 1), likely)
    return np.column_stack((*words_and_nearness, often, likely))


@dataclass(frozen=True, slots=True)
class ByText:
    """What a look at the texts of some entries shows, a row for each entry: the text (counted
    through all of them) that shares most words with the query, the share of the query's words in
    it, the share of the words of both, and the share of the query's words in any text."""

    best: Numbers
    share: Values
    tight: Values
    covered: Values


def compare_texts(
    query: Sequence[tuple[int, float]],
    total: float,
    stem_numbers: Numbers,
    stem_counts: Numbers,
    telling: Numbers,
    lengths: Numbers,
) -> ByText:
    """Compare a query, its stems' numbers with their rarity, with the texts of some entries.

    `total` is the sum of all rarities, those of unknown stems too. `stem_numbers` are those of all
    texts one after the other, `stem_counts` how many each text has, `telling` how many of them are
    no stop words, and `lengths` how many texts each entry has.
    """
    wanted = np.array([number for number, _ in query] or [-1])
    rarity = np.array([value for _, value in query] or [0.0])
    order = np.argsort(wanted)
    wanted, rarity = wanted[order], rarity[order]
    place = np.minimum(np.searchsorted(wanted, stem_numbers), len(wanted) - 1)
    met = wanted[place] == stem_numbers
    ends = np.cumsum(stem_counts)

    def by_text(values: Values) -> Values:
        sums = np.concatenate(([0.0], np.cumsum(values)))
        return np.asarray(sums[ends] - sums[ends - stem_counts])

    shared = by_text(np.where(met, rarity[place], 0.0))
    count = by_text(met.astype(float))
    other = np.maximum(0.0, telling - count)
    tight = np.where(count > 0, shared / (total + _OTHER_WORD * other), 0.0)
    entry = np.repeat(np.arange(len(lengths)), lengths)
    by_entry = np.lexsort((-shared, -tight, entry))
    best = by_entry[np.concatenate(([0], np.cumsum(lengths)[:-1]))]
    holders = np.repeat(entry, stem_counts)[met]
    held = np.zeros((len(lengths), len(wanted)), dtype=bool)
    held[holders, place[met]] = True
    return ByText(best, shared[best] / total, tight[best], held @ rarity / total)


def rank(found: Iterable[Evidence], closely: int = CLOSELY) -> list[Evidence]:
    """Return the entries in their order, the best first; of those that look best at first sight
    `closely` are compared, the others are left out."""
    seen = sorted(found, key=lambda e: -e.first)[:closely]
    return sorted(
        seen, key=lambda e: (-round(weighed(WEIGHTS, e.features), 6), e.hit.kind, e.hit.entry)
    )


def weighed(weights: tuple[float, ...], features: tuple[float, ...]) -> float:
    """Return the sum of the features, each by its weight."""
    return sum(w * f for w, f in zip(weights, features, strict=True))
