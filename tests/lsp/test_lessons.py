"""The third error of a kind brings the offer of a lesson; exercises are checked on save."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from lsprotocol import types

from tests.lsp.conftest import PATIENCE, Editor

Start = Callable[..., Any]

THREE = "".join(
    f"fn f{n}() {{\n    let name{n} = String::new();\n    drop(name{n});\n    drop(name{n});\n}}\n"
    for n in range(4)
)


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not done():
            await asyncio.sleep(0.05)


def pages_of(editor: Editor) -> list[Any]:
    pages: list[Any] = []

    @editor.client.feature("rustAgent/showPage")
    def _shown(page: Any) -> None:
        pages.append(page)

    return pages


def messages_of(editor: Editor) -> list[str]:
    return [message.message for message in editor.client.messages]


async def hover_each(editor: Editor, numbers: range) -> None:
    for number in numbers:
        found = await editor.hover({"line": 5 * number + 3, "character": 10})
        assert found is not None and f"`name{number}`" in found


async def test_the_third_time_brings_a_lesson_with_the_users_cases(start: Start) -> None:
    editor = await start(text=THREE, confirmRequest=True)
    pages = pages_of(editor)
    await editor.save_and_wait()
    editor.answers = ["Show the lesson"]
    await hover_each(editor, range(2))
    await hover_each(editor, range(2))
    assert editor.questions == []
    await hover_each(editor, range(2, 3))
    await until(lambda: bool(pages))
    assert "E0382" in editor.questions[0]
    page = pages[0].markdown
    assert "## Your own cases" in page
    assert all(f"`name{n}`" in page for n in range(3))
    await hover_each(editor, range(3, 4))
    assert (await editor.run("rustAgent.explain", {"code": "E0382"}))["entry"] == "E0382"
    assert len(editor.questions) == 1


async def test_the_offer_can_be_switched_off(start: Start) -> None:
    editor = await start(text=THREE, **{"lessons.offer": False})
    await editor.save_and_wait()
    await hover_each(editor, range(4))
    lesson = await editor.run("rustAgent.explain", {"code": "E0382"})
    assert "## Your own cases" in lesson["markdown"]
    assert editor.questions == []


async def exercise(editor: Editor) -> str:
    """Ask for an exercise and let the editor hold its file; return the text as it was written."""
    answer = await editor.run("rustAgent.exercise", {"code": "E0382"})
    editor.uri, editor.path = answer["uri"], Path(unquote(urlparse(answer["uri"]).path))
    editor.text = await asyncio.to_thread(editor.path.read_text, "utf-8")
    return editor.text


async def test_an_exercise_is_opened_judged_on_save_and_written_down(
    start: Start, home: Path
) -> None:
    editor = await start(confirmRequest=True)
    text = await exercise(editor)
    assert editor.path.is_relative_to(home)
    editor.open()
    await editor.save_and_wait()
    await until(lambda: any("Not yet" in said for said in messages_of(editor)))
    assert [d.code for d in editor.client.diagnostics[editor.uri]] == ["E0382"]

    everything = types.Range(types.Position(0, 0), types.Position(len(text.splitlines()), 0))
    editor.change((everything, text.replace("consume(data)", "consume(data.clone())")))
    await editor.save_and_wait()
    await until(lambda: any(said.startswith("Solved") for said in messages_of(editor)))
    assert list(editor.client.diagnostics[editor.uri]) == []


async def test_an_exercise_begun_is_not_overwritten(start: Start) -> None:
    editor = await start(confirmRequest=True)
    await exercise(editor)
    editor.text = "// mine\n"
    editor.open()
    editor.save()
    assert await exercise(editor) == "// mine\n"


async def test_what_has_no_entry_shows_the_toolchains_own_text(start: Start) -> None:
    editor = await start(confirmRequest=True)
    found = await editor.run("rustAgent.explain", {"code": "clippy::arithmetic_side_effects"})
    assert found["entry"] is None
    assert "toolchain's own words" in found["markdown"]
    unknown = await editor.run("rustAgent.explain", {"code": "no_such_lint"})
    assert unknown["markdown"] == ""
