"""Many fixes as one: what is taken, what is left out and why, how often the compiler is asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from rust_agent_lsp.fixes.batch import APART, CLASH, MAX_CHECKS, NO_FIX, Batch, Batcher, Kind
from rust_agent_lsp.fixes.workshop import Finding
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.fix import Candidate, Fix, Safety, Verdict, Verification
from rust_agent_lsp.model.text import Edit, FileEdit, apply_edits
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.check import CheckResult, Status
from tests.fixes.texts import HERE, error, replacement, span

NAMES = "abcdefgh"
TEXT = "".join(f"fn {n}() {{ {n}{n}; }}\n" for n in NAMES)
PASSED = Verdict(Verification.PASSED)


def finding(name: str, *candidates: Candidate, verdict: Verdict = PASSED) -> Finding:
    target = error(TEXT, name * 2, "E0001", f"no {name * 2}")
    return Finding(target, tuple(Fix(c.title, target, c, verdict) for c in candidates), final=True)


def written(name: str, new: str, rule: str = "a_rule", safety: Safety = Safety.SAFE) -> Candidate:
    return replacement(TEXT, name * 2, new, rule=rule, safety=safety)


class Compiler:
    """Finds an error at every `xx` that is left, and one more where all words `refused` are."""

    def __init__(self, *refused: str) -> None:
        self.refused = refused
        self.asked: list[str] = []

    def __call__(self, texts: Mapping[Path, bytes]) -> CheckResult:
        text = texts[HERE].decode()
        self.asked.append(text)
        found = errors_in(text)
        if self.refused and all(word in text for word in self.refused):
            found.append(error(text, "fn ", "E0002", "they do not go together"))
        return CheckResult(Status.OK, tuple(found))


def errors_in(text: str) -> list[Diagnostic]:
    return [error(text, n * 2, "E0001", f"no {n * 2}") for n in NAMES if n * 2 in text]


def batch(compiler: Compiler, *findings: Finding) -> Batch | None:
    source = SourceFile.parse(HERE, TEXT.encode())
    told = [f.diagnostic for f in findings]
    before = [*told, *(d for d in errors_in(TEXT) if d not in told)]
    kind = Kind.of(findings[0])
    assert kind is not None
    return Batcher(before, {HERE: source}.get, compiler).make(kind, findings)


def result(made: Batch) -> str:
    (file,) = made.fix.candidate.edits
    return apply_edits(TEXT.encode(), file.edits).decode()


def test_all_that_hold_are_one_fix_and_one_check() -> None:
    compiler = Compiler()
    made = batch(compiler, *(finding(n, written(n, n.upper())) for n in "abc"))
    assert made is not None and (made.fixed, made.left) == (3, {})
    assert len(compiler.asked) == 1 and result(made) == compiler.asked[0]
    assert "{ A; }" in result(made) and "{ C; }" in result(made)
    assert made.fix.verdict.verification is Verification.PASSED
    assert made.fix.candidate.rule == "a_rule"


def test_the_rule_of_the_first_is_taken_where_there_is_one() -> None:
    made = batch(
        Compiler(),
        finding("a", written("a", "A", "one")),
        finding("b", written("b", "X", "other"), written("b", "B", "one")),
        finding("c", written("c", "C", "third")),
    )
    assert made is not None and made.fixed == 3
    assert "{ B; }" in result(made) and "{ C; }" in result(made)
    assert made.fix.candidate.rule == "one+third"


def test_guesses_and_what_was_not_accepted_are_never_taken() -> None:
    refused = Verdict(Verification.PENDING)
    made = batch(
        Compiler(),
        finding("a", written("a", "A")),
        finding("b", written("b", "B", safety=Safety.GUESS)),
        finding("c", written("c", "C"), verdict=refused),
    )
    assert made is not None and made.fixed == 1
    assert made.left == {NO_FIX: 2}


def test_two_edits_of_one_place_are_not_both_made() -> None:
    both = Candidate(
        "a_rule",
        "Write both",
        (FileEdit(HERE, (Edit(span(TEXT, "bb"), "B"), Edit(span(TEXT, "aa"), "other"))),),
    )
    made = batch(Compiler(), finding("a", written("a", "A")), finding("b", both))
    assert made is not None and (made.fixed, made.left) == (1, {CLASH: 1})


def test_the_same_edit_for_two_errors_is_made_once() -> None:
    shared = Edit.insert(0, "use x;\n")
    pair = [
        Candidate("a_rule", "Import", (FileEdit(HERE, (shared, Edit(span(TEXT, n * 2), n))),))
        for n in "ab"
    ]
    made = batch(Compiler(), finding("a", pair[0]), finding("b", pair[1]))
    assert made is not None and (made.fixed, made.left) == (2, {})
    assert result(made).count("use x;") == 1


def test_what_another_edit_repairs_too_counts_as_fixed() -> None:
    """The second has no fix of its own, but is gone with the first's."""
    whole = Candidate("a_rule", "All", (FileEdit(HERE, (Edit(span(TEXT, TEXT), "fn a() {}\n"),)),))
    made = batch(Compiler(), finding("a", whole), finding("b"))
    assert made is not None and (made.fixed, made.left) == (2, {})


@pytest.mark.parametrize("apart", [("C", "F"), ("A", "H"), ("G", "H")])
def test_what_does_not_go_together_is_found_by_halving(apart: tuple[str, str]) -> None:
    compiler = Compiler(*(f"{{ {n}; }}" for n in apart))
    made = batch(compiler, *(finding(n, written(n, n.upper())) for n in NAMES))
    assert made is not None and (made.fixed, made.left) == (7, {APART: 1})
    assert f"{{ {apart[0]}; }}" in result(made), "the earlier one is kept"
    assert len(compiler.asked) <= 8


def test_the_number_of_checks_is_bounded() -> None:
    class Never(Compiler):
        def __call__(self, texts: Mapping[Path, bytes]) -> CheckResult:
            self.asked.append("")
            return CheckResult(Status.CANCELLED)

    compiler = Never()
    assert batch(compiler, *(finding(n, written(n, n.upper())) for n in NAMES)) is None
    assert len(compiler.asked) <= MAX_CHECKS


def test_the_worst_safety_and_every_cost_are_told() -> None:
    costly = written("b", "B", safety=Safety.API_CHANGE)
    costly = Candidate(costly.rule, costly.title, costly.edits, costly.safety, "Copies it.")
    made = batch(Compiler(), finding("a", written("a", "A")), finding("b", costly))
    assert made is not None
    assert made.fix.candidate.safety is Safety.API_CHANGE
    assert made.fix.candidate.cost == "Copies it."


def test_without_a_code_the_rule_of_the_best_fix_is_the_kind() -> None:
    def nameless(name: str, rule: str) -> Finding:
        target = error(TEXT, name * 2, None, f"expected {name}", severity=Severity.ERROR)
        fix = Fix("", target, written(name, name, rule), PASSED)
        return Finding(target, (fix,), final=True)

    kind = Kind.of(nameless("a", "close"))
    assert kind is not None and kind.covers(nameless("b", "close"))
    assert not kind.covers(nameless("b", "open")) and not kind.covers(finding("b"))
    assert Kind.of(Finding(error(TEXT, "aa", None), (), final=True)) is None
