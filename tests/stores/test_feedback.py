"""Judgements are counted where they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rust_agent_lsp.model.events import Feedback, Scope, TargetKind
from rust_agent_lsp.stores import feedback
from rust_agent_lsp.stores.database import Database

GOOD = Feedback(True, TargetKind.FIX, "id", "borrow", "E0382", "/w", reason="'; DROP TABLE x")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "agent.sqlite3")
    yield opened
    opened.close()


def test_each_kind_of_judgement_is_counted_by_itself(database: Database) -> None:
    for one in (GOOD, GOOD, replace(GOOD, helpful=False), replace(GOOD, code=None)):
        assert feedback.add(database, one) > 0
    assert feedback.tally(database, "/w") == {
        ("E0382", "borrow", True): 2,
        ("E0382", "borrow", False): 1,
        (None, "borrow", True): 1,
    }


def test_the_scope_says_where_it_holds(database: Database) -> None:
    feedback.add(database, replace(GOOD, subject="mine"))
    feedback.add(database, replace(GOOD, subject="theirs", workspace="/o"))
    feedback.add(database, replace(GOOD, subject="all", workspace="/o", scope=Scope.EVERYWHERE))
    assert {subject for _, subject, _ in feedback.tally(database, "/w")} == {"mine", "all"}


def test_fixes_and_entries_are_not_mixed(database: Database) -> None:
    feedback.add(database, replace(GOOD, kind=TargetKind.ENTRY, subject="E0382"))
    assert feedback.tally(database, "/w") == {}
    assert len(feedback.tally(database, "/w", TargetKind.ENTRY)) == 1


def test_the_reason_is_kept_as_it_was_given(database: Database) -> None:
    feedback.add(database, GOOD)
    assert database.read("SELECT reason FROM feedback")[0][0] == GOOD.reason
