"""How far a judgement, a kept fix and a fix taken back move a rule's rank."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.learning.weights import HELPFUL, KEPT, LIMIT, NOT_HELPFUL, UNDONE, Weights
from rust_agent_lsp.model.events import AppliedFix, Feedback, Scope, TargetKind
from rust_agent_lsp.stores import feedback, journal
from rust_agent_lsp.stores.database import Database

HERE, ELSEWHERE = "/w/here", "/w/elsewhere"
Judge = Callable[..., None]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "agent.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def judge(database: Database) -> Judge:
    def write(
        helpful: bool,
        rule: str = "borrow",
        code: str | None = "E0382",
        workspace: str = HERE,
        scope: Scope = Scope.PROJECT,
        kind: TargetKind = TargetKind.FIX,
    ) -> None:
        feedback.add(database, Feedback(helpful, kind, "x", rule, code, workspace, scope))

    return write


def applied(rule: str = "borrow", workspace: str = HERE) -> AppliedFix:
    return AppliedFix("f", rule, "t", "safe", "passed", "E0382", "m", "c", workspace, ())


def weight(database: Database, rule: str = "borrow", code: str | None = "E0382") -> float:
    return Weights(database, HERE).weight(code, rule)


def test_nothing_said_is_nothing_moved(database: Database) -> None:
    assert weight(database) == 0
    assert Weights(None, HERE).weight("E0382", "borrow") == 0


def test_each_judgement_moves_its_rule_at_its_code(database: Database, judge: Judge) -> None:
    judge(True)
    judge(False, rule="clone")
    judge(False, rule="clone")
    judge(True, code=None)
    assert weight(database) == pytest.approx(HELPFUL)
    assert weight(database, "clone") == pytest.approx(2 * NOT_HELPFUL)
    assert weight(database, code=None) == pytest.approx(HELPFUL)
    assert weight(database, code="E0505") == 0


def test_a_judgement_holds_in_its_project_unless_it_says_everywhere(
    database: Database, judge: Judge
) -> None:
    judge(False, workspace=ELSEWHERE)
    assert weight(database) == 0
    judge(False, workspace=ELSEWHERE, scope=Scope.EVERYWHERE)
    assert weight(database) == pytest.approx(NOT_HELPFUL)


def test_judgements_of_other_things_do_not_move_rules(database: Database, judge: Judge) -> None:
    judge(False, kind=TargetKind.ENTRY)
    judge(True, kind=TargetKind.PATTERN)
    assert weight(database) == 0


def test_kept_fixes_raise_and_those_taken_back_lower(database: Database) -> None:
    first = journal.add(database, applied())
    journal.add(database, applied())
    journal.add(database, applied(workspace=ELSEWHERE))
    assert weight(database) == pytest.approx(2 * KEPT)
    journal.mark_undone(database, first)
    assert weight(database) == pytest.approx(KEPT + UNDONE)


def test_two_taken_back_weigh_as_much_as_two_not_helpful(database: Database, judge: Judge) -> None:
    for rule in ("borrow", "borrow"):
        journal.mark_undone(database, journal.add(database, applied(rule)))
        judge(False, rule="clone")
    assert weight(database) == weight(database, "clone")


def test_there_is_a_limit_both_ways(database: Database, judge: Judge) -> None:
    for _ in range(20):
        judge(True)
        judge(False, rule="clone")
    assert (weight(database), weight(database, "clone")) == (LIMIT, -LIMIT)


def test_what_is_said_later_counts_after_a_reload(database: Database, judge: Judge) -> None:
    weights = Weights(None, HERE)
    judge(True)
    weights.attach(database)
    assert weights.weight("E0382", "borrow") == pytest.approx(HELPFUL)
    judge(True)
    weights.reload()
    assert weights.weight("E0382", "borrow") == pytest.approx(2 * HELPFUL)
