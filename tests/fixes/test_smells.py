"""Every repair of an anti-pattern proves its examples: seen before, gone after, still running."""

from __future__ import annotations

from pathlib import Path

import pytest

from rust_agent_lsp.features.hints import Hint, hints, repaired, unsaid
from rust_agent_lsp.fixes.registry import all_repairs, all_rules
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.matching.patterns.engine import hits
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.pattern import PatternKind
from rust_agent_lsp.model.text import Edit, FileEdit, Span, apply_edits
from rust_agent_lsp.stores.patterns import Patterns
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.check import CheckResult, Status
from rust_agent_lsp.toolchain.run_snippet import build_and_run
from rust_agent_lsp.toolchain.snippet import Options, check_snippet

REPAIRS = list(all_repairs().values())
EXAMPLES = [(rule, example) for rule in REPAIRS for example in rule.examples]
REFUSALS = [(rule, code) for rule in REPAIRS for code in rule.refuses]
PATH = Path("snippet.rs")


def ids(cases: list[tuple[FixRule, object]]) -> list[str]:
    return [f"{rule.id}-{number}" for number, (rule, _) in enumerate(cases)]


def seen(code: str, rule: FixRule) -> tuple[SourceFile, list[Hint]]:
    source = SourceFile.parse(PATH, code.encode())
    return source, [h for h in hints(source, lambda _: ()) if h.pattern in rule.codes]


def outcomes(code: str, rule: FixRule) -> list[str]:
    source, found = seen(code, rule)
    sites = [Site(hint.said, source, {PATH: source}.get) for hint in found]
    return [
        apply_edits(source.text, candidate.edits[0].edits).decode()
        for site in sites
        for candidate in rule.propose(site)
    ]


def compiler(texts: object) -> CheckResult:
    assert isinstance(texts, dict)
    return CheckResult(Status.OK, tuple(check_snippet(texts[PATH].decode(), Options(allow=()))))


@pytest.mark.parametrize("rule", REPAIRS, ids=lambda rule: rule.id)
def test_a_repair_is_complete(rule: FixRule) -> None:
    assert rule.__doc__ and rule.codes and rule.examples and rule.refuses
    assert isinstance(rule.safety, Safety)
    assert rule.id not in all_rules(), "an id names one rule"
    patterns = Patterns()
    kinds = {code: (p := patterns.get(code)) and p.kind for code in rule.codes}
    assert set(kinds.values()) == {PatternKind.ANTI_PATTERN}


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=ids(EXAMPLES))
def test_example(rule: FixRule, example: Example) -> None:
    _, found = seen(example.before, rule)
    assert found, f"{rule.codes} is not seen"
    assert example.after in outcomes(example.before, rule)
    after = [hit.id for hit in hits(example.after.encode()) if hit.bad]
    assert not {*after} & {*rule.codes}
    for program in (example.before, example.after):
        ran = build_and_run(program)
        assert ran.returncode == 0, [d.rendered for d in ran.diagnostics] or ran.output


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=ids(EXAMPLES))
def test_the_compiler_chooses_the_repair(rule: FixRule, example: Example) -> None:
    """Among several ways the first that compiles without a new warning is that of the example."""
    source, found = seen(example.before, rule)
    before = compiler({PATH: source.text})
    fixes = [h.fix for h in repaired(found, source, before.diagnostics, compiler) if h.fix]
    texts = [apply_edits(source.text, f.candidate.edits[0].edits).decode() for f in fixes]
    assert example.after in texts, texts


@pytest.mark.parametrize(("rule", "code"), REFUSALS, ids=ids(REFUSALS))
def test_refusal(rule: FixRule, code: str) -> None:
    ran = build_and_run(code)
    assert ran.returncode == 0, [d.rendered for d in ran.diagnostics] or ran.output
    assert outcomes(code, rule) == []


@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.WARNING])
def test_what_the_compiler_complains_of_is_no_repair(severity: Severity) -> None:
    rule = all_repairs()["insert_once"]
    source, found = seen(rule.examples[0].before, rule)
    new = Diagnostic("unused_must_use", severity, "so", PATH, Span(0, 1))
    refused = CheckResult(Status.OK, (new,))
    assert [h.fix for h in repaired(found, source, (), lambda _: refused)] == [None]
    fine = CheckResult(Status.OK)
    assert [h.fix is None for h in repaired(found, source, (), lambda _: fine)] == [False]


def test_an_edit_that_leaves_the_pattern_is_no_repair(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = all_repairs()["insert_once"]
    source, found = seen(rule.examples[0].before, rule)
    idle = Candidate(rule.id, "Add a line", (FileEdit(PATH, (Edit.insert(0, "\n"),)),))
    monkeypatch.setattr(type(rule), "propose", lambda _self, _site: iter([idle]))
    fine = CheckResult(Status.OK)
    assert [h.fix for h in repaired(found, source, (), lambda _: fine)] == [None]


def test_what_is_said_already_is_no_hint() -> None:
    rule = all_repairs()["insert_once"]
    _, found = seen(rule.examples[0].before, rule)
    assert len(found) == 1
    inside = found[0].said.span.start
    lint = Diagnostic("clippy::x", Severity.WARNING, "so", PATH, Span(inside, inside + 3))
    away = Diagnostic("clippy::x", Severity.WARNING, "so", PATH, Span(0, 3))
    assert unsaid(found, [lint]) == []
    assert unsaid(found, [away]) == found


def test_what_the_user_allows_is_no_hint() -> None:
    code = all_repairs()["insert_once"].examples[0].before
    lint = "clippy::set_contains_or_insert"

    def found(text: str) -> list[str]:
        source = SourceFile.parse(PATH, text.encode())
        return [h.pattern for h in hints(source, lambda _: (lint,))]

    assert found(code) == ["contains-then-insert"]
    assert found(f"#![allow(dead_code, {lint})]\n{code}") == []
    assert found(f"#![allow(dead_code)]\n{code}") == ["contains-then-insert"]


def test_a_repair_keeps_the_line_breaks_of_the_file() -> None:
    rule = all_repairs()["end_lock_first"]
    example = rule.examples[0]
    code = example.before.replace("\n", "\r\n")
    source, found = seen(code, rule)
    before = compiler({PATH: source.text}).diagnostics
    [fix] = [h.fix for h in repaired(found, source, before, compiler) if h.fix]
    after = apply_edits(source.text, fix.candidate.edits[0].edits).decode()
    assert after == example.after.replace("\n", "\r\n")
