"""A lint silenced with a reason, over the real protocol: asked, verified, confirmed, undone."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from lsprotocol import types

from rust_agent_lsp.fixes.suppress import READY_REASONS
from tests.lsp.conftest import Editor

Start = Callable[..., Any]

UNUSED = """\
fn main() {
    let total = 1;
    let text: String = 1;
}
"""
TOTAL = {"line": 1, "character": 10}
TEXT = {"line": 2, "character": 24}
CLEAN = UNUSED.replace("    let text: String = 1;\n", "")


def at(editor: Editor, **more: Any) -> dict[str, Any]:
    return {"textDocument": {"uri": editor.uri}, "position": TOTAL, **more}


def silencers(actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [a for a in actions if a["command"]["command"] == "rustAgent.suppress"]


async def test_it_is_the_last_offer_and_asks_for_the_reason(start: Start) -> None:
    editor = await start(text=CLEAN)
    await editor.save_and_wait()
    actions = await editor.final_actions(TOTAL)
    (silencer,) = silencers(actions)
    assert silencer is actions[-1] and len(actions) > 1
    assert not silencer.get("isPreferred") and actions[0].get("isPreferred")
    assert "`unused_variables`" in silencer["title"] and "silences" in silencer["title"]
    assert silencer["data"] == {"rule": "suppress", "verification": "passed", "safety": "safe"}

    editor.answers = [READY_REASONS[0], "Apply"]
    assert (await editor.choose(silencer))["applied"] is True
    line = f'    #[expect(unused_variables, reason = "{READY_REASONS[0]}")]\n'
    assert editor.text == CLEAN.replace("    let total", line + "    let total")
    assert "Silences" in editor.questions[1]
    editor.save()
    done = subprocess.run(["cargo", "check"], cwd=editor.root, capture_output=True, check=False)
    assert done.returncode == 0 and b"warning" not in done.stderr

    (record,) = (await editor.run("rustAgent.journal"))["records"]
    assert record["rule"] == "suppress"
    assert (await editor.run("rustAgent.undoFix"))["undone"] is True
    assert editor.text == CLEAN


async def test_a_given_reason_is_not_asked_for_and_cannot_break_out(start: Start) -> None:
    editor = await start(text=CLEAN)
    await editor.save_and_wait()
    editor.answers = ["Apply"]
    result = await editor.run("rustAgent.suppress", at(editor, reason='a "b" \\ c\nd'))
    assert result == {"applied": True}
    assert len(editor.questions) == 1
    assert r'reason = "a \"b\" \\ c d")]' in editor.text


@pytest.mark.parametrize("answer", ["Cancel", None])
async def test_no_reason_no_edit(start: Start, answer: str | None) -> None:
    editor = await start(text=CLEAN)
    await editor.save_and_wait()
    editor.answers = [answer]
    result = await editor.run("rustAgent.suppress", at(editor))
    assert result == {"applied": False, "reason": "no reason was given"}
    assert editor.edits == [] and len(editor.questions) == 1


async def test_our_own_clients_are_asked_in_words(start: Start) -> None:
    editor = await start(text=CLEAN, confirmRequest=True)
    asked: list[Any] = []

    @editor.client.feature("rustAgent/askReason")
    def _reason(params: Any) -> dict[str, str]:
        asked.append(params)
        return {"text": " for a demonstration "}

    @editor.client.feature("rustAgent/confirmFix")
    def _confirm(params: Any) -> dict[str, str]:
        asked.append(params)
        return {"choice": "apply"}

    await editor.save_and_wait()
    assert (await editor.run("rustAgent.suppress", at(editor)))["applied"] is True
    assert "unused_variables" in asked[0].title and "unused_variables" in asked[0].prompt
    assert "silences" in asked[1].title and asked[1].edits
    assert 'reason = "for a demonstration"' in editor.text
    assert editor.questions == []


async def test_a_client_without_the_question_is_asked_to_choose(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`confirmRequest` is older than `rustAgent/askReason`."""
    editor = await start(text=CLEAN, confirmRequest=True)
    # The test client takes a request that it does not know for a failure of the test.
    monkeypatch.setattr(editor.client, "report_server_error", lambda *_: None)

    @editor.client.feature("rustAgent/confirmFix")
    def _confirm(_params: Any) -> dict[str, str]:
        return {"choice": "apply"}

    await editor.save_and_wait()
    editor.answers = [READY_REASONS[1]]
    assert (await editor.run("rustAgent.suppress", at(editor)))["applied"] is True
    assert READY_REASONS[1] in editor.text


async def test_an_error_is_no_lint(start: Start) -> None:
    editor = await start(text=UNUSED)
    await editor.save_and_wait()
    result = await editor.run("rustAgent.suppress", at(editor, position=TEXT))
    assert result["applied"] is False and "no lint" in result["reason"]
    assert silencers(await editor.final_actions(TEXT)) == []


async def test_an_untrusted_workspace_is_left_alone(start: Start) -> None:
    editor = await start(trusted=False, text=CLEAN)
    where = {"start": {"line": 1, "character": 8}, "end": {"line": 1, "character": 13}}
    lint = {
        "range": where,
        "severity": 2,
        "code": "unused_variables",
        "source": "rustc",
        "message": "unused variable: `total`",
    }
    editor.forward([lint])
    assert "not trusted" in (await editor.run("rustAgent.suppress", at(editor)))["reason"]
    assert silencers(await editor.final_actions(TOTAL)) == []


async def test_an_older_rust_gets_an_allow_and_a_comment(start: Start) -> None:
    editor = await start(text=CLEAN)
    manifest = editor.root / "Cargo.toml"
    manifest.write_text(manifest.read_text() + 'rust-version = "1.70"\n')
    await editor.save_and_wait()
    editor.answers = ["Apply"]
    assert (await editor.run("rustAgent.suppress", at(editor, reason="no need")))["applied"] is True
    lines = "    // no need\n    #[allow(unused_variables)]\n    let total"
    assert editor.text == CLEAN.replace("    let total", lines)


async def test_clippys_lints_too(start: Start) -> None:
    text = "fn main() {\n    let words: Vec<u8> = std::env::args().map(|_| 1).collect();\n"
    text += '    if words.len() == 0 {\n        println!("none");\n    }\n}\n'
    editor = await start(text=text)
    where = {"start": {"line": 2, "character": 7}, "end": {"line": 2, "character": 23}}
    lint = {
        "range": where,
        "severity": 2,
        "code": "len_zero",
        "source": "clippy",
        "message": "length comparison to zero",
    }
    editor.forward([lint])
    position = {"line": 2, "character": 10}
    (silencer,) = silencers(await editor.final_actions(position))
    assert "`clippy::len_zero`" in silencer["title"]
    editor.answers = [READY_REASONS[2], "Apply"]
    assert (await editor.choose(silencer))["applied"] is True
    assert f'    #[expect(clippy::len_zero, reason = "{READY_REASONS[2]}")]\n    if' in editor.text


async def test_the_text_may_change_while_the_reason_is_thought_of(start: Start) -> None:
    editor = await start(text=CLEAN)
    await editor.save_and_wait()
    top = types.Range(types.Position(0, 0), types.Position(0, 0))
    editor.on_question = lambda: editor.change((top, "// typed meanwhile\n"))
    editor.answers = [READY_REASONS[0]]
    result = await editor.run("rustAgent.suppress", at(editor))
    assert result["applied"] is False and "has changed" in result["reason"]
    assert editor.edits == []
