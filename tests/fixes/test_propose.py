"""From a diagnostic to candidates, each of another outcome, whatever a rule or a text is like."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from rust_agent_lsp.fixes import propose as module
from rust_agent_lsp.fixes.propose import MAX_CANDIDATES, MAX_PER_RULE, propose
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.diagnostic import Applicability, Diagnostic, Suggestion
from rust_agent_lsp.model.fix import Candidate
from rust_agent_lsp.model.text import Edit, FileEdit, apply_edits
from rust_agent_lsp.syntax.tree import SourceFile
from tests.fixes.texts import HERE, error, replacement, span

TEXT = "fn f() {\n    let x = 1;\n    x = compute();\n}\n"


class Rule:
    """Proposes what a test tells it to."""

    codes: ClassVar[tuple[str, ...]] = ("E0384",)

    def __init__(self, name: str, *proposals: Candidate | Exception) -> None:
        self.id = name
        self._proposals = proposals

    def propose(self, _site: Site) -> Iterator[Candidate]:
        for proposal in self._proposals:
            if isinstance(proposal, Exception):
                raise proposal
            yield proposal


def proposed(
    monkeypatch: pytest.MonkeyPatch,
    *rules: Rule,
    text: str = TEXT,
    suggestions: tuple[Suggestion, ...] = (),
    with_rustc: bool = True,
) -> list[Candidate]:
    monkeypatch.setattr(module, "rules_for", lambda _code: rules)
    source = SourceFile.parse(HERE, text.encode())
    diagnostic: Diagnostic = replace(error(text, "x", "E0384"), suggestions=suggestions)
    return propose(diagnostic, lambda p: source if p == HERE else None, with_rustc=with_rustc)


MUT = replacement(TEXT, "let x", "let mut x", rule="declare_mutable")
RUSTC_MUT = Suggestion(
    "consider making this binding mutable",
    (FileEdit(HERE, (Edit.insert(span(TEXT, "x").start, "mut "),)),),
    Applicability.MACHINE_APPLICABLE,
)


def test_the_same_outcome_is_offered_once_in_our_words(monkeypatch: pytest.MonkeyPatch) -> None:
    found = proposed(monkeypatch, Rule("declare_mutable", MUT), suggestions=(RUSTC_MUT,))
    assert found == [MUT]


def test_rustcs_own_can_be_left_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [c.rule for c in proposed(monkeypatch, suggestions=(RUSTC_MUT,))] == ["rustc"]
    assert proposed(monkeypatch, suggestions=(RUSTC_MUT,), with_rustc=False) == []


def test_a_rule_that_fails_takes_nobody_with_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Rule("broken_rule", MUT, AttributeError("node is None"))
    other = replacement(TEXT, "1", "2", rule="other")
    with caplog.at_level(logging.ERROR):
        assert proposed(monkeypatch, broken, Rule("other", other)) == [MUT, other]
    assert "broken_rule" in caplog.text


def test_edits_that_do_nothing_or_do_not_fit_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = replacement(TEXT, "let x", "let x")
    outside = Candidate("r", "t", (FileEdit(HERE, (Edit.insert(999, "a"),)),))
    twice = replacement(TEXT, "let x", "a").edits[0].edits
    overlap = Candidate("r", "t", (FileEdit(HERE, (*twice, *twice)),))
    elsewhere = replacement(TEXT, "let x", "y", path=Path("/gone.rs"))
    assert proposed(monkeypatch, Rule("r", nothing, outside, overlap, elsewhere)) == []


def test_there_is_an_end_to_proposals(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [
        Rule(f"r{n}", *(replacement(TEXT, "1", f"{n}{m}") for m in range(10))) for n in range(8)
    ]
    found = proposed(monkeypatch, *rules)
    assert len(found) == MAX_CANDIDATES
    assert sum(c.edits[0].edits[0].text.startswith("0") for c in found) == MAX_PER_RULE


def test_an_unreadable_file_has_no_fixes() -> None:
    assert propose(error(TEXT, "x"), lambda _path: None) == []


@pytest.mark.parametrize("inserted", ["a();\nb();\n", "a();\r\nb();\r\n"])
def test_a_file_keeps_its_line_ends(monkeypatch: pytest.MonkeyPatch, inserted: str) -> None:
    for ending in ("\n", "\r\n"):
        text = TEXT.replace("\n", ending)
        candidate = replacement(text, "let x", inserted + "let x")
        (found,) = proposed(monkeypatch, Rule("r", candidate), text=text)
        after = apply_edits(text.encode(), found.edits[0].edits).replace(b"\r\n", b"")
        if ending == "\r\n":
            assert b"\n" not in after


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "fn",
        "fn f( {",
        "fn f() { let x = ",
        "}}}}",
        'fn f() { "',
        "\ufefffn f() {}",
        "x\0y",
    ],
)
def test_every_rule_bears_half_typed_code(text: str, caplog: pytest.LogCaptureFixture) -> None:
    """All real rules, every code, every place: no rule fails."""
    from rust_agent_lsp.fixes.registry import all_rules

    source = SourceFile.parse(HERE, text.encode())
    codes = {code for rule in all_rules().values() for code in rule.codes}
    for code in sorted(codes):
        for at in {0, len(source.text) // 2, len(source.text)}:
            given = error(text, "", code, "cannot find value `x` in this scope")
            given = replace(given, span=replace(given.span, start=at, end=len(source.text)))
            propose(given, lambda _path: source)
    assert not caplog.records, caplog.records[0].getMessage()
