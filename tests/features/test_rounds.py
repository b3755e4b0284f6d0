"""A round is due after its time, training only where there is something new to learn from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.features.review import review
from rust_agent_lsp.features.rounds import due, due_section, reminder
from rust_agent_lsp.stores import accepted, actions, rounds
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.stores.rounds import RoundKind


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "agent.sqlite3")
    yield opened
    opened.close()


def used_for(database: Database, days: int) -> None:
    actions.note(database, actions.refusal("r", "E0382"))
    age(database, "agent_actions", days)


def made(database: Database, kind: RoundKind, days: int) -> None:
    rounds.note(database, kind, {})
    with database.write() as db:
        db.execute(
            "UPDATE rounds SET timestamp = datetime('now', ?) WHERE kind = ?",
            (f"-{days} days", kind),
        )


def age(database: Database, table: str, days: int) -> None:
    with database.write() as db:
        db.execute(f"UPDATE {table} SET timestamp = datetime('now', '-{days} days')")  # noqa: S608


def kinds(database: Database) -> list[str]:
    return [one.kind for one in due(database)]


def test_nothing_is_due_at_first(database: Database) -> None:
    assert kinds(database) == []
    used_for(database, 6)
    assert kinds(database) == []
    assert reminder(database) == ""


def test_the_weekly_review(database: Database) -> None:
    used_for(database, 8)
    assert kinds(database) == ["review"]
    said = reminder(database)
    assert "8 days of use without one" in said
    assert said.endswith("rust-agent-lsp review")
    made(database, RoundKind.REVIEW, 6)
    assert reminder(database) == ""
    made(database, RoundKind.REVIEW, 7)
    assert "7 days since the last one" in reminder(database)


def test_training_needs_something_new(database: Database) -> None:
    used_for(database, 31)
    made(database, RoundKind.REVIEW, 1)
    assert kinds(database) == []
    accepted.accept(database, "why is it gone", "E0382")
    assert kinds(database) == ["training"]
    made(database, RoundKind.TRAINING, 29)
    assert kinds(database) == []
    made(database, RoundKind.TRAINING, 31)
    assert kinds(database) == ["training"]
    age(database, "accepted_answers", 32)
    assert kinds(database) == [], "that answer was learned from already"


def test_the_review_names_what_else_is_due(database: Database) -> None:
    used_for(database, 100)
    section = due_section(database)
    assert [(row.what, row.count) for row in section.rows] == [("refresh", 100)]
    assert "`rust-agent-lsp refresh`" in section.todo
    found = review(database, Knowledge(), 7, rounds=section)
    assert found.sections[-1] == section
    made(database, RoundKind.REFRESH, 2)
    found = review(database, Knowledge(), 7, rounds=due_section(database))
    assert "rounds" not in {s.id for s in found.sections}
