"""Whether a newly trained model may take the installed one's place: no test gets worse by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import comb
from typing import Any

import numpy as np
import numpy.typing as npt

from rust_agent_lsp.learning.training_pairs import Pair
from rust_agent_lsp.stores.embedding import Encoder, Vectors

NOISE = 0.05
"""How unlikely a loss must be, were both models equally good, to be no mere chance."""


# So many rows of a hundred thousand likenesses fit into the memory.
_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Compared:
    """One test, sat by both models: how many of `total` were right before and after.

    `gained` only the new one has right, `lost` only the old one.
    """

    id: str
    title: str
    total: int
    before: int
    after: int
    gained: int
    lost: int

    @property
    def chance(self) -> float:
        """How likely so many losses among the differences are, were both models equally good."""
        differing = self.gained + self.lost
        ways = sum(comb(differing, count) for count in range(self.lost, differing + 1))
        return float(ways / 2**differing)

    @property
    def worse(self) -> bool:
        """Say whether the new model is worse here, beyond noise."""
        return self.chance < NOISE

    def as_json(self) -> dict[str, Any]:
        """Return the object that `train --adopt --json` prints for each test."""
        return {**asdict(self), "chance": round(self.chance, 4), "worse": self.worse}


def compare(id_: str, title: str, before: Sequence[bool], after: Sequence[bool]) -> Compared:
    """Hold two models' results at the same questions against each other."""
    both = list(zip(before, after, strict=True))
    gained = sum(new and not old for old, new in both)
    lost = sum(old and not new for old, new in both)
    return Compared(id_, title, len(both), sum(before), sum(after), gained, lost)


def found_first(
    encoder: Encoder, about: Sequence[Sequence[str]], *tests: Sequence[Pair]
) -> list[list[bool]]:
    """Return for each question of each test whether the nearest text of `about`, by meaning alone,
    is one of its own answer."""
    texts = [(text, number) for number, own in enumerate(about) for text in own if text.strip()]
    owners = np.array([number for _, number in texts])
    near = encoder.encode([text for text, _ in texts]).T
    return [
        [
            right
            for start in range(0, len(pairs), _AT_ONCE)
            for right in _right(encoder, pairs[start : start + _AT_ONCE], near, owners)
        ]
        for pairs in tests
    ]


def _right(
    encoder: Encoder, pairs: Sequence[Pair], near: Vectors, owners: npt.NDArray[np.int_]
) -> list[bool]:
    asked = encoder.encode([question for question, _ in pairs])
    best = owners[(asked @ near).argmax(axis=1)]
    return [bool(own == number) for own, (_, number) in zip(best, pairs, strict=True)]


def refusal(tests: Sequence[Compared]) -> str:
    """Return why the new model must not be adopted; empty where it may.

    The shares that are right, each test counting the same, have to rise: else the small losses of
    many rounds, each within noise, would add up.
    """
    worse = [test.title for test in tests if test.worse]
    if worse:
        return f"it is worse, beyond noise, at: {'; '.join(worse)}"
    if sum((test.gained - test.lost) / test.total for test in tests if test.total) <= 0:
        return "it gains no more than it loses"
    return ""
