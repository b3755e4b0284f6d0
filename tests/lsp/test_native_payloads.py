"""What a real rust-analyzer finds by itself, forwarded to a real server, is told in full."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.lsp.test_payloads import AHEAD, PAYLOADS, RECORDED_AS, positions, replay, text_of, width

RECORDINGS = sorted((PAYLOADS / "native").glob("*.json"))
# The code that rust-analyzer gives, what the hover begins with, and what it says of the user's own.
TOLD = {
    "E0004": ("E0004", "no arm for `Empty`"),
    "E0063": ("E0063", "leave out `pages`"),
    "E0107": ("E0061", "Arguments in the call on line 56: 1."),
    "E0133": ("E0133", "It concerns `raw()`."),
    "E0268": ("E0268", "`break` on line 86"),
    "E0308": ("E0308", "`u32` and `&'static str`"),
    "E0425": ("E0425", "It is `price`."),
    "E0432": ("E0432", "It concerns `safe::key`."),
    "E0559": ("E0609", "uses `weight` of a `&Book`"),
    "E0583": ("E0583", "`kitchen.rs"),
    "E0599": ("E0599", "A `&Book` has no method `burn`"),
    "E0616": ("E0616", "the field `code` of a `Lock`"),
    "E0618": ("E0618", "It concerns `pages()`."),
    "inactive-code": ("inactive-code", "`windows is disabled`"),
    "needless_return": ("needless_return", "It concerns `return pages;`."),
    "non_snake_case": ("non_snake_case", "`camel_case`"),
    "syntax-error": ("syntax-error", "A `;` is missing on line 74"),
    "typed-hole": ("typed-hole", "where a `u32` is needed"),
    "unlinked-file": ("unlinked-file", "no way from the root of a crate to this file"),
    "unresolved-macro-call": ("unresolved-macro-call", "No macro `shout!` is known on line 64."),
    "unused_mut": ("unused_mut", "`mut pages` on line 81"),
    "unused_variables": ("unused_variables", "`height` on line 55"),
}


def test_the_recordings_hold_what_is_told_of() -> None:
    codes = {
        d["code"] for file in RECORDINGS for d in json.loads(text_of(file))["params"]["diagnostics"]
    }
    assert codes == TOLD.keys()
    assert len(RECORDINGS) == 4


@pytest.mark.parametrize("recorded", RECORDINGS, ids=lambda path: path.stem)
async def test_rust_analyzers_own_are_told_in_the_users_names(
    start: Callable[..., Any], recorded: Any
) -> None:
    editor = await start(trusted=False, **{"index.enabled": False})
    encoding = RECORDED_AS[recorded.name.split("-")[0]]
    for diagnostic in await replay(editor, recorded, encoding):
        line, character = positions(diagnostic)[0]
        place = {"line": line, "character": character + width(AHEAD, "utf-16")}
        told = await editor.hover(place) or ""
        heading, said = TOLD[diagnostic["code"]]
        assert f"**{heading} ·" in told, (diagnostic, told)
        assert said in told, (diagnostic, told)
        assert "**Why**" in told and "**Ways out**" in told
        assert "The compiler says" not in told, told
