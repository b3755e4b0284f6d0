"""The features of entries against a plain reckoning, and slips of the pen put right."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from rust_agent_lsp.stores import ranking
from rust_agent_lsp.stores.index_client import LIKELY
from rust_agent_lsp.stores.index_open import open_or_build
from rust_agent_lsp.stores.index_read import Index
from rust_agent_lsp.stores.index_texts import IndexDocument
from tests.stores.conftest import WordEncoder


def test_first_sight_against_a_plain_reckoning() -> None:
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    near = [[chance.uniform(-1, 1) for _ in range(chance.randint(1, 9))] for _ in range(40)]
    lengths = np.array([len(own) for own in near])
    bm25, often, likely = np.arange(40.0), np.arange(40)[::-1], np.linspace(0, 1, 40)
    found = ranking.first_sight(bm25, often, likely, np.concatenate(near), lengths)
    for number, own in enumerate(near):
        best = sorted(own, reverse=True)
        means = [sum(best[:n]) / min(n, len(best)) for n in (1, 3, 5)]
        assert found[number] == pytest.approx([bm25[number], *means, often[number], likely[number]])


def test_what_nobody_knows_is_as_likely_as_it_looks() -> None:
    near = np.array([0.9, 0.8, 0.7, 0.2, 0.1])
    found = ranking.first_sight(
        np.array([3.0, 0.5, 3.0]), np.zeros(3), np.array([np.nan, np.nan, 0.25]),
        np.concatenate((near, near / 5, near)), np.array([5, 5, 5]),
    )  # fmt: skip
    close, far, known = found[:, LIKELY]
    assert 0 <= far < close <= 1
    assert known == 0.25


def test_texts_against_a_plain_reckoning() -> None:
    chance = random.Random(2)  # noqa: S311 - repeatable, not secret
    entries = [
        [
            sorted(chance.sample(range(30), chance.randint(0, 8)))
            for _ in range(chance.randint(1, 6))
        ]
        for _ in range(60)
    ]
    query = {4: 2.0, 9: 0.5, 17: 3.0}
    total = 6.0  # a word that no text has is among them
    texts = [text for own in entries for text in own]
    telling = [max(0, len(text) - 1) for text in texts]
    found = ranking.compare_texts(
        list(query.items()),
        total,
        np.array([stem for text in texts for stem in text], dtype=np.uint32),
        np.array([len(text) for text in texts]),
        np.array(telling),
        np.array([len(own) for own in entries]),
    )
    at = 0
    for number, own in enumerate(entries):
        wanted = [
            (
                sum(query[s] for s in text if s in query),
                len(query.keys() & set(text)),
                telling[at + n],
            )
            for n, text in enumerate(own)
        ]
        tight = [
            shared / (total + 1.5 * max(0, of_text - count)) if count else 0.0
            for shared, count, of_text in wanted
        ]
        assert found.tight[number] == pytest.approx(max(tight))
        assert tight[found.best[number] - at] == pytest.approx(max(tight))
        held = {stem for text in own for stem in text} & query.keys()
        assert found.covered[number] == pytest.approx(sum(query[s] for s in held) / total)
        at += len(own)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    said = ["show the branch"] * 50 + ["star the branch", "brnach gone", "the delted branch"]
    said += ["deleted branch"] * 45 + ["a lexer reads text"] * 30
    documents = [
        IndexDocument(f"commands/N{n}#title-1", "commands", f"N{n}", "title", f"{text} {n}")
        for n, text in enumerate(said)
    ]
    return open_or_build(tmp_path, documents, WordEncoder(), lambda *_: None)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("brnach", "branch"),  # which one text has
        ("barnch", "branch"),  # which none has
        ("delted", "deleted"),
        ("hte", "the"),
        ("branhc", "branch"),
        ("star", "star"),
        ("lexer", "lexer"),
        ("x86", "x86"),
        ("quite", "quite"),
    ],
)
def test_slips_of_the_pen(index: Index, written: str, meant: str) -> None:
    assert index.corrected(written) == meant
    index.close()
