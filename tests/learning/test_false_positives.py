"""When enough has gone wrong with a rule, and where; what the user says of it goes before."""

from __future__ import annotations

import random

import pytest

from rust_agent_lsp.learning.false_positives import (
    LIMIT,
    SURE,
    Standing,
    certainty,
    standings,
    switched_off,
)
from rust_agent_lsp.learning.weights import Weights
from rust_agent_lsp.model.events import Feedback, Outcome, Scope, Switch, TargetKind
from rust_agent_lsp.model.fix import SWITCHED_OFF
from rust_agent_lsp.stores import feedback, rules
from rust_agent_lsp.stores.database import Database

HERE, THERE = "/w/here", "/w/there"


def fixes(
    count: int, bad: int, rule: str = "borrow", workspace: str = HERE, everywhere: bool = False
) -> list[Outcome]:
    return [
        Outcome(rule, "E0382", workspace, f"{rule}{n}", n < bad, everywhere, "2026-01-01 10:00:00")
        for n in range(count)
    ]


@pytest.mark.parametrize(("count", "needed"), [(5, 5), (10, 6), (20, 7), (50, 11)])
def test_how_many_bad_ones_it_takes(count: int, needed: int) -> None:
    assert certainty(count, needed) >= SURE > certainty(count, needed - 1)


def test_the_certainty_is_that_of_the_beta_distribution() -> None:
    """Held against drawing from it."""
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret
    for count, bad in ((0, 0), (5, 3), (40, 4)):
        drawn = [chance.betavariate(1 + bad, 19 + count - bad) > LIMIT for _ in range(20_000)]
        assert certainty(count, bad) == pytest.approx(sum(drawn) / len(drawn), abs=0.02)


def test_few_bad_ones_prove_nothing_and_a_good_record_stands() -> None:
    for count, bad in ((0, 0), (1, 1), (4, 4), (100, 12), (1000, 100)):
        assert switched_off(fixes(count, bad), [], HERE) == frozenset()


def test_noise_below_the_limit_switches_hardly_anything_off() -> None:
    """Rules with 5 % of false positives, looked at after each of 60 fixes."""
    chance = random.Random(11)  # noqa: S311 - repeatable, not secret
    off = 0
    for _ in range(300):
        bad = 0
        for count in range(1, 61):
            bad += chance.random() < 0.05
            if certainty(count, bad) >= SURE:
                off += 1
                break
    assert off / 300 < 0.03


def test_a_bad_record_counts_in_its_own_workspace() -> None:
    found = fixes(6, 6)
    assert switched_off(found, [], HERE) == {("borrow", "")}
    assert switched_off(found, [], THERE) == frozenset()
    assert switched_off(fixes(6, 6, everywhere=True), [], THERE) == {("borrow", "")}


def test_rustcs_own_suggestions_are_as_many_rules_as_codes() -> None:
    assert switched_off(fixes(6, 6, "rustc"), [], HERE) == {("rustc", "E0382")}


def test_one_fix_counts_once() -> None:
    assert switched_off([fixes(1, 1)[0]] * 20, [], HERE) == frozenset()


def test_the_user_switches_off_and_on_again() -> None:
    off = Switch("borrow", "", HERE, is_on=False, timestamp="2026-01-02 10:00:00")
    assert switched_off([], [off], HERE) == {("borrow", "")}
    assert switched_off([], [off], THERE) == frozenset()
    on = Switch("borrow", "", HERE, is_on=True, timestamp="2026-01-02 10:00:00")
    found = standings(fixes(6, 6), [on], HERE)
    assert found == [Standing("borrow", "", HERE, 0, 0, certainty(0, 0).__round__(4))]


def test_what_is_said_of_a_workspace_goes_before_what_is_said_of_all() -> None:
    everywhere = Switch("borrow", "", "", is_on=False, timestamp="2026-01-03 10:00:00")
    here = Switch("borrow", "", HERE, is_on=True, timestamp="2026-01-02 10:00:00")
    assert switched_off([], [everywhere, here], HERE) == frozenset()
    assert switched_off([], [everywhere, here], THERE) == {("borrow", "")}


def test_a_switch_may_be_for_one_code() -> None:
    off = Switch("borrow", "E0382", "", is_on=False, timestamp="2026-01-02 10:00:00")
    assert switched_off([], [off], HERE) == {("borrow", "E0382")}


def test_the_rank_obeys(tmp_path_factory: pytest.TempPathFactory) -> None:
    database = Database(tmp_path_factory.mktemp("data") / "agent.sqlite3")
    weights = Weights(database, HERE)
    for number in range(5):
        said = Feedback(False, TargetKind.FIX, f"f{number}", "borrow", "E0382", HERE)
        feedback.add(database, said)
        weights.reload()
        assert (weights.weight("E0505", "borrow") == SWITCHED_OFF) is (number == 4)
    assert Weights(database, THERE).weight("E0382", "borrow") == 0
    rules.turn(database, Switch("borrow", "", HERE, is_on=True))
    weights.reload()
    assert weights.weight("E0505", "borrow") == 0
    said = Feedback(False, TargetKind.FIX, "g", "rustc", "E0382", THERE, Scope.EVERYWHERE)
    feedback.add(database, said)
    rules.turn(database, Switch("rustc", "E0382", "", is_on=False))
    weights.reload()
    assert weights.weight("E0382", "rustc") == SWITCHED_OFF
    assert weights.weight("E0308", "rustc") == 0
    database.close()
