"""Anti-patterns of an open file as quiet hints, each with the repair that the compiler accepted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rust_agent_lsp.fixes.compare import compare
from rust_agent_lsp.fixes.propose import propose
from rust_agent_lsp.fixes.rank import make_fix
from rust_agent_lsp.fixes.registry import repairs_for
from rust_agent_lsp.matching.patterns.engine import hits
from rust_agent_lsp.matching.patterns.registry import all_rules
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.fix import Candidate, Fix, Verdict, Verification
from rust_agent_lsp.model.text import Span, apply_edits
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.check import CheckResult, Status

MOST = 20
"""How many hints a file gets at the most."""
MOST_TRIES = 40
"""How often the compiler is asked for the hints of one text."""
_ALLOWED = re.compile(rb"#!?\[(?:allow|expect)\(([^)]*)\)")

Check = Callable[[Mapping[Path, bytes]], CheckResult]


@dataclass(frozen=True, slots=True)
class Hint:
    """An anti-pattern at a place; `fix` is an accepted repair, None where there is none.

    `said` is a diagnostic whose code is the pattern's id and whose message is the reason. `lints`
    are those that say the same.
    """

    said: Diagnostic
    lints: tuple[str, ...] = ()
    fix: Fix | None = None

    @property
    def pattern(self) -> str:
        """The id of the anti-pattern."""
        return self.said.code or ""


def hints(source: SourceFile, lints_of: Callable[[str], Sequence[str]]) -> list[Hint]:
    """Return the anti-patterns of a file in source order, without repairs yet.

    `lints_of` gives the lints that say the same as a pattern; where one of them is allowed in the
    file, nothing is hinted. Takes up to 50 ms for 1,000 lines.
    """
    listed = b",".join(_ALLOWED.findall(source.text)).decode(errors="replace")
    allowed = {name.strip() for name in listed.split(",")}
    found: dict[tuple[str, Span], Hint] = {}
    for hit in hits(source.text):
        lints = tuple(lints_of(hit.id)) if hit.bad else ()
        if hit.bad and not allowed.intersection(lints):
            said = Diagnostic(hit.id, Severity.HELP, hit.reason, source.path, hit.span)
            found.setdefault((hit.id, hit.span), Hint(said, lints))
    return sorted(found.values(), key=lambda hint: hint.said.span)[:MOST]


def unsaid(found: Iterable[Hint], told: Sequence[Diagnostic]) -> list[Hint]:
    """Return the hints of which neither rustc nor clippy has said the same.

    `told` are the diagnostics in force in the file. A lint of the pattern's own that touches the
    hint says the same; so, to be quiet, does any diagnostic that begins within it.
    """

    def is_said(hint: Hint, other: Diagnostic) -> bool:
        span = hint.said.span
        if not span.touches(other.span):
            return False
        return other.code in hint.lints or span.contains(Span(*[other.span.start] * 2))

    return [h for h in found if not any(is_said(h, d) for d in told)]


def repaired(
    found: Sequence[Hint], source: SourceFile, before: Sequence[Diagnostic], check: Check
) -> Iterator[Hint]:
    """Yield the hints with the first repair of each that the compiler accepts.

    `before` is what it says of the text as it is. A repair is accepted if the pattern is gone and
    the compiler says nothing that it did not say before.
    """
    tries = MOST_TRIES
    for hint in found:
        fix = None
        rules = repairs_for(hint.pattern)
        seen = _times_seen(hint, source.text) if rules else 0
        opened = {source.path: source}.get
        for candidate in propose(hint.said, opened, with_rustc=False, rules=rules):
            if tries and fix is None and (_times_seen(hint, _after(candidate, source)) < seen):
                tries -= 1
                fix = _accepted(hint, candidate, source, before, check)
        yield replace(hint, fix=fix)


def _times_seen(hint: Hint, text: bytes) -> int:
    """Return in how many places of a text the pattern is seen."""
    return len(hits(text, [rule for rule in all_rules() if rule.id == hint.pattern]))


def _after(candidate: Candidate, source: SourceFile) -> bytes:
    return apply_edits(source.text, candidate.edits[0].edits)


def _accepted(
    hint: Hint,
    candidate: Candidate,
    source: SourceFile,
    before: Sequence[Diagnostic],
    check: Check,
) -> Fix | None:
    after = check({source.path: _after(candidate, source)})
    if after.status is not Status.OK:
        return None
    comparison = compare(before, after.diagnostics, candidate.edits)
    if comparison.new_errors or comparison.new_warnings:
        return None
    return make_fix(hint.said, candidate, Verdict(Verification.PASSED), lambda *_: 0.0)
