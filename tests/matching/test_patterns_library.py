"""Each rule knows its own entry of the library, and no anti-pattern is seen in its repair."""

from __future__ import annotations

import pytest

from rust_agent_lsp.features.recognize import recognize
from rust_agent_lsp.matching.patterns.engine import hits
from rust_agent_lsp.matching.patterns.registry import all_rules
from rust_agent_lsp.model.pattern import PatternKind
from tests.bench.recognize import corpus

LIBRARY = corpus.library()
KNOWN = sorted({rule.id for rule in all_rules()})
BAD = [name for name in KNOWN if LIBRARY[name].kind is PatternKind.ANTI_PATTERN]


def test_every_rule_is_of_an_entry_and_of_its_kind() -> None:
    assert set(KNOWN) <= set(LIBRARY)
    assert {rule.id for rule in all_rules() if rule.bad} == set(BAD)
    assert len(BAD) >= 120


@pytest.mark.parametrize("name", KNOWN)
def test_a_rule_recognises_its_own_entry(name: str) -> None:
    found = [h for t in corpus.own_texts(LIBRARY[name]) for h in hits(t.encode()) if h.id == name]
    assert found
    assert all(0.6 <= hit.score < 1 for hit in found)
    assert all(hit.reason.endswith(".") and "{" not in hit.reason for hit in found)


@pytest.mark.parametrize("name", BAD)
def test_an_anti_pattern_is_not_seen_in_its_repair(name: str) -> None:
    for text in corpus.repaired_texts(LIBRARY[name]):
        assert name not in {pattern.id for pattern in recognize(text.encode())}


@pytest.mark.parametrize(
    "snippet", corpus.snippets(corpus.DEVELOPMENT), ids=lambda snippet: snippet.ids[0]
)
def test_a_snippet_apart_from_the_library_is_recognised(snippet: corpus.Snippet) -> None:
    first = {pattern.id for pattern in recognize(snippet.code.encode())[:3]}
    assert first & set(snippet.ids)


def test_ordinary_code_has_no_pattern() -> None:
    seen = [recognize(snippet.code.encode()) for snippet in corpus.snippets(corpus.NEUTRAL)]
    assert sum(map(bool, seen)) < 0.05 * len(seen)
