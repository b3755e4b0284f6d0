"""The weekly reminder stands in the status, where the user wants it, and goes with the review."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rust_agent_lsp.stores import accepted, actions, rounds
from rust_agent_lsp.stores.accepted import Accepted
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.stores.rounds import RoundKind
from tests.lsp.conftest import PATIENCE, Editor

Start = Callable[..., Any]


@pytest.fixture
def database(home: Path) -> Database:
    opened = Database(Places.of_user().database)
    actions.note(opened, actions.refusal("r", "E0382"))
    with opened.write() as db:
        db.execute("UPDATE agent_actions SET timestamp = datetime('now', '-9 days')")
    return opened


async def message(editor: Editor) -> str:
    """What the status says once the server has nothing else to say."""
    async with asyncio.timeout(PATIENCE):
        while True:
            status = await editor.run("rustAgent.status")
            if status["state"] == "ready":
                return str(status["message"])
            await asyncio.sleep(0.05)


async def test_it_is_off_by_default(start: Start, database: Database) -> None:
    editor: Editor = await start()
    assert await message(editor) == ""


async def test_it_stands_in_the_status_item(start: Start, database: Database) -> None:
    editor: Editor = await start(**{"review.remind": True})
    async with asyncio.timeout(PATIENCE):
        while not (said := await message(editor)):
            await asyncio.sleep(0.05)
    assert "9 days of use without one" in said
    assert "rust-agent-lsp review" in said


async def test_not_after_a_review(start: Start, database: Database) -> None:
    rounds.note(database, RoundKind.REVIEW, {})
    editor: Editor = await start(**{"review.remind": True})
    assert await message(editor) == ""


async def test_a_helpful_answer_is_kept_with_its_question(start: Start, home: Path) -> None:
    editor: Editor = await start(**{"index.enabled": False})
    question = "what does E0382 mean for `player`"
    first = (await editor.run("rustAgent.ask", {"question": question}))["answers"][0]
    assert first["entry"] == "E0382"
    target = {"kind": "answer", "id": "E0382"}

    async def kept(helpful: bool, wanted: list[Accepted]) -> None:
        judged = {"helpful": helpful, "target": target}
        assert (await editor.run("rustAgent.feedback", judged))["stored"] is True
        opened = Database(Places.of_user().database)
        async with asyncio.timeout(PATIENCE):
            while accepted.every(opened) != wanted:
                await asyncio.sleep(0.05)
        opened.close()

    await kept(True, [Accepted("what does E0382 mean for `_`", "E0382")])
    await kept(False, [])
