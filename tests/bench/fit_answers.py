"""Fits the weights by which hits of different kinds are weighed against each other
(`rust_agent_lsp/matching/weighing.json`) to the training parts of all evaluation sets.

First the order: the right hits' share of the softmax over all hits. Then the certainty: whether
the first one is right, questions that must be refused included. The held-out parts are reported.
Run: python -m tests.bench.fit_answers [--write]
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import track

from rust_agent_lsp.cli.indexes import Indexes
from rust_agent_lsp.matching.question import understand, without_values
from rust_agent_lsp.matching.weighing import WEIGHTS, certainty, features
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.stores.index_client import Hit
from tests.bench.answers import Asked, asked

Rows = npt.NDArray[np.float64]
KINDS = [kind.value for kind in EntryKind]
STEPS, RATE, SMALL = 1200, 0.03, 0.002
NEWTON_STEPS, SHRINK = 25, 0.1


@dataclass
class Case:
    """One question with its hits: `rows` holds each hit's features in the columns of its kind."""

    asked: Asked
    hits: list[Hit]
    rows: Rows
    right: npt.NDArray[np.bool_]


def cases() -> list[Case]:
    indexes = Indexes(Console(stderr=True))
    search = indexes.search()
    found = []
    for one in track(asked(), "Searching", console=Console(stderr=True)):
        question = understand(one.ask)
        hits = [h for h in search(without_values(one.ask)) if not one.may_be_right(h.kind, h.entry)]
        if not hits:
            continue
        width = len(features(question, hits[0]))
        rows = np.zeros((len(hits), len(KINDS) * width))
        for row, hit in zip(rows, hits, strict=True):
            start = KINDS.index(hit.kind) * width
            row[start : start + width] = features(question, hit)
        right = np.array([one.is_right(hit.entry) for hit in hits])
        found.append(Case(one, hits, rows, right))
    indexes.close()
    return found


def fit_order(known: list[Case]) -> Rows:
    """Return the weights that give right hits the largest share of the softmax over all hits."""
    learnable = [case for case in known if case.right.any() and not case.right.all()]
    width = learnable[0].rows.shape[1]
    scale = np.concatenate([case.rows for case in learnable]).std(axis=0)
    scale[scale == 0] = 1
    weights, mean, square = (np.zeros(width) for _ in range(3))
    scaled = [(case.rows / scale, case.right) for case in learnable]
    for step in range(1, STEPS + 1):
        slope = SMALL * weights
        for rows, right in scaled:
            scores = rows @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            wanted = share * right / (share @ right + 1e-12)
            slope += (share - wanted) @ rows / len(learnable)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
    return np.asarray(weights / scale)


def ordered(case: Case, weights: Rows) -> tuple[list[float], list[int]]:
    scores = case.rows @ weights
    order = [int(number) for number in np.argsort(-scores, kind="stable")]
    return [float(scores[number]) for number in order], order


def fit_certainty(known: list[Case], weights: Rows) -> Rows:
    """Return the weights of a logistic regression for the first hit's being right."""
    rows, right = [], []
    for case in known:
        scores, order = ordered(case, weights)
        rows.append(certainty(scores, [case.hits[n] for n in order]))
        right.append(float(case.right[order[0]]))
    x, y = np.array(rows), np.array(right)
    scale = x.std(axis=0)
    scale[scale == 0] = 1
    x = x / scale
    found = np.zeros(x.shape[1])
    for _ in range(NEWTON_STEPS):
        likely = 1 / (1 + np.exp(-(x @ found)))
        slope = x.T @ (likely - y) + SHRINK * found
        bend = (x * (likely * (1 - likely))[:, None]).T @ x + SHRINK * np.eye(len(found))
        found -= np.linalg.solve(bend, slope)
    return np.asarray(found / scale)


def report(name: str, known: list[Case], weights: Rows, sure: Rows) -> None:
    for part in ("train", "held-out"):
        own = [c for c in known if c.asked.part == part and c.asked.set == name]
        answerable = [c for c in own if c.asked.right]
        first = three = there = 0
        sures: list[tuple[float, bool]] = []
        for case in own:
            scores, order = ordered(case, weights)
            ranked = [case.hits[number] for number in order]
            odds = float(np.dot(sure, certainty(scores, ranked)))
            sures.append((1 / (1 + np.exp(-odds)), bool(case.right[order[0]])))
            if case.asked.right:
                first += bool(case.right[order[0]])
                three += bool(case.right[order[:3]].any())
                there += bool(case.right.any())
        n = max(1, len(answerable))
        refused = [s for s, c in zip(sures, own, strict=True) if not c.asked.right]
        line = (
            f"{name:9} {part:8} {len(answerable):4} first {first / n:6.1%} three {three / n:6.1%}"
        )
        line += f" found {there / n:6.1%}"
        for bar in (0.35, 0.5, 0.7, 0.8, 0.9, 0.95):
            wrong = sum(s >= bar and not right for s, right in sures) / max(1, len(sures))
            out = sum(s < bar for s, _ in refused) / max(1, len(refused))
            kept = sum(s[0] >= bar for s, c in zip(sures, own, strict=True) if c.asked.right) / n
            line += f" | {bar}: given {kept:.0%} wrong {wrong:.1%} refused {out:.0%}"
        print(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    options = parser.parse_args()
    known = cases()
    train = [case for case in known if case.asked.part == "train"]
    weights = fit_order(train)
    sure = fit_certainty(train, weights)
    for name in sorted({case.asked.set for case in known}):
        report(name, known, weights, sure)
    width = len(weights) // len(KINDS)
    found = {kind: weights[n * width : (n + 1) * width] for n, kind in enumerate(KINDS)}
    text = json.dumps(
        {
            kind: [round(float(w), 4) for w in own]
            for kind, own in (found | {"certainty": sure}).items()
        }
    )
    print(text)
    if options.write:
        WEIGHTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
