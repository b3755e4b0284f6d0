"""Hints about anti-patterns over the real protocol: quiet, repaired on demand, never twice."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from lsprotocol import types

from tests.lsp.conftest import PATIENCE, Editor

Start = Callable[..., Any]

TWICE = """\
use std::collections::HashSet;

fn unique(items: &[u32]) -> Vec<u32> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for item in items {
        if !seen.contains(item) {
            seen.insert(*item);
            found.push(*item);
        }
    }
    found
}

fn worst(input: &str) -> u32 {
    let first: u32 = input.parse().unwrap();
    let second: u32 = input.trim().parse().unwrap();
    let third: u32 = input.trim_end().parse().unwrap();
    first + second + third
}

fn main() {
    println!("{:?} {}", unique(&[1, 2, 1]), worst("1"));
}
"""
HINTED = {"line": 6, "character": 14}


async def hinted(editor: Editor, wanted: Callable[[list[types.Diagnostic]], bool]) -> list[str]:
    """Wait until the file's hints are as wanted; return their codes."""
    async with asyncio.timeout(PATIENCE):
        while True:
            told = editor.client.diagnostics.get(editor.uri, [])
            hints = [d for d in told if d.severity == types.DiagnosticSeverity.Hint]
            if editor.uri in editor.client.diagnostics and wanted(hints):
                return [str(hint.code) for hint in hints]
            await asyncio.sleep(0.05)


async def test_a_hint_carries_a_repair_that_is_asked_for_and_applied(start: Start) -> None:
    editor = await start(text=TWICE, **{"recognize.hints": "repairable"})
    assert await hinted(editor, lambda found: bool(found)) == ["contains-then-insert"]
    said = editor.client.diagnostics[editor.uri][-1]
    assert said.source == "rust-agent" and "`seen` is looked into twice." in said.message
    text = await editor.hover(HINTED)
    assert text is not None and "Anti-pattern" in text and "✓" in text
    [action] = [a for a in await editor.final_actions(HINTED) if a["data"]["rule"] == "insert_once"]
    assert action["data"]["verification"] == "passed" and "isPreferred" not in action
    editor.answers = ["Apply"]
    assert (await editor.choose(action))["applied"] is True
    assert "        if seen.insert(*item) {\n            found.push(*item);" in editor.text
    await hinted(editor, lambda found: not found)
    editor.save()
    done = subprocess.run(["cargo", "check"], cwd=editor.root, capture_output=True, check=False)
    assert done.returncode == 0
    undone = await editor.run("rustAgent.undoFix", {})
    assert undone["undone"] is True and editor.text == TWICE


async def test_all_hints_are_those_without_a_repair_too(start: Start) -> None:
    editor = await start(text=TWICE, **{"recognize.hints": "all"})
    found = await hinted(editor, lambda found: len(found) > 1)
    assert found == ["contains-then-insert", "unwrap-everywhere"]


async def test_nothing_is_hinted_by_itself(start: Start) -> None:
    editor = await start(text=TWICE)
    await asyncio.sleep(3)  # longer than the pause after which a text is looked through
    assert await editor.final_actions(HINTED) == []
    assert not editor.client.diagnostics.get(editor.uri)
    assert await editor.hover(HINTED) is None


async def test_what_clippy_says_is_not_hinted(start: Start) -> None:
    editor = await start(text=TWICE, **{"recognize.hints": "repairable"})
    await hinted(editor, lambda found: bool(found))
    at = {"start": {"line": 6, "character": 11}, "end": {"line": 6, "character": 31}}
    lint = {
        "range": at,
        "severity": 2,
        "code": "clippy::set_contains_or_insert",
        "source": "clippy",
        "message": "usage of `HashSet::insert` after `HashSet::contains`",
    }
    editor.forward([lint])
    await hinted(editor, lambda found: not found)
    actions = await editor.final_actions(HINTED)
    assert [a for a in actions if a["data"]["rule"] == "insert_once"] == []


@pytest.mark.parametrize(("mode", "count"), [("repairable", 0), ("all", 2)])
async def test_an_untrusted_workspace_runs_no_compiler(start: Start, mode: str, count: int) -> None:
    editor = await start(trusted=False, text=TWICE, **{"recognize.hints": mode})
    if count:
        await hinted(editor, lambda found: len(found) == count)
    else:
        await asyncio.sleep(3)
        assert not editor.client.diagnostics.get(editor.uri)
    assert not (editor.root / "target").exists()
    status = await editor.run("rustAgent.status", {})
    assert status["sandbox"] == "nothing was run yet"


async def test_hints_go_with_the_setting_and_with_the_text(start: Start) -> None:
    editor = await start(text=TWICE, **{"recognize.hints": "all"})
    await hinted(editor, lambda found: len(found) == 2)
    line = types.Range(types.Position(6, 0), types.Position(7, 31))
    editor.change((line, "        if seen.insert(*item) {"))
    assert await hinted(editor, lambda found: len(found) == 1) == ["unwrap-everywhere"]
    settings = {"rustAgent": {"recognize": {"hints": "off"}}}
    params = types.DidChangeConfigurationParams(settings)
    editor.client.workspace_did_change_configuration(params)
    await hinted(editor, lambda found: not found)
