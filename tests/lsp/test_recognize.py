"""Patterns recognised over the real protocol, in a text that is sent and in an open file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pygls.exceptions import JsonRpcException

Start = Callable[..., Any]

NEWTYPE = """\
fn main() {}

/// Grüße 🦀: how far it is.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Metres(f64);

impl Metres {
    fn feet(self) -> f64 {
        self.0 * 3.28
    }
}
"""
PLAIN = "fn add(left: u32, right: u32) -> u32 {\n    left + right\n}\n"


async def test_the_code_of_a_message_is_recognised(start: Start) -> None:
    editor = await start(text=PLAIN)
    found = await editor.run("rustAgent.recognize", {"code": NEWTYPE})
    first = found["patterns"][0]
    assert (first["id"], first["name"], first["bad"]) == ("newtype", "newtype", False)
    assert 0.6 <= first["score"] <= 1
    assert "Metres" in first["reason"]
    assert first["range"]["start"] == {"line": 3, "character": 0}
    assert first["range"]["end"] == {"line": 4, "character": 19}


async def test_an_open_file_is_recognised_as_it_stands_in_the_editor(start: Start) -> None:
    editor = await start(text=NEWTYPE)
    found = await editor.run("rustAgent.recognize", {"textDocument": {"uri": editor.uri}})
    assert [pattern["id"] for pattern in found["patterns"]][:1] == ["newtype"]


async def test_ordinary_and_broken_code_give_nothing(start: Start) -> None:
    editor = await start(text=PLAIN)
    for code in (PLAIN, "", "fn {{{ struct", "\x00"):
        assert await editor.run("rustAgent.recognize", {"code": code}) == {"patterns": []}


async def test_it_needs_a_text(start: Start) -> None:
    editor = await start(text=PLAIN)
    with pytest.raises(JsonRpcException):
        await editor.run("rustAgent.recognize", {"code": 3})
