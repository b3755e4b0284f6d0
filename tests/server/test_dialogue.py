"""When a question that nobody asked for is put: seldom, and ever less where nobody answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.server.dialogue import DAYS_BETWEEN, FIXES_BETWEEN, is_due
from rust_agent_lsp.stores import actions
from rust_agent_lsp.stores.actions import Action, ActionType
from rust_agent_lsp.stores.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "agent.sqlite3")
    yield opened
    opened.close()


def fixes(database: Database, count: int = FIXES_BETWEEN) -> None:
    for _ in range(count):
        actions.note(database, Action(ActionType.FIX, True))


def asked(database: Database, *, answered: bool) -> None:
    actions.note(database, Action(ActionType.QUESTION, answered))


def later(database: Database, days: float) -> None:
    with database.write() as db:
        db.execute(
            "UPDATE agent_actions SET timestamp = datetime(timestamp, ?)", (f"-{days} days",)
        )


def test_it_takes_ten_fixes(database: Database) -> None:
    fixes(database, FIXES_BETWEEN - 1)
    assert not is_due(database)
    fixes(database, 1)
    assert is_due(database)


def test_and_a_day_and_ten_fixes_more(database: Database) -> None:
    fixes(database)
    asked(database, answered=True)
    fixes(database)
    assert not is_due(database)
    later(database, DAYS_BETWEEN + 0.1)
    assert is_due(database)
    asked(database, answered=True)
    later(database, 5)
    assert not is_due(database)


def test_what_is_not_answered_makes_the_pause_longer(database: Database) -> None:
    asked(database, answered=True)
    for _ in range(3):
        asked(database, answered=False)
    fixes(database)
    later(database, 7)
    assert not is_due(database)
    later(database, 1.1)
    assert is_due(database)
    asked(database, answered=True)
    fixes(database)
    later(database, 1.1)
    assert is_due(database)


def test_the_pause_is_a_month_at_the_most(database: Database) -> None:
    for _ in range(40):
        asked(database, answered=False)
    fixes(database)
    later(database, 33)
    assert is_due(database)
