"""Candidates, verdicts and the fixes that are offered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.text import FileEdit


class Safety(StrEnum):
    """What an edit may do beside repairing the error, mildest first."""

    SAFE = "safe"
    CHANGES_BEHAVIOUR = "changes-behaviour"
    API_CHANGE = "api-change"
    GUESS = "guess"


SWITCHED_OFF = float("-inf")
"""The weight of a rule whose fixes are not to be offered."""


class Verification(StrEnum):
    """What the compiler said of a candidate."""

    PASSED = "passed"
    PENDING = "pending"
    UNAVAILABLE = "unavailable"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An edit that might repair a diagnostic; nothing has been checked yet.

    `title` says what is done in the user's names, without a verdict ("Borrow `data` in the
    call to `consume`"). `cost` says what it costs, one sentence, empty for nothing. `habit` is
    how far the user's own repairs of this form move it up. `foreign` is one that other people
    sent: it is shown to nobody before the compiler has accepted it here.
    """

    rule: str
    title: str
    edits: tuple[FileEdit, ...]
    safety: Safety = Safety.SAFE
    cost: str = ""
    habit: float = 0.0
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the candidate in the shadow workspace showed.

    `uncovered` are errors of a later compiler phase that the repaired one had hidden,
    `uncovered_nearby` counts those in the same function;
    `also_repaired` counts the other errors that are gone with it, `new_warnings` the new warnings;
    `reason` says why a candidate was refused or could not be checked.
    """

    verification: Verification
    uncovered: tuple[Diagnostic, ...] = ()
    uncovered_nearby: int = 0
    also_repaired: int = 0
    new_warnings: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Fix:
    """A candidate for one diagnostic, with its verdict and its place in the ranking.

    `id` is stable for the same rule and edits on the same text; feedback names it.
    """

    id: str
    diagnostic: Diagnostic
    candidate: Candidate
    verdict: Verdict
    score: float = 0.0

    def with_verdict(self, verdict: Verdict) -> Fix:
        """Return the same fix with another verdict."""
        return replace(self, verdict=verdict)
