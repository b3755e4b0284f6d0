"""After a "not helpful": what was wrong, another way, whether it is better. Real cargo."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any

from lsprotocol import types

from rust_agent_lsp.stores.places import Places
from tests.lsp.conftest import MOVED, PATIENCE, Editor

Start = Callable[..., Any]
Action = dict[str, Any]


def rows(sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(Places.of_user().database) as db:
        return db.execute(sql).fetchall()


async def until(sql: str, wanted: list[tuple[Any, ...]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while rows(sql) != wanted:
            await asyncio.sleep(0.05)


def named(action: Action) -> dict[str, Any]:
    return {"kind": "fix", "id": action["data"]["id"]}


async def offered(editor: Editor) -> list[Action]:
    found = await editor.final_actions(MOVED)
    return [a for a in found if a["data"].get("id")]


def write(editor: Editor, text: str) -> None:
    end = types.Position(len(editor.text.splitlines()) + 1, 0)
    editor.change((types.Range(types.Position(0, 0), end), text))


async def test_the_next_fix_is_shown_and_compared(start: Start) -> None:
    editor: Editor = await start()
    await editor.save_and_wait()
    first = (await offered(editor))[0]
    editor.answers = ["It repairs the wrong cause", "Apply", "Yes"]
    argument = {"helpful": False, "target": named(first)}
    said = await editor.run("rustAgent.wasHelpful", argument)
    assert said["stored"] is True and said["better"] is True
    assert said["next"]["rule"] != first["data"]["rule"]
    assert [q.partition("?")[0] for q in editor.questions[::2]] == [
        "What was wrong",
        "Is this better",
    ]
    assert len(editor.edits) == 1
    sql = "SELECT helpful, problem, subject FROM feedback ORDER BY id"
    rule, following = first["data"]["rule"], said["next"]["rule"]
    assert rows(sql) == [(0, "wrong-cause", rule), (1, "", following)]
    noted = rows(
        "SELECT success, learning_opportunity FROM agent_actions WHERE action_type = 'comparison'"
    )
    assert noted == [(1, f"{following} suits better than {rule}")]


async def test_an_applied_fix_is_taken_back_first(start: Start) -> None:
    editor: Editor = await start()
    await editor.save_and_wait()
    first, before = (await offered(editor))[0], editor.text
    editor.answers = ["Apply"]
    assert (await editor.choose(first))["applied"] is True
    editor.answers = ["It is not what I asked for", "Take it back, show another", "Cancel"]
    said = await editor.run("rustAgent.wasHelpful", {"helpful": False})
    assert said["next"]["id"] != first["data"]["id"] and "better" not in said
    assert editor.text == before


async def test_words_find_the_fix_that_was_wanted(start: Start) -> None:
    editor: Editor = await start()
    await editor.save_and_wait()
    found = await offered(editor)
    first = found[0]
    wanted = next(a for a in found if "Clone" in a["title"])
    assert wanted is not first
    argument = {"helpful": False, "target": named(first), "reason": "I wanted it cloned"}
    answer = await editor.run("rustAgent.feedback", argument)
    assert answer["next"]["id"] == wanted["data"]["id"]


async def test_a_question_that_is_closed_leaves_the_judgement(start: Start) -> None:
    editor: Editor = await start()
    await editor.save_and_wait()
    first = (await offered(editor))[0]
    editor.answers = [None]
    argument = {"helpful": False, "target": named(first)}
    assert (await editor.run("rustAgent.wasHelpful", argument))["stored"] is True
    assert len(editor.questions) == 1 and not editor.edits
    editor.answers = [None]
    said = await editor.run("rustAgent.wasHelpful", {"target": named(first)})
    assert said == {"stored": False, "reason": "nothing was said"}
    assert rows("SELECT count(*) FROM feedback") == [(1,)]


async def test_a_rule_is_switched_off_here_and_on_again(start: Start) -> None:
    editor: Editor = await start()
    await editor.save_and_wait()
    first = (await offered(editor))[0]
    rule = first["data"]["rule"]
    editor.answers = ["Never offer this in this project"]
    argument = {"helpful": False, "target": named(first)}
    said = await editor.run("rustAgent.wasHelpful", argument)
    assert said["switchedOff"] == rule
    assert rule not in [a["data"]["rule"] for a in await offered(editor)]
    (known,) = (await editor.run("rustAgent.rules"))["rules"][:1]
    assert (known["rule"], known["off"], known["by"]) == (rule, True, "you")
    back = await editor.run("rustAgent.rules", {"rule": rule, "code": "E0382", "on": True})
    assert not any(one["off"] for one in back["rules"])
    async with asyncio.timeout(PATIENCE):
        while rule not in [a["data"]["rule"] for a in await offered(editor)]:
            await asyncio.sleep(0.1)


async def test_it_is_asked_after_a_fix_where_that_is_wanted(start: Start) -> None:
    editor: Editor = await start(**{"feedback.ask": "always"})
    await editor.save_and_wait()
    editor.answers = ["Apply", "Helpful"]
    await editor.choose((await offered(editor))[0])
    await until("SELECT helpful FROM feedback", [(1,)])
    assert editor.questions[-1].startswith("Did this help?")
    await until("SELECT success FROM agent_actions WHERE action_type = 'question'", [(1,)])


async def test_the_first_fixes_bring_no_question(start: Start) -> None:
    editor: Editor = await start()
    await editor.save_and_wait()
    editor.answers = ["Apply"]
    await editor.choose((await offered(editor))[0])
    await until("SELECT count(*) FROM journal", [(1,)])
    await editor.save_and_wait()
    assert len(editor.questions) == 1
    assert rows("SELECT count(*) FROM agent_actions WHERE action_type = 'question'") == [(0,)]


async def test_a_fix_that_is_changed_by_hand_is_noticed(start: Start) -> None:
    editor: Editor = await start()
    await editor.save_and_wait()
    first = next(a for a in await offered(editor) if "Clone" in a["title"])
    editor.answers = ["Apply"]
    await editor.choose(first)
    write(editor, "\n" + editor.text.replace("(data.clone())", "(data .clone())"))
    await editor.save_and_wait()
    write(editor, editor.text.replace("data .clone()", "data.to_vec()"))
    editor.save()
    sql = "SELECT edited_at IS NOT NULL, undone_at FROM journal"
    await until(sql, [(1, None)])
    noted = rows("SELECT context FROM agent_actions WHERE action_type = 'edit'")
    assert len(noted) == 1 and first["data"]["rule"] in noted[0][0]


async def test_what_is_unclear_stands_beside_the_explanation(start: Start) -> None:
    options = {"documentation.ingest": "never", "confirmRequest": True}
    editor: Editor = await start(**options)
    asked: list[Any] = []

    @editor.client.feature("rustAgent/askChoice")
    def _choice(params: Any) -> Any:
        asked.append(params)
        return {"choice": "unclear", "text": "who *owns* it then?"}

    await editor.save_and_wait()
    hover = await editor.hover(MOVED)
    assert hover is not None and "Your note" not in hover
    editor.answers = ["Yes"]
    said = await editor.run("rustAgent.wasHelpful", {"helpful": False})
    assert (said["subject"], said["better"]) == ("E0382", True)
    assert said["next"]["id"] != "E0382"
    assert (
        len(asked) == 1
        and asked[0].text
        and [c.id for c in asked[0].choices][:2] == ["wrong-cause", "unclear"]
    )
    hover = await editor.hover(MOVED)
    assert hover is not None
    assert r"(unclear): who \*owns\* it then?" in hover
    lesson = await editor.run("rustAgent.explain", {"code": "E0382"})
    assert "Your note" in lesson["markdown"]
