"""The exam's parts that the compiler judges: fixes, refusals, templates, patterns recognised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from rust_agent_lsp.features.exam import FALSE_POSITIVES, FIXES, PATTERNS, TEMPLATES, Part, share
from rust_agent_lsp.features.recognize import recognize
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.matching.patterns.registry import all_rules as recognisers
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.errors import EditConflict
from rust_agent_lsp.model.fix import Candidate
from rust_agent_lsp.model.pattern import Pattern, PatternKind, fill
from rust_agent_lsp.model.text import apply_edits
from rust_agent_lsp.stores.knowledge import section
from rust_agent_lsp.stores.patterns import block_files
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.snippet import FILE_NAME, Options, check_snippet

_PATH, _MANIFEST = Path(FILE_NAME), Path("Cargo.toml")

Cases = Iterable[tuple[str, tuple[FixRule, Example]]]


def rule_examples(rules: Iterable[FixRule]) -> Cases:
    """Yield every worked example of the rules, named."""
    for rule in rules:
        for number, example in enumerate(rule.examples, 1):
            yield f"{rule.id} {number}", (rule, example)


def rule_refusals(rules: Iterable[FixRule]) -> Iterable[tuple[str, tuple[FixRule, str]]]:
    """Yield every program that a rule must leave alone, named."""
    for rule in rules:
        for number, code in enumerate(rule.refuses, 1):
            yield f"{rule.id} {number}", (rule, code)


def fix_part(cases: Cases, cache: Path) -> Part:
    """Have each rule repair its example: the compiler must give the error before and none after."""
    found = list(cases)
    missed = [name for name, (rule, example) in found if not _repairs(rule, example, cache)]
    return share("fixes", "Compile errors repaired", FIXES, len(found), missed)


def false_positive_part(cases: Iterable[tuple[str, tuple[FixRule, str]]], cache: Path) -> Part:
    """Show each rule what it must leave alone; a fix for it is a false positive."""
    found = list(cases)
    wrong = [
        name
        for name, (rule, code) in found
        if any(_proposals(rule, d, code, "2024") for d in _diagnose(rule, code, "2024", cache))
    ]
    value = round(100 * len(wrong) / len(found), 1) if found else 0.0
    title = "Fixes where there should be none"
    part = Part("false-positives", title, value, "%", FALSE_POSITIVES, len(found), tuple(wrong))
    return replace(part, below=True)


def template_cases(patterns: Iterable[Pattern]) -> Iterable[tuple[str, Pattern]]:
    """Yield the patterns whose template is one Rust file that needs no crates."""
    for pattern in patterns:
        single = len(pattern.template) == 1 and not pattern.template[0].path
        if single and not pattern.dependencies:
            yield pattern.id, pattern


def template_part(cases: Iterable[tuple[str, Pattern]], cache: Path) -> Part:
    """Compile templates as they are first inserted."""
    found = list(cases)
    missed = []
    for name, pattern in found:
        defaults = {hole.name: hole.default for hole in pattern.holes}
        if not _compiles(fill(pattern.template[0].text, defaults), "2024", cache):
            missed.append(name)
    return share("templates", "Templates that compile at once", TEMPLATES, len(found), missed)


def pattern_cases(patterns: Iterable[Pattern]) -> Iterable[tuple[str, str]]:
    """Yield the patterns that can be recognised, each with a program that shows it."""
    known = {rule.id for rule in recognisers()}
    for pattern in patterns:
        shown = pattern.example
        if pattern.kind is PatternKind.ANTI_PATTERN:
            shown = tuple(block_files(section(pattern.body, "Bad")))
        rust = [file.text for file in shown if file.path in ("", "src/main.rs", "src/lib.rs")]
        if pattern.id in known and rust:
            yield pattern.id, rust[0]


def pattern_part(cases: Iterable[tuple[str, str]]) -> Part:
    """Look for each pattern in the program that shows it."""
    found = list(cases)
    missed = [name for name, code in found if name not in {p.id for p in recognize(code.encode())}]
    return share("patterns", "Patterns recognised", PATTERNS, len(found), missed)


def _repairs(rule: FixRule, example: Example, cache: Path) -> bool:
    edition, raised = example.edition, example.raised or example.edition
    for diagnostic in _diagnose(rule, example.before, edition, cache):
        for candidate in _proposals(rule, diagnostic, example.before, edition):
            if _outcome(candidate, example.before, edition) == example.after:
                return _compiles(example.after, raised, cache)
    return False


def _diagnose(rule: FixRule, code: str, edition: str, cache: Path) -> list[Diagnostic]:
    lints = tuple(c for c in rule.codes if c and not c.startswith("E0"))
    options = Options(
        edition=edition,
        clippy=any(c.startswith("clippy::") for c in rule.codes),
        allow=() if lints else ("unused",),
        warn=lints,
    )
    return [d for d in check_snippet(code, options, cache) if (d.code or "") in rule.codes]


def _proposals(rule: FixRule, found: Diagnostic, code: str, edition: str) -> list[Candidate]:
    texts = _texts(code, edition)
    files = {path: SourceFile.parse(path, text) for path, text in texts.items()}
    return list(rule.propose(Site(found, files[_PATH], files.get)))


def _outcome(candidate: Candidate, code: str, edition: str) -> str:
    texts = _texts(code, edition)
    for file in candidate.edits:
        try:
            texts[file.path] = apply_edits(texts[file.path], file.edits)
        except (EditConflict, KeyError):
            return ""
    return texts[_PATH].decode()


def _texts(code: str, edition: str) -> dict[Path, bytes]:
    manifest = f'[package]\nname = "snippet"\nversion = "0.1.0"\nedition = "{edition}"\n'
    return {_PATH: code.encode(), _MANIFEST: manifest.encode()}


def _compiles(code: str, edition: str, cache: Path) -> bool:
    said = check_snippet(code, Options(edition=edition), cache)
    return not any(d.severity == Severity.ERROR for d in said)
