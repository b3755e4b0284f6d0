"""What the user met and learned is kept once, and counted right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rust_agent_lsp.model.events import Confusion
from rust_agent_lsp.stores import lessons
from rust_agent_lsp.stores.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "agent.sqlite3")


def case(number: int, entry: str = "E0382") -> Confusion:
    return Confusion(entry, "/w", "src/main.rs", f"story {number}")


def test_the_same_case_counts_once(database: Database) -> None:
    assert lessons.meet(database, case(1))
    assert not lessons.meet(database, case(1))
    assert [c.story for c in lessons.cases(database, "E0382", 3)] == ["story 1"]


def test_the_latest_cases_come_oldest_first(database: Database) -> None:
    for number in range(5):
        lessons.meet(database, case(number))
    lessons.meet(database, case(9, "E0499"))
    assert [c.story for c in lessons.cases(database, "E0382", 3)] == [
        "story 2",
        "story 3",
        "story 4",
    ]


def test_a_lesson_is_offered_once(database: Database) -> None:
    assert lessons.claim_offer(database, "E0382")
    assert not lessons.claim_offer(database, "E0382")
    assert lessons.claim_offer(database, "E0499")


def test_solved_exercises_are_sessions_with_their_growth(database: Database) -> None:
    lessons.add_session(database, ["E0382"], 1)
    lessons.add_session(database, ["E0382"], 1)
    lessons.add_session(database, ["E0499"], 1)
    rows = database.read("SELECT * FROM learning_sessions ORDER BY id")
    assert [json.loads(row["concepts_learned"]) for row in rows] == [
        ["E0382"],
        ["E0382"],
        ["E0499"],
    ]
    assert [row["knowledge_growth_rate"] for row in rows] == [1.0, 0.0, 0.5]
    assert lessons.learned(database) == {"E0382", "E0499"}
