"""Every rule proves its examples and refusals with the real compiler."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rust_agent_lsp.fixes.registry import all_rules
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import apply_edits
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.snippet import FILE_NAME, Options, check_snippet

RULES = list(all_rules().values())
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]
REFUSALS = [(rule, code) for rule in RULES for code in rule.refuses]
PATH = Path(FILE_NAME)
MANIFEST = Path("Cargo.toml")


def ids(cases: list[tuple[FixRule, object]]) -> list[str]:
    return [f"{rule.id}-{number}" for number, (rule, _) in enumerate(cases)]


def manifest(edition: str) -> str:
    return f'[package]\nname = "snippet"\nversion = "0.1.0"\nedition = "{edition}"\n'


def diagnose(code: str, rule: FixRule, edition: str = "2024") -> list[Diagnostic]:
    clippy = any(c.startswith("clippy::") for c in rule.codes)
    lints = tuple(c for c in rule.codes if c and not c.startswith("E0"))
    allow = () if lints else ("unused",)
    options = Options(edition=edition, clippy=clippy, allow=allow, warn=lints)
    return [d for d in check_snippet(code, options) if (d.code or "") in rule.codes]


def proposals(
    code: str, rule: FixRule, diagnostic: Diagnostic, edition: str = "2024"
) -> list[Candidate]:
    texts = {PATH: code, MANIFEST: manifest(edition)}
    files = {path: SourceFile.parse(path, text.encode()) for path, text in texts.items()}
    return list(rule.propose(Site(diagnostic, files[PATH], files.get)))


def outcome(code: str, candidate: Candidate, edition: str = "2024") -> tuple[str, str]:
    """Return the program and the edition of its package after the edit."""
    texts = {PATH: code.encode(), MANIFEST: manifest(edition).encode()}
    for file in candidate.edits:
        texts[file.path] = apply_edits(texts[file.path], file.edits)
    named = re.search(r'^edition = "(\d+)"$', texts[MANIFEST].decode(), re.M)
    assert named, "the manifest is broken"
    return texts[PATH].decode(), named[1]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_is_complete(rule: FixRule) -> None:
    assert rule.__doc__, "say what the edit does"
    assert rule.codes and rule.examples and rule.refuses
    assert isinstance(rule.safety, Safety)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=ids(EXAMPLES))
def test_example(rule: FixRule, example: Example) -> None:
    edition, raised = example.edition, example.raised or example.edition
    diagnostics = diagnose(example.before, rule, edition)
    assert diagnostics, f"`before` gives none of {rule.codes}"
    if example.code:
        assert example.code in {d.code for d in diagnostics}
    outcomes = [
        outcome(example.before, candidate, edition)
        for diagnostic in diagnostics
        for candidate in proposals(example.before, rule, diagnostic, edition)
    ]
    assert (example.after, raised) in outcomes
    said = check_snippet(example.after, Options(edition=raised))
    errors = [d for d in said if d.severity == Severity.ERROR]
    assert not errors, errors[0].rendered


@pytest.mark.parametrize(("rule", "code"), REFUSALS, ids=ids(REFUSALS))
def test_refusal(rule: FixRule, code: str) -> None:
    diagnostics = diagnose(code, rule)
    assert diagnostics, f"the refused program gives none of {rule.codes}"
    assert not [c for d in diagnostics for c in proposals(code, rule, d)]
