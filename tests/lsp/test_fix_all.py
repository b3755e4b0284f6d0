"""Fix all of one kind over the real protocol: one batch, one question, one record, one undo."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from lsprotocol import types

from rust_agent_lsp.model.text import Edit, Span, apply_edits
from tests.lsp.conftest import Editor

Start = Callable[..., Any]

THREE = """\
fn first() -> u8 {
    let count = 1;
    count = 2;
    count
}

fn second() -> u8 {
    let total = 1;
    total = 2;
    total
}

fn main() {
    let sum = first();
    sum += second();
    println!("{sum} {}", length());
}

fn length() -> usize {
    let text: &str = String::new();
    text.len()
}
"""
COUNT = {"line": 2, "character": 5}
TEXT = {"line": 19, "character": 23}
HELPER = "pub fn help() -> u8 {\n    let help = 1;\n    help = 2;\n    help\n}\n"


def at(editor: Editor, position: dict[str, int], **more: Any) -> dict[str, Any]:
    return {"textDocument": {"uri": editor.uri}, "position": position, **more}


def fix_all_action(actions: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((a for a in actions if a["command"]["command"] == "rustAgent.fixAll"), None)


async def final(editor: Editor, position: dict[str, int]) -> list[dict[str, Any]]:
    await editor.save_and_wait()
    return await editor.final_actions(position)


async def test_one_yes_repairs_all_of_a_kind_and_one_undo_takes_them_back(start: Start) -> None:
    editor = await start(text=THREE)
    await editor.save_and_wait()
    editor.answers = ["Show diff", "Apply"]
    result = await editor.run("rustAgent.fixAll", at(editor, COUNT))
    assert result == {"applied": True, "fixed": 3, "left": 0}
    assert "Fix all 3 of E0384 in main.rs?" in editor.questions[0]
    for line in ("+    let mut count", "+    let mut total", "+    let mut sum"):
        assert line in editor.questions[1]
    assert editor.text == THREE.replace("let count", "let mut count").replace(
        "let total", "let mut total"
    ).replace("let sum", "let mut sum")
    assert len(editor.edits) == 1
    (record,) = (await editor.run("rustAgent.journal"))["records"]
    assert record["title"].startswith("Fix all") and "E0384 in main.rs" in record["title"]
    assert record["rule"] == "declare_mutable"

    assert (await editor.run("rustAgent.undoFix"))["undone"] is True
    assert editor.text == THREE


async def test_the_batch_is_offered_last_where_two_can_be_fixed(start: Start) -> None:
    editor = await start(text=THREE)
    actions = await final(editor, COUNT)
    batch = fix_all_action(actions)
    assert batch is not None and batch is actions[-1]
    assert batch["title"] == "Fix all 3 of E0384 in main.rs"
    assert batch["kind"] == "quickfix" and not batch.get("isPreferred")
    assert batch["data"] == {
        "rule": "declare_mutable",
        "verification": "passed",
        "safety": actions[0]["data"]["safety"],
    }
    editor.answers = ["Apply"]
    assert (await editor.choose(batch))["fixed"] == 3
    assert fix_all_action(await final(editor, TEXT)) is None


async def test_unsaved_text_and_the_users_own_later_edits_count(start: Start) -> None:
    editor = await start(text=THREE)
    top = types.Range(types.Position(0, 0), types.Position(0, 0))
    editor.change((top, 'fn third() {\n    let x = 1;\n    x = 2;\n    println!("{x}");\n}\n'))
    await editor.save_and_wait()
    editor.change((top, "// unsaved\n"))
    editor.answers = ["Apply"]
    place = {"line": COUNT["line"] + 6, "character": 5}
    result = await editor.run("rustAgent.fixAll", at(editor, place))
    assert result["applied"] is True and result["fixed"] == 4
    assert "let mut x" in editor.text and editor.text.startswith("// unsaved\n")


async def test_a_no_changes_nothing(start: Start) -> None:
    editor = await start(text=THREE)
    await editor.save_and_wait()
    editor.answers = ["Cancel"]
    result = await editor.run("rustAgent.fixAll", at(editor, COUNT))
    assert result["applied"] is False and result["fixed"] == 0 and result["left"] == 3
    assert editor.edits == [] and editor.text == THREE


async def test_what_cannot_be_fixed_is_counted_with_the_reason(start: Start) -> None:
    hopeless = "\nfn never(_: u8) -> std::num::NonZero<u8> {\n    'x'\n}\n"
    editor = await start(text=THREE.replace("let ", "let mut ") + hopeless)
    await editor.save_and_wait()
    editor.answers = ["Apply"]
    place = {"line": TEXT["line"], "character": TEXT["character"] + 4}
    result = await editor.run("rustAgent.fixAll", at(editor, place))
    assert result["applied"] is True, result
    assert (result["fixed"], result["left"]) == (1, 1), result
    assert result["reason"] == "1 without a fix that the compiler accepts"
    assert "Fix 1 of 2 of E0308 in main.rs (left: 1 without" in editor.questions[0]


async def test_lints_too_and_both_last_offers_in_their_order(start: Start) -> None:
    editor = await start(text="fn main() {\n    let a = 1;\n    let b = 2;\n}\n")
    await editor.save_and_wait()
    actions = await editor.final_actions({"line": 1, "character": 8})
    assert actions[-1]["command"]["command"] == "rustAgent.suppress"
    batch = fix_all_action(actions)
    assert batch is actions[-2] and batch is not None
    assert batch["title"] == "Fix all 2 of `unused_variables` in main.rs"
    editor.answers = ["Apply"]
    assert (await editor.choose(batch))["fixed"] == 2
    assert "let _a" in editor.text and "let _b" in editor.text


async def test_the_workspace_means_files_that_are_not_open_too(start: Start) -> None:
    editor = await start(text="mod help;\n" + THREE.replace("= first()", "= help::help()"))
    (editor.root / "src/help.rs").write_text(HELPER, encoding="utf-8")
    other = _writes_closed_files(editor)
    await editor.save_and_wait()
    editor.answers = ["Apply"]
    place = {"line": COUNT["line"] + 1, "character": 5}
    result = await editor.run("rustAgent.fixAll", at(editor, place, scope="workspace"))
    assert result["applied"] is True and result["fixed"] == 4, result
    assert "in the workspace" in editor.questions[0]
    assert "let mut help" in other.read_text(encoding="utf-8")
    assert (await editor.run("rustAgent.undoFix"))["undone"] is True
    assert other.read_text(encoding="utf-8") == HELPER


@pytest.mark.parametrize(
    ("argument", "reason"),
    [
        ({"position": {"line": 0, "character": 0}}, "no diagnostic"),
        ({"position": {"line": 99, "character": 0}}, "no diagnostic"),
        ({}, "no diagnostic"),
        ({"position": COUNT, "code": "E9999"}, "no diagnostic"),
    ],
)
async def test_where_nothing_is_nothing_is_done(
    start: Start, argument: dict[str, Any], reason: str
) -> None:
    editor = await start(text=THREE)
    await editor.save_and_wait()
    document = {"textDocument": {"uri": editor.uri}} if argument else {}
    result = await editor.run("rustAgent.fixAll", {**document, **argument})
    assert result["applied"] is False and reason in result["reason"]
    assert (result["fixed"], result["left"]) == (0, 0)


async def test_an_unknown_scope_is_an_error(start: Start) -> None:
    editor = await start(text=THREE)
    with pytest.raises(Exception, match="scope"):
        await editor.run("rustAgent.fixAll", at(editor, COUNT, scope="universe"))


async def test_an_untrusted_workspace_is_left_alone(start: Start) -> None:
    editor = await start(trusted=False, text=THREE)
    diagnostic = {
        "range": {"start": COUNT, "end": {"line": 2, "character": 9}},
        "severity": 1,
        "code": "E0384",
        "source": "rustc",
        "message": "cannot assign twice to immutable variable `count`",
    }
    editor.forward([diagnostic])
    assert "not trusted" in (await editor.run("rustAgent.fixAll", at(editor, COUNT)))["reason"]
    assert fix_all_action(await editor.final_actions(COUNT)) is None


async def test_the_result_compiles(start: Start) -> None:
    editor = await start(text=THREE.replace("text: &str", "text: String"))
    await editor.save_and_wait()
    editor.answers = ["Apply"]
    assert (await editor.run("rustAgent.fixAll", at(editor, COUNT)))["applied"] is True
    editor.save()
    done = subprocess.run(["cargo", "check", "-q"], cwd=editor.root, check=False)
    assert done.returncode == 0


def _writes_closed_files(editor: Editor) -> Any:
    """Let the editor write a file that is not open, as an editor does that then saves it."""
    other = editor.root / "src/help.rs"
    apply_open = editor._edit

    def edit(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        changes = params.edit.document_changes or []
        closed = [
            c
            for c in changes
            if isinstance(c, types.TextDocumentEdit) and c.text_document.uri == other.as_uri()
        ]
        for change in closed:
            assert change.text_document.version is None
            text = other.read_text(encoding="utf-8")
            lines = [0]
            for line in text.splitlines(keepends=True):
                lines.append(lines[-1] + len(line))
            edits = [
                Edit(
                    Span(
                        lines[e.range.start.line] + e.range.start.character,
                        lines[e.range.end.line] + e.range.end.character,
                    ),
                    e.new_text,
                )
                for e in change.edits
                if isinstance(e, types.TextEdit)
            ]
            other.write_bytes(apply_edits(text.encode(), edits))
        params.edit.document_changes = [c for c in changes if c not in closed]
        return apply_open(params)

    editor._edit = edit  # type: ignore[method-assign]
    return other
