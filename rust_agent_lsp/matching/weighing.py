"""How likely each hit is the answer to a question, whatever kinds the hits are of.

A logarithm of the odds, linear in what the index found and in what the question is like, with
weights for each kind. They are fitted by tests/bench/fit_answers.py.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from rust_agent_lsp.matching.question import FORMS, Question
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.stores.index_client import ELSEWHERE, LIKELY, Hit

WEIGHTS = Path(__file__).with_name("weighing.json")
"""The fitted weights: for each kind those of `features`, then those of `certainty`."""

_SPEAKS_FOR = {"rustup": "cargo"}
_BOOKS = ("book", "rust-by-example", "std", "reference", "nomicon", "cargo")


def features(question: Question, hit: Hit) -> list[float]:
    """Return what decides whether `hit` is better than another: a constant, the features that the
    index gave, whether the question speaks for the hit's tool or only for others, its forms, and
    for a place in the documentation its book and whether it is a rule."""
    tool = hit.entry.partition("-")[0] if hit.kind == EntryKind.COMMAND.value else "rust"
    speaks = _SPEAKS_FOR.get(tool, tool) in question.tools
    only_others = bool(question.tools) and not speaks
    forms = [float(form in question.forms) for form in FORMS]
    books = [float(hit.entry.startswith(f"{book}/")) for book in _BOOKS]
    rule = float("#r-" in hit.entry)
    return [1.0, *hit.features, float(speaks), float(only_others), *forms, *books, rule]


def certainty(scores: Sequence[float], hits: Sequence[Hit]) -> list[float]:
    """Return what decides whether the first of `hits`, ordered by their `scores`, is right at all:
    its score, how far the second is behind, what the index found for it, how likely it is against
    the likeliest, and how much likelier all of them are than that the question belongs elsewhere.
    """
    best, second = hits[0], scores[1] if len(scores) > 1 else 0.0
    likeliest = max(hit.features[LIKELY] for hit in hits)
    here = likeliest - best.features[ELSEWHERE]
    against = [best.features[LIKELY] - likeliest, here, float(here < 0), best.score]
    return [1.0, scores[0], scores[0] - second, *best.features, *against]


def likelihoods(question: Question, hits: Sequence[Hit]) -> list[tuple[float, Hit]]:
    """Return the hits in order, the best first, each with the likelihood that it is right."""
    if not hits:
        return []
    weights = _weights()
    scored = sorted(
        ((_dot(weights[hit.kind], features(question, hit)), hit) for hit in hits),
        key=lambda pair: (-pair[0], pair[1].kind, pair[1].entry),
    )
    best = scored[0][0]
    odds = _dot(weights["certainty"], certainty(*zip(*scored, strict=True)))
    first = 1 / (1 + math.exp(-odds))
    return [(first * math.exp(score - best), hit) for score, hit in scored]


@cache
def _weights() -> dict[str, list[float]]:
    found: dict[str, list[float]] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return found


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(w * v for w, v in zip(weights, values, strict=True))
