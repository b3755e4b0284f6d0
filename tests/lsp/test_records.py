"""What is done in an editor is written down, old data goes at the start, unknown codes are kept."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rust_agent_lsp.stores.places import Places
from tests.lsp.conftest import MOVED, PATIENCE, Editor
from tests.reliability.ledger import make

Start = Callable[..., Any]
FIXTURE = Path(__file__).resolve().parents[1] / "fixtures/databases/version-6.sql"


def rows(sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(Places.of_user().database) as db:
        return db.execute(sql).fetchall()


async def until(sql: str, wanted: list[tuple[Any, ...]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while rows(sql) != wanted:
            await asyncio.sleep(0.05)


async def test_a_no_a_yes_an_undo_and_a_judgement(start: Start) -> None:
    editor: Editor = await start()
    await editor.save_and_wait()
    first = (await editor.final_actions(MOVED))[0]
    editor.answers = ["Cancel", "Apply"]
    assert (await editor.choose(first))["applied"] is False
    assert (await editor.choose(first))["applied"] is True
    assert (await editor.run("rustAgent.undoFix"))["undone"] is True
    assert (await editor.run("rustAgent.feedback", {"helpful": True}))["stored"] is True
    sql = "SELECT action_type, success FROM agent_actions ORDER BY id"
    await until(sql, [("refusal", 0), ("fix", 1), ("undo", 0), ("feedback", 1)])
    kept = rows("SELECT context, learning_opportunity FROM agent_actions")
    assert "hunter2" not in repr(kept)


async def test_old_data_goes_at_the_start(start: Start, home: Path) -> None:
    path = Places.of_user().database
    path.parent.mkdir(parents=True)
    make(path, FIXTURE.read_text("utf-8"))
    with sqlite3.connect(path) as db:
        for table in ("journal", "agent_actions", "feedback", "learned_patterns"):
            db.execute(f"UPDATE {table} SET timestamp = datetime('now', '-20 days')")  # noqa: S608
    await start(**{"data.keepDays": 10})
    await until("SELECT count(*) FROM journal", [(0,)])
    assert rows("SELECT reason FROM feedback") == [("I wanted a clone",)]
    assert rows("SELECT count(*) FROM learned_patterns") == [(2,)]


async def test_a_code_without_an_entry_is_kept_with_what_is_said_of_it(start: Start) -> None:
    text = "#![warn(unreachable_pub)]\nmod inner {\n    pub fn f() {}\n}\n"
    text += "fn main() {\n    inner::f();\n}\n"
    editor: Editor = await start(text=text, **{"diagnostics.mode": "check"})
    await editor.save_and_wait()
    async with asyncio.timeout(PATIENCE):
        while not (found := rows("SELECT code, times, said FROM unknown_codes")):
            await asyncio.sleep(0.05)
    ((code, times, said),) = found
    assert (code, times) == ("unreachable_pub", 1)
    assert "unreachable_pub" in said or "pub" in said
