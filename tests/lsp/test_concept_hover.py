"""Hovers and pages of constructs where no diagnostic is; a diagnostic always goes before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types

Start = Callable[..., Any]
TEXT = """\
use std::sync::{Arc, Mutex};

fn main() {
    let größe: Arc<Mutex<u8>> = Arc::default(); // 🦀
    let data = vec![1];
    let run = move |f: &dyn Fn(u8)| f(data[0]);
    let n: i32 = "text";
}
"""
TYPE = {"line": 3, "character": 16}
DYN = {"line": 5, "character": 24}
OWN = {"line": 4, "character": 10}
WRONG = {"line": 6, "character": 18}
QUIET: dict[str, Any] = {"documentation": {"ingest": "never"}, "index": {"enabled": False}}


async def hover(editor: Any, position: dict[str, int]) -> types.Hover | None:
    params = types.HoverParams(types.TextDocumentIdentifier(editor.uri), types.Position(**position))
    found: types.Hover | None = await editor.client.text_document_hover_async(params)
    return found


def error(editor: Any) -> None:
    place = {"start": {"line": 6, "character": 17}, "end": {"line": 6, "character": 23}}
    message = "mismatched types\nexpected `i32`, found `&str`"
    diagnostic = {"severity": 1, "code": "E0308", "source": "rustc", "message": message}
    editor.forward([{"range": place, **diagnostic}])


async def test_nothing_is_said_unless_the_setting_asks(start: Start) -> None:
    editor = await start(text=TEXT, trusted=False, **QUIET)
    assert await hover(editor, DYN) is None


async def test_a_construct_is_explained_with_its_place(start: Start) -> None:
    editor = await start(text=TEXT, trusted=False, hover={"concepts": True}, **QUIET)
    found = await hover(editor, TYPE)
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    assert found.contents.value.startswith("**`Arc<Mutex<T>>`** · ")
    assert found.range == types.Range(types.Position(3, 15), types.Position(3, 18))
    assert "`dyn Trait`" in await editor.hover(DYN)
    assert await hover(editor, OWN) is None
    assert await hover(editor, {"line": 99, "character": 0}) is None


async def test_a_diagnostic_goes_before_a_construct(start: Start) -> None:
    text = TEXT.replace('"text"', "&raw const X")
    editor = await start(text=text, trusted=False, hover={"concepts": True}, **QUIET)
    assert "`&raw`" in await editor.hover(WRONG)
    error(editor)
    said = await editor.hover(WRONG)
    assert said.startswith("**E0308 · ")
    assert "`&raw`" not in said


async def test_hovers_switched_off_are_off(start: Start) -> None:
    hovers = {"concepts": True, "enabled": False}
    editor = await start(text=TEXT, trusted=False, hover=hovers, **QUIET)
    assert await hover(editor, DYN) is None


async def test_explain_tells_of_the_construct_without_any_setting(start: Start) -> None:
    editor = await start(text=TEXT, trusted=False, confirmRequest=True, **QUIET)

    async def explain(position: dict[str, int]) -> Any:
        document = {"uri": editor.uri}
        argument = {"textDocument": document, "position": position}
        return await editor.run("rustAgent.explain", argument)

    page = await explain(DYN)
    assert page["entry"] == "dyn-or-generics"
    assert page["markdown"].startswith("# `dyn Trait`\n")
    assert "## When not" in page["markdown"]
    judged = await editor.run("rustAgent.feedback", {"helpful": True})
    assert judged["subject"] == "dyn-or-generics"
    assert (await explain(OWN)) == {"markdown": "", "entry": None}
    said = editor.client.messages[-1].message
    assert said == "There is nothing to explain here."
    error(editor)
    assert (await explain(WRONG))["entry"] == "E0308"
