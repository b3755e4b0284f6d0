"""The order of the offers, and which one is preferred."""

from __future__ import annotations

import pytest

from rust_agent_lsp.fixes.rank import fix_id, is_preferred, make_fix, rank
from rust_agent_lsp.model.fix import Fix, Safety, Verdict, Verification
from tests.fixes.texts import error, replacement

TEXT = "fn f() { broken }"
TARGET = error(TEXT, "broken")
PASSED = Verdict(Verification.PASSED)


def no_weight(_code: str | None, _rule: str) -> float:
    return 0.0


def offer(
    safety: Safety = Safety.SAFE,
    verdict: Verdict = PASSED,
    rule: str = "a_rule",
    weight: float = 0.0,
    new: str = "fixed",
) -> Fix:
    candidate = replacement(TEXT, "broken", new, rule=rule, safety=safety)
    return make_fix(TARGET, candidate, verdict, lambda _c, _r: weight)


def order(*fixes: Fix) -> list[int]:
    return [fixes.index(fix) for fix in rank(fixes)]


def test_accepted_before_pending_before_unavailable_and_refused_not_at_all() -> None:
    fixes = [
        offer(verdict=Verdict(Verification(name)), new=name)
        for name in ("refused", "unavailable", "pending", "passed")
    ]
    assert order(*fixes) == [3, 2, 1]


def test_mild_before_costly_before_guess() -> None:
    fixes = [offer(safety) for safety in reversed(Safety)]
    assert [fix.candidate.safety for fix in rank(fixes)] == list(Safety)


def test_a_guess_stays_behind_however_well_liked() -> None:
    liked, disliked = offer(Safety.GUESS, weight=0.6), offer(Safety.API_CHANGE, weight=-0.6)
    assert order(liked, disliked) == [1, 0]


def test_judgement_moves_a_costly_one_before_a_mild_one() -> None:
    mild, costly = offer(Safety.SAFE), offer(Safety.CHANGES_BEHAVIOUR, weight=0.3)
    assert order(mild, costly) == [1, 0]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (PASSED, Verdict(Verification.PASSED, (TARGET,), uncovered_nearby=1)),
        (PASSED, Verdict(Verification.PASSED, new_warnings=1)),
        (Verdict(Verification.PASSED, also_repaired=1), PASSED),
    ],
)
def test_what_the_compiler_saw_counts(better: Verdict, worse: Verdict) -> None:
    assert order(offer(verdict=worse), offer(verdict=better)) == [1, 0]


def test_of_equals_the_smaller_edit_comes_first() -> None:
    assert order(offer(new="a long way to say it"), offer(new="ok")) == [1, 0]


@pytest.mark.parametrize("safety", list(Safety))
@pytest.mark.parametrize("verification", list(Verification))
def test_only_an_accepted_fix_that_is_no_guess_is_preferred(
    safety: Safety, verification: Verification
) -> None:
    fix = offer(safety, Verdict(verification))
    wanted = verification is Verification.PASSED and safety is not Safety.GUESS
    assert is_preferred(fix, no_weight) is wanted


def test_two_not_helpful_take_the_preference_away() -> None:
    assert is_preferred(offer(), lambda _c, _r: -0.15)
    assert not is_preferred(offer(), lambda _c, _r: -0.30)


def test_the_id_names_rule_and_edits() -> None:
    one = replacement(TEXT, "broken", "x")
    assert fix_id(TARGET, one) == fix_id(TARGET, replacement(TEXT, "broken", "x"))
    others = [
        replacement(TEXT, "broken", "y"),
        replacement(TEXT, "f", "x"),
        replacement(TEXT, "broken", "x", rule="b_rule"),
    ]
    assert len({fix_id(TARGET, c) for c in (one, *others)}) == 4
    assert fix_id(error(TEXT, "broken", "E0308"), one) != fix_id(TARGET, one)
