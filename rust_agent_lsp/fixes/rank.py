"""Puts the fixes for one diagnostic in order: accepted first, mild first, proven first."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.fix import (
    SWITCHED_OFF,
    Candidate,
    Fix,
    Safety,
    Verdict,
    Verification,
)

# The share of cases in which a fix of this safety is the one that people keep: a prior that
# feedback moves.
PRIOR = {
    Safety.SAFE: 0.80,
    Safety.CHANGES_BEHAVIOUR: 0.60,
    Safety.API_CHANGE: 0.55,
    Safety.GUESS: 0.15,
}
_VERDICT_ORDER = {
    Verification.PASSED: 3,
    Verification.PENDING: 2,
    Verification.UNAVAILABLE: 1,
    Verification.REFUSED: 0,
}

DISLIKED = -0.2
"""At this shift or below it a fix is not preferred, and no habit moves it up."""

Weight = Callable[[str | None, str], float]


def make_fix(diagnostic: Diagnostic, candidate: Candidate, verdict: Verdict, weight: Weight) -> Fix:
    """Build a fix with its score; `weight(code, rule)` shifts the prior by what was learned."""
    penalty = 0.15 * verdict.uncovered_nearby + 0.05 * verdict.new_warnings
    penalty -= 0.03 * min(verdict.also_repaired, 5)
    size = sum(len(e.text) for file in candidate.edits for e in file.edits)
    learned = weight(diagnostic.code, candidate.rule)
    score = PRIOR[candidate.safety] + learned
    if learned > DISLIKED:
        score += candidate.habit
    score -= penalty + min(size, 400) / 4000
    return Fix(fix_id(diagnostic, candidate), diagnostic, candidate, verdict, score)


def rank(fixes: Iterable[Fix]) -> list[Fix]:
    """Return the fixes to show, best first, guesses last; refused ones are left out, and those of
    rules that are switched off."""
    shown = [
        f
        for f in fixes
        if f.verdict.verification != Verification.REFUSED and f.score != SWITCHED_OFF
    ]
    return sorted(
        shown,
        key=lambda f: (
            -_VERDICT_ORDER[f.verdict.verification],
            f.candidate.safety == Safety.GUESS,
            -f.score,
            f.candidate.title,
        ),
    )


def shown(fixes: Iterable[Fix]) -> tuple[Fix, ...]:
    """Return the fixes that the user may see: of other people's, those alone that the compiler has
    accepted here."""
    return tuple(
        fix
        for fix in fixes
        if not fix.candidate.foreign or fix.verdict.verification == Verification.PASSED
    )


def is_preferred(fix: Fix, weight: Weight) -> bool:
    """Say whether a first-ranked fix deserves `isPreferred`: accepted, no guess, not disliked."""
    return (
        fix.verdict.verification == Verification.PASSED
        and fix.candidate.safety != Safety.GUESS
        and weight(fix.diagnostic.code, fix.candidate.rule) > DISLIKED
    )


def fix_id(diagnostic: Diagnostic, candidate: Candidate) -> str:
    """Return a short id that is the same for the same rule and edits at the same place."""
    parts = [candidate.rule, str(diagnostic.code), str(diagnostic.span)]
    parts += [f"{file.path}{edit}" for file in candidate.edits for edit in file.edits]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
