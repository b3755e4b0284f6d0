"""The way of one error over the real protocol, from the diagnostic to the undo."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from lsprotocol import types

from tests.lsp.conftest import ASSIGNED, BROKEN, MOVED, PATIENCE, Editor

Start = Callable[..., Any]


def moved_value(severity: int = 1) -> dict[str, Any]:
    """The E0382 of `BROKEN` as rust-analyzer words it."""

    def place(line: int, start: int, end: int) -> dict[str, Any]:
        return {
            "start": {"line": line, "character": start},
            "end": {"line": line, "character": end},
        }

    return {
        "range": place(7, 22, 26),
        "severity": severity,
        "code": "E0382",
        "source": "rustc",
        "message": "borrow of moved value: `data`\nvalue borrowed here after move",
        "relatedInformation": [
            {"location": {"uri": "", "range": place(6, 20, 24)}, "message": "value moved here"}
        ],
        "data": {"rendered": "error[E0382]: borrow of moved value: `data`"},
    }


def for_file(editor: Editor, diagnostic: dict[str, Any]) -> dict[str, Any]:
    for related in diagnostic["relatedInformation"]:
        related["location"]["uri"] = editor.uri
    return diagnostic


async def test_forwarded_error_is_explained_and_repaired(start: Start) -> None:
    editor = await start()
    editor.forward([for_file(editor, moved_value())])
    told = await editor.hover(MOVED)
    assert told is not None
    assert "`data`" in told and "line 7" in told and "line 8" in told

    actions = await editor.final_actions(MOVED)
    first = actions[0]
    assert first["data"]["verification"] == "passed"
    assert first["isPreferred"] is True
    assert "`data`" in first["title"] and "✓" in first["title"]

    editor.answers = ["Show diff", "Apply"]
    result = await editor.choose(first)
    assert result["applied"] is True
    assert len(editor.questions) == 2
    assert editor.text != BROKEN

    journal = (await editor.run("rustAgent.journal"))["markdown"]
    assert "E0382" in journal and first["data"]["rule"] in journal

    assert (await editor.run("rustAgent.undoFix"))["undone"] is True
    assert editor.text == BROKEN


async def test_every_first_fix_compiles(start: Start) -> None:
    editor = await start()
    for position in (MOVED, ASSIGNED):
        await editor.save_and_wait()
        first = (await editor.final_actions(position))[0]
        assert first["data"]["verification"] == "passed"
        editor.answers = ["Apply"]
        assert (await editor.choose(first))["applied"] is True
    editor.save()
    done = subprocess.run(["cargo", "check", "-q"], cwd=editor.root, check=False)
    assert done.returncode == 0


async def test_no_hover_without_a_diagnostic(start: Start) -> None:
    editor = await start()
    editor.forward([for_file(editor, moved_value())])
    assert await editor.hover({"line": 0, "character": 3}) is None


async def test_both_ends_of_a_range_are_under_the_cursor(start: Start) -> None:
    editor = await start(trusted=False)
    editor.forward([for_file(editor, moved_value())])
    for character, there in ((21, False), (22, True), (26, True), (27, False)):
        found = await editor.hover({"line": 7, "character": character})
        assert (found is not None) is there, character


async def test_an_empty_set_clears(start: Start) -> None:
    editor = await start(trusted=False)
    editor.forward([for_file(editor, moved_value())])
    assert await editor.hover(MOVED) is not None
    editor.forward([])
    assert await editor.hover(MOVED) is None


async def test_a_stale_set_is_dropped(start: Start) -> None:
    editor = await start(trusted=False)
    editor.change((types.Range(types.Position(0, 0), types.Position(0, 0)), "\n"))
    editor.forward([for_file(editor, moved_value())], version=1)
    assert await editor.hover(MOVED) is None


async def test_diagnostics_move_with_the_text(start: Start) -> None:
    editor = await start(trusted=False)
    editor.forward([for_file(editor, moved_value())])
    editor.change((types.Range(types.Position(0, 0), types.Position(0, 0)), "// new\n"))
    assert await editor.hover(MOVED) is None
    assert await editor.hover({"line": 8, "character": 24}) is not None


async def test_hints_are_no_diagnostics(start: Start) -> None:
    editor = await start(trusted=False)
    editor.forward([for_file(editor, moved_value(severity=4))])
    assert await editor.hover(MOVED) is None


@pytest.mark.parametrize("answer", ["Cancel", None])
async def test_a_no_changes_nothing(start: Start, answer: str | None) -> None:
    editor = await start()
    await editor.save_and_wait()
    first = (await editor.final_actions(MOVED))[0]
    editor.answers = [answer]
    assert (await editor.choose(first))["applied"] is False
    assert editor.edits == [] and editor.text == BROKEN
    assert (await editor.run("rustAgent.journal"))["records"] == []


async def test_an_editor_that_lies_is_found_out(start: Start) -> None:
    """`applied: true` with the text unchanged is a No: nothing is written down."""
    editor = await start()
    await editor.save_and_wait()
    first = (await editor.final_actions(MOVED))[0]
    editor.answers, editor.applies = ["Apply"], False
    assert (await editor.choose(first))["applied"] is False
    assert len(editor.edits) == 1
    assert (await editor.run("rustAgent.journal"))["records"] == []


async def test_a_text_that_changed_before_the_yes_is_left_alone(start: Start) -> None:
    editor = await start()
    await editor.save_and_wait()
    first = (await editor.final_actions(MOVED))[0]
    top = types.Range(types.Position(0, 0), types.Position(0, 0))
    editor.on_question = lambda: editor.change((top, "// typed meanwhile\n"))
    editor.answers = ["Apply"]
    assert (await editor.choose(first))["applied"] is False
    assert editor.edits == []


async def test_undo_keeps_later_edits(start: Start) -> None:
    editor = await start()
    await editor.save_and_wait()
    first = (await editor.final_actions(ASSIGNED))[0]
    editor.answers = ["Apply"]
    assert (await editor.choose(first))["applied"] is True
    top = types.Range(types.Position(0, 0), types.Position(0, 0))
    editor.change((top, "// mine\n"))
    assert (await editor.run("rustAgent.undoFix"))["undone"] is True
    assert editor.text == "// mine\n" + BROKEN


async def test_literals_never_reach_the_disk(start: Start, home: Any) -> None:
    editor = await start()
    await editor.save_and_wait()
    first = (await editor.final_actions(ASSIGNED))[0]
    editor.answers = ["Apply"]
    assert (await editor.choose(first))["applied"] is True
    await editor.run("rustAgent.journal")
    kept = [p for name in ("data", "state") for p in (home / name).rglob("*") if p.is_file()]
    assert kept
    assert not [p for p in kept if b"hunter2" in p.read_bytes()]


async def test_a_shown_diff_does_not_stay_on_the_disk(start: Start, home: Any) -> None:
    window = types.WindowClientCapabilities(
        show_document=types.ShowDocumentClientCapabilities(support=True)
    )
    editor = await start(capabilities=types.ClientCapabilities(window=window))
    shown: list[str] = []

    def look() -> None:
        shown.extend(p.read_text(encoding="utf-8") for p in (home / "cache").rglob("fix.diff"))

    editor.on_question = look
    await editor.save_and_wait()
    first = (await editor.final_actions(ASSIGNED))[0]
    editor.answers = ["Show diff", "Cancel"]
    assert (await editor.choose(first))["applied"] is False
    assert len(shown) == 1 and "hunter2" in shown[0]
    assert not list((home / "cache").rglob("fix.diff"))


async def test_unsaved_text_is_what_counts(start: Start) -> None:
    editor = await start()
    where = types.Range(types.Position(0, 3), types.Position(0, 10))
    call = types.Range(types.Position(6, 12), types.Position(6, 19))
    editor.change((call, "swallow"), (where, "swallow"))
    editor.forward([for_file(editor, moved_value())])
    assert "swallow" in (await editor.final_actions(MOVED))[0]["title"]


async def test_untrusted_starts_nothing_and_says_so(start: Start) -> None:
    editor = await start(trusted=False)
    editor.save()
    editor.forward([for_file(editor, moved_value())])
    assert "`data`" in (await editor.hover(MOVED) or "")
    actions = await editor.final_actions(MOVED)
    assert actions and {a["data"]["verification"] for a in actions} == {"unavailable"}
    assert not any(a.get("isPreferred") for a in actions)
    assert (await editor.run("rustAgent.status"))["sandbox"] == "nothing was run yet"


async def test_trust_can_come_later(start: Start) -> None:
    editor = await start(trusted=False)
    editor.forward([for_file(editor, moved_value())])
    editor.client.protocol.notify("rustAgent/trust", {"trusted": True})
    assert (await editor.final_actions(MOVED))[0]["data"]["verification"] == "passed"


async def test_trust_is_not_read_from_the_configuration(start: Start) -> None:
    editor = await start(trusted=None)
    editor.client.workspace_did_change_configuration(
        types.DidChangeConfigurationParams({"rustAgent": {"workspaceTrusted": True}})
    )
    assert (await editor.run("rustAgent.status"))["trusted"] is False


async def test_own_check_publishes_where_nobody_forwards(start: Start) -> None:
    editor = await start()
    await editor.save_and_wait()
    codes = {d.code for d in editor.client.diagnostics[editor.uri]}
    assert codes >= {"E0382", "E0384"}
    editor.forward([for_file(editor, moved_value())])
    async with asyncio.timeout(PATIENCE):
        while editor.client.diagnostics[editor.uri]:
            await asyncio.sleep(0.05)


async def test_not_helpful_lowers_and_offers_the_next(start: Start) -> None:
    editor = await start()
    await editor.save_and_wait()
    first = (await editor.final_actions(MOVED))[0]
    target = {"kind": "fix", "id": first["data"]["id"]}
    for _ in range(3):
        answer = await editor.run(
            "rustAgent.feedback", {"helpful": False, "target": target, "reason": "no"}
        )
        assert answer["stored"] is True
    assert answer["next"]["id"] != first["data"]["id"]
    editor.change((types.Range(types.Position(0, 0), types.Position(0, 0)), " "))
    await editor.save_and_wait()
    again = (await editor.final_actions(MOVED))[0]
    assert again["data"]["rule"] != first["data"]["rule"]


async def test_feedback_needs_a_judgement(start: Start) -> None:
    editor = await start()
    with pytest.raises(Exception, match="helpful"):
        await editor.run("rustAgent.feedback", {"reason": "?"})


async def test_explain_by_code_and_by_place(start: Start) -> None:
    editor = await start(trusted=False)
    by_code = await editor.run("rustAgent.explain", {"code": "E0382"})
    assert by_code["entry"] == "E0382" and "```rust" in by_code["markdown"]
    editor.forward([for_file(editor, moved_value())])
    document = {"uri": editor.uri}
    by_place = await editor.run("rustAgent.explain", {"textDocument": document, "position": MOVED})
    assert by_place["entry"] == "E0382" and "`data`" in by_place["markdown"]


async def test_preview_carries_an_annotated_edit(start: Start) -> None:
    capabilities = types.ClientCapabilities(
        workspace=types.WorkspaceClientCapabilities(
            workspace_edit=types.WorkspaceEditClientCapabilities(
                document_changes=True,
                change_annotation_support=types.ChangeAnnotationsSupportOptions(),
            )
        ),
        text_document=types.TextDocumentClientCapabilities(
            code_action=types.CodeActionClientCapabilities(honors_change_annotations=True)
        ),
    )
    editor = await start(capabilities=capabilities, confirm="preview")
    await editor.save_and_wait()
    first = (await editor.final_actions(MOVED))[0]
    assert first.get("command") is None
    notes = first["edit"]["changeAnnotations"]
    assert all(note["needsConfirmation"] for note in notes.values())


async def test_our_own_clients_are_asked_with_the_edits(start: Start) -> None:
    editor = await start(confirmRequest=True)
    asked: list[Any] = []

    @editor.client.feature("rustAgent/confirmFix")
    def _confirm(params: Any) -> dict[str, str]:
        asked.append(params)
        return {"choice": "apply"}

    await editor.save_and_wait()
    first = (await editor.final_actions(MOVED))[0]
    assert (await editor.choose(first))["applied"] is True
    assert asked[0].verification == "passed" and asked[0].edits
    assert editor.questions == []
