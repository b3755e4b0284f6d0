"""The sets that recognition and insertion are measured with keep their size and their form."""

from __future__ import annotations

import pytest

from rust_agent_lsp.features.recognize import recognize
from rust_agent_lsp.stores.patterns import Patterns
from tests.bench.insert.__main__ import HALVES, cases
from tests.bench.recognize import corpus

SETS = (corpus.DEVELOPMENT, corpus.HELD_OUT)
NEUTRAL = (corpus.NEUTRAL, corpus.NEUTRAL_HELD_OUT)


def test_there_are_enough_and_half_are_held_out() -> None:
    development, held_out = (len(corpus.snippets(name)) for name in SETS)
    assert development + held_out >= 300 and held_out >= development
    assert sum(len(corpus.snippets(name)) for name in NEUTRAL) >= 100
    tuning, kept = (len(cases(half)) for half in HALVES)
    assert tuning + kept >= 150 and min(tuning, kept) >= 75


@pytest.mark.parametrize("name", SETS)
def test_every_snippet_names_patterns_that_exist(name: str) -> None:
    known = corpus.library()
    found = corpus.snippets(name)
    assert [i for s in found for i in s.ids if i not in known] == []
    assert [s for s in found if not s.ids or not s.code.strip()] == []
    assert len({s.code for s in found}) == len(found)


def test_no_snippet_is_in_two_sets() -> None:
    texts = [s.code.strip() for name in (*SETS, *NEUTRAL) for s in corpus.snippets(name)]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("half", HALVES)
def test_every_description_means_patterns_that_exist(half: str) -> None:
    patterns = Patterns()
    rows = cases(half)
    wanted = [name for case in rows for name in (case.pattern, *case.also)]
    assert [name for name in wanted if patterns.get(name) is None] == []
    assert len({case.ask for case in rows}) == len(rows)


def test_recognition_reaches_what_is_promised() -> None:
    """Held out: right in the first three for nine of ten, and few of the ordinary ones hit."""

    def share(name: str) -> float:
        found = corpus.snippets(name)
        return sum(
            bool({p.id for p in recognize(s.code.encode())[:3]} & {*s.ids}) for s in found
        ) / len(found)

    assert share(corpus.HELD_OUT) >= 0.9
    assert share(corpus.DEVELOPMENT) >= 0.98
    ordinary = [s for name in NEUTRAL for s in corpus.snippets(name)]
    assert sum(bool(recognize(s.code.encode())) for s in ordinary) / len(ordinary) < 0.05
