"""Errors lead to patterns over the real protocol: in the hover by the place, in the lesson all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from tests.lsp.conftest import PATIENCE

Start = Callable[..., Any]

LOOP = """\
fn main() {
    let mut items = vec![1, 2];
    for item in &items {
        if *item > 1 {
            items.push(3);
        }
    }
}
"""
PUSHED = {"line": 4, "character": 14}
ERROR = {
    "range": {"start": {"line": 4, "character": 12}, "end": {"line": 4, "character": 25}},
    "severity": 1,
    "code": "E0502",
    "source": "rustc",
    "message": "cannot borrow `items` as mutable because it is also borrowed as immutable",
}


async def test_the_hover_names_the_pattern_for_the_place(start: Start) -> None:
    editor = await start(trusted=False, text=LOOP)
    editor.forward([ERROR])
    text = await editor.hover(PUSHED)
    assert text is not None and "**Pattern** This is E0502 inside a loop: *" in text


async def test_the_hover_of_a_large_file_names_it_once_it_is_parsed(start: Start) -> None:
    filler = "".join(f"fn f{n}() -> u32 {{\n    {n}\n}}\n" for n in range(3000))
    editor = await start(trusted=False, text=LOOP + filler)
    editor.forward([ERROR])
    text = await editor.hover(PUSHED)
    assert text is not None and "**Pattern** This is E0502" in text
    async with asyncio.timeout(PATIENCE):
        while "inside a loop" not in (text or ""):
            await asyncio.sleep(0.05)
            text = await editor.hover(PUSHED)


async def test_the_lesson_names_those_that_know_the_error(start: Start) -> None:
    editor = await start(trusted=False, text=LOOP)
    page = (await editor.run("rustAgent.explain", {"code": "E0502"}))["markdown"]
    assert "## Patterns\n\n- *" in page and "`split-borrow`" in page
