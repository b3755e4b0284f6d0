"""Fits the weights of the order (`rust_agent_lsp.stores.ranking`) to questions with known answers.

The right entry's share of the softmax over the candidates is made as large as it gets on the
training part of tests/bench/retrieval; the held-out part is only reported, also for what would be
if the model of intents did not know the right entry.
Run: python -m tests.bench.fit_ranking [--model DIR]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rust_agent_lsp.stores import ranking
from rust_agent_lsp.stores.embedding import load_encoder
from rust_agent_lsp.stores.index_client import LIKELY
from rust_agent_lsp.stores.index_open import open_or_build
from rust_agent_lsp.stores.index_read import Index
from rust_agent_lsp.stores.index_texts import documents_of
from rust_agent_lsp.stores.intents import Intents
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.stores.masking import mask
from rust_agent_lsp.stores.models import SHIPPED_MODEL
from tests.bench.bench_questions import KINDS, questions

Rows = npt.NDArray[np.float64]
Case = tuple[Rows, npt.NDArray[np.bool_]]
STEPS, RATE, SMALL = 1500, 0.05, 0.05
FIRST = 6


def cases(index: Index, intents: Intents, part: str) -> list[Case]:
    """Return the features of the candidates of each question, and which of them is right."""
    found = []
    index.know(intents)
    for asked in questions(part):
        query = ranking.Query.of(mask(asked.text), index)
        guess = intents.guess(query.text)
        seen = index.evidence(query, KINDS, 2 * ranking.CLOSELY, guess)
        near = sorted(seen, key=lambda e: -e.first)[: 2 * ranking.CLOSELY]
        right = np.array([e.hit.entry in asked.right for e in near])
        found.append((np.array([e.features for e in near]), right))
    return found


def fit(known: Sequence[Case], columns: int) -> Rows:
    """Return the weights of the first `columns` features."""
    learnable = [(rows[:, :columns], right) for rows, right in known if right.any()]
    scale = np.concatenate([rows for rows, _ in learnable]).std(axis=0) + 1e-9
    weights, mean, square = (np.zeros(columns) for _ in range(3))
    for step in range(1, STEPS + 1):
        slope = SMALL * weights
        for rows, right in learnable:
            scores = rows / scale @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            wanted = share * right / (share @ right + 1e-12)
            slope += (share - wanted) @ (rows / scale) / len(learnable)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
    return weights / scale


def fit_expected(known: Sequence[Case]) -> Rows:
    """Return the weights of a constant and of words and nearness for how likely an entry is; the
    right ones count as much as all others together."""
    rows = np.concatenate([rows for rows, _ in known])
    right = np.concatenate([right for _, right in known])
    weight = np.sqrt(np.where(right, (~right).sum() / right.sum(), 1.0))
    seen = np.column_stack((np.ones(len(rows)), rows[:, : len(ranking.EXPECTED) - 1]))
    found, *_ = np.linalg.lstsq(seen * weight[:, None], rows[:, LIKELY] * weight)
    return np.asarray(found)


def as_unknown(known: Sequence[Case], expected: Rows) -> list[Case]:
    """Return the cases as if the model of intents did not know the right entry."""
    found = []
    for rows, right in known:
        rows = rows.copy()
        near = rows[right][:, : len(expected) - 1]
        rows[right, LIKELY] = np.clip(expected[0] + near @ expected[1:], 0, 1)
        found.append((rows, right))
    return found


def shares(known: Sequence[Case], weights: Rows) -> str:
    first = three = 0
    for rows, right in known:
        order = np.argsort(-(rows[:, : len(weights)] @ weights))
        first += bool(right[order][:1].any())
        three += bool(right[order][:3].any())
    return f"{first / len(known):6.1%} {three / len(known):6.1%}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=SHIPPED_MODEL)
    options = parser.parse_args()
    documents = documents_of(Knowledge().load_all())
    with tempfile.TemporaryDirectory() as cache:
        index = open_or_build(Path(cache), documents, load_encoder(options.model), lambda *_: None)
        intents = Intents.load()
        train, held_out = (cases(index, intents, part) for part in ("train", "held-out"))
        index.close()
    expected = fit_expected(train)
    print("EXPECTED", tuple(round(float(weight), 2) for weight in expected))
    for name, columns in (("FIRST_WEIGHTS", FIRST), ("WEIGHTS", train[0][0].shape[1])):
        weights = fit(train, columns)
        print(name, tuple(round(float(weight), 2) for weight in weights))
        print("  trained on", shares(train, weights), " held out", shares(held_out, weights))
        print("  held out, the right ones unknown", shares(as_unknown(held_out, expected), weights))
        print("  … and taken for unlikely", shares(as_unknown(held_out, 0 * expected), weights))


if __name__ == "__main__":
    main()
