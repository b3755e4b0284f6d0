"""A pattern inserted over the real protocol: found, compiled, chosen, confirmed, taken back."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.conftest import Editor

Start = Callable[..., Any]

PLAIN = """\
use std::fmt;

enum Command {
    Go,
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("go")
    }
}

fn main() {
    println!("{}", Command::Go);
}
"""
ACTOR = "an actor on a thread called Door"
END = {"line": 11, "character": 0}


def at(editor: Editor, description: str, **more: Any) -> dict[str, Any]:
    place = {"textDocument": {"uri": editor.uri}, "position": END}
    return {"description": description, **place, **more}


def builds(editor: Editor) -> bool:
    editor.save()
    done = subprocess.run(["cargo", "check"], cwd=editor.root, capture_output=True, check=False)
    return done.returncode == 0


async def insert(editor: Editor, description: str, **more: Any) -> Any:
    return await editor.run("rustAgent.insertPattern", at(editor, description, **more))


async def test_it_is_found_confirmed_inserted_and_taken_back(start: Start) -> None:
    editor = await start(text=PLAIN)
    found = await insert(editor, ACTOR, dryRun=True)
    assert found["confident"] is True
    first = found["candidates"][0]
    assert first["id"] == "actor-std-thread" and first["verification"] == "passed"
    assert first["dependencies"] == [] and first["score"] > found["candidates"][-1]["score"]
    assert "pub struct Door" in first["code"]
    assert editor.questions == [] and editor.text == PLAIN

    editor.answers = [first["title"], "Cancel"]
    assert (await insert(editor, ACTOR))["applied"] is False
    assert editor.text == PLAIN
    editor.answers = [first["title"], "Apply"]
    assert (await insert(editor, ACTOR))["applied"] is True
    assert "The compiler accepts it" in editor.questions[-1]
    assert "use std::fmt;\nuse std::sync::mpsc::{self, Sender};\n" in editor.text
    assert editor.text.count("enum Command {") == 1 and "enum Command2 {" in editor.text
    assert editor.text.index("pub struct Door") < editor.text.index("fn main")
    assert builds(editor)

    (record,) = (await editor.run("rustAgent.journal"))["records"]
    assert record["rule"] == "insert.actor-std-thread"
    assert (await editor.run("rustAgent.undoFix"))["undone"] is True
    assert editor.text == PLAIN


async def test_missing_crates_are_named_and_left_to_the_user(start: Start) -> None:
    editor = await start(text=PLAIN)
    manifest = (editor.root / "Cargo.toml").read_text()
    editor.answers = ["Apply"]
    answer = await insert(editor, "tcp echo server with tokio", id="tokio-tcp-echo")
    assert answer["applied"] is True
    assert "cargo add tokio@1 --features full" in editor.questions[-1]
    assert "use tokio::net::{TcpListener, TcpStream};" in editor.text
    assert (editor.root / "Cargo.toml").read_text() == manifest


async def test_it_is_formatted_as_the_workspace_formats(start: Start) -> None:
    editor = await start(text=PLAIN)
    (editor.root / "rustfmt.toml").write_text("tab_spaces = 2\n")
    editor.answers = ["Apply"]
    assert (await insert(editor, ACTOR, id="actor-std-thread"))["applied"] is True
    start_ = editor.text.index("pub struct Door")
    added = editor.text[start_ : editor.text.index("fn main")].splitlines()
    indents = {len(line) - len(line.lstrip()) for line in added if line.strip()}
    assert 2 in indents and 6 in indents
    assert builds(editor)


async def test_an_editor_that_takes_snippets_gets_places_to_type_over(start: Start) -> None:
    able = types.WorkspaceEditClientCapabilities(document_changes=True, snippet_edit_support=True)
    workspace = types.WorkspaceClientCapabilities(workspace_edit=able, apply_edit=True)
    editor = await start(text=PLAIN, capabilities=types.ClientCapabilities(workspace=workspace))
    editor.applies = False
    editor.answers = ["Apply"]
    answer = await insert(editor, ACTOR, id="actor-std-thread")
    assert answer["applied"] is False  # this editor left its text as it was
    (change,) = editor.edits[0].edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    snippets = [e for e in change.edits if isinstance(e, types.SnippetTextEdit)]
    assert len(snippets) == 1 and len(change.edits) == 2
    assert ":Door}" in snippets[0].snippet.value and "\\}" in snippets[0].snippet.value


async def test_without_trust_nothing_is_compiled_and_that_is_said(start: Start) -> None:
    editor = await start(trusted=False, text=PLAIN)
    found = await insert(editor, ACTOR, dryRun=True)
    first = found["candidates"][0]
    assert first["verification"] == "unavailable" and "not trusted" in first["reason"]


async def test_what_is_no_description_is_refused(start: Start) -> None:
    editor = await start(text=PLAIN)
    with pytest.raises(JsonRpcException, match="description"):
        await editor.run("rustAgent.insertPattern", {"dryRun": True})
