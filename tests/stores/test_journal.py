"""The journal gives back what was written into it, newest first, each workspace its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.events import AppliedEdit, AppliedFix
from rust_agent_lsp.stores import journal
from rust_agent_lsp.stores.database import Database

EDITS = (
    AppliedEdit("src/main.rs", 12, "", "é𝕏 ⟦str:0123456789abcdef⟧", "b", "a"),
    AppliedEdit("src/lib.rs", 0, "old\r\n", "", "b", "a"),
)
FIX = AppliedFix("id", "a_rule", 'Do `x` to "…"', "safe", "passed", "E0382", "m", "c", "/w", EDITS)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "agent.sqlite3")
    yield opened
    opened.close()


def test_what_was_written_is_read(database: Database) -> None:
    number = journal.add(database, FIX)
    (record,) = journal.latest(database, "/w")
    assert (record.id, record.fix, record.undone_at) == (number, FIX, "")
    assert record.timestamp


def test_a_fix_without_a_code_is_kept_too(database: Database) -> None:
    journal.add(database, replace(FIX, code=None, edits=()))
    assert journal.latest(database, "/w")[0].fix.code is None


def test_the_newest_comes_first_and_each_workspace_has_its_own(database: Database) -> None:
    numbers = [journal.add(database, replace(FIX, fix_id=str(n))) for n in range(5)]
    journal.add(database, replace(FIX, workspace="/other"))
    assert [r.id for r in journal.latest(database, "/w")] == numbers[::-1]
    assert [r.id for r in journal.latest(database, "/w", limit=2)] == numbers[:2:-1]
    assert len(journal.latest(database, "/other")) == 1
    assert journal.latest(database, "/nowhere") == []


def test_one_is_marked_as_undone(database: Database) -> None:
    first, second = journal.add(database, FIX), journal.add(database, FIX)
    journal.mark_undone(database, first)
    undone = {r.id: bool(r.undone_at) for r in journal.latest(database, "/w")}
    assert undone == {first: True, second: False}


def test_every_applied_fix_is_an_action_of_the_agents(database: Database) -> None:
    journal.add(database, FIX)
    (row,) = database.read("SELECT action_type, success, context FROM agent_actions")
    assert (row[0], row[1]) == ("fix", 1)
    assert json.loads(row[2]) == {"rule": "a_rule", "code": "E0382"}


def test_it_is_there_after_a_restart(tmp_path: Path, database: Database) -> None:
    journal.add(database, FIX)
    database.close()
    again = Database(tmp_path / "agent.sqlite3")
    assert journal.latest(again, "/w")[0].fix == FIX
    again.close()


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    closed = Database(tmp_path / "other.sqlite3")
    closed.close()
    with pytest.raises(StoreError):
        journal.add(closed, FIX)
    with pytest.raises(StoreError):
        journal.latest(closed, "/w")
