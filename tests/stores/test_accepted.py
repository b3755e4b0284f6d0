"""Accepted answers and rounds are kept without what is the user's own, and age like the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.stores import accepted, rounds
from rust_agent_lsp.stores.accepted import Accepted
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.retention import forget_old
from rust_agent_lsp.stores.rounds import RoundKind


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "agent.sqlite3")
    yield opened
    opened.close()


def test_a_pair_is_kept_once_and_redacted(database: Database) -> None:
    accepted.accept(database, 'why is `player` "hunter2" gone', "E0382")
    accepted.accept(database, 'Why is `other` "secret" gone', "E0382")
    (kept,) = accepted.every(database)
    assert kept.answer == "E0382"
    assert "`_`" in kept.question
    assert not {"hunter2", "secret", "player", "other"} & set(kept.question.split('"'))
    accepted.accept(database, "`x`", "E0382")
    assert accepted.count(database) == 1, "without a word there is nothing to learn"


def test_taken_back_where_it_was_not_helpful_after_all(database: Database) -> None:
    for answer in ("E0382", "E0505"):
        accepted.accept(database, "why is it gone", answer)
    accepted.withdraw(database, "WHY is it gone", "E0382")
    accepted.withdraw(database, "never asked", "E0382")
    assert accepted.every(database) == [Accepted("why is it gone", "E0505")]


def test_the_latest_round_of_a_kind_counts(database: Database) -> None:
    assert rounds.last(database, RoundKind.REVIEW) is None
    rounds.note(database, RoundKind.REVIEW, {"failed": 1})
    rounds.note(database, RoundKind.REVIEW, {"failed": 2})
    rounds.note(database, RoundKind.SURVEY, {})
    found = rounds.last(database, RoundKind.REVIEW)
    assert found is not None
    assert found.result == {"failed": 2}
    assert 0 <= found.days < 1
    with database.write() as db:
        db.execute("UPDATE rounds SET result = '{'")
    found = rounds.last(database, RoundKind.REVIEW)
    assert found is not None and found.result == {}


def test_both_age_but_the_latest_round_of_each_kind_stays(database: Database) -> None:
    accepted.accept(database, "why is it gone", "E0382")
    for kind in (RoundKind.REVIEW, RoundKind.REVIEW, RoundKind.TRAINING):
        rounds.note(database, kind, {})
    for table in ("accepted_answers", "rounds"):
        with database.write() as db:
            db.execute(f"UPDATE {table} SET timestamp = datetime('now', '-40 days')")  # noqa: S608
    assert forget_old(database, 39) == 2
    assert accepted.count(database) == 0
    kinds = database.read("SELECT kind FROM rounds ORDER BY kind")
    assert [row[0] for row in kinds] == ["review", "training"]
    last = rounds.last(database, RoundKind.TRAINING)
    assert last is not None and 39 < last.days < 41
