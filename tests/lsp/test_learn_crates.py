"""The crates of the open workspace, read when the user says so and at no other time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsprotocol import types

from tests.lsp.conftest import PATIENCE

Start = Callable[..., Any]

LIBRARY = """\
/// How far it is.
#[derive(Debug, Clone, Copy)]
pub struct Metres(f64);

impl Metres {
    pub fn feet(self) -> f64 {
        self.0 * 3.28
    }
}
"""
COMMAND = "rustAgent.learnCrates"
TITLE = "rustAgent/crates"
ONLY_PATTERNS = {"documentation": {"ingest": "never"}, "index": {"enabled": False}}


def stores(home: Path) -> list[Path]:
    return list(home.glob("cache/*/crates/*.sqlite3"))


def depend(root: Path, count: int = 1) -> None:
    """Give the workspace in `root` crates of its own to depend on."""
    lines = ["", "[dependencies]"]
    for number in range(count):
        name = f"far{number}"
        folder = root.parent / name
        (folder / "src").mkdir(parents=True)
        (folder / "src/lib.rs").write_text(LIBRARY)
        (folder / "Cargo.toml").write_text(f'[package]\nname = "{name}"\nversion = "1.0.0"\n')
        lines.append(f'{name} = {{ path = "../{name}" }}')
    manifest = root / "Cargo.toml"
    manifest.write_text(manifest.read_text() + "\n".join(lines) + "\n")


async def test_a_command_reads_them(start: Start, home: Path) -> None:
    editor = await start(**ONLY_PATTERNS)
    depend(editor.root)
    assert stores(home) == []
    done = await editor.run(COMMAND, {"textDocument": {"uri": editor.uri}})
    assert (done["crates"], done["failed"], done["stopped"]) == (1, {}, False)
    assert done["patterns"] >= 1
    assert len(stores(home)) == 1
    again = await editor.run(COMMAND, {"textDocument": {"uri": editor.uri}})
    assert (again["crates"], again["known"]) == (0, 1)


async def test_an_untrusted_workspace_is_not_asked(start: Start, home: Path) -> None:
    editor = await start(trusted=False, **ONLY_PATTERNS)
    depend(editor.root)
    done = await editor.run(COMMAND, {"textDocument": {"uri": editor.uri}})
    assert done["applied"] is False and "not trusted" in done["reason"]
    assert stores(home) == []


async def test_progress_is_shown_and_can_be_cancelled(start: Start, home: Path) -> None:
    window = types.WindowClientCapabilities(work_done_progress=True)
    capabilities = types.ClientCapabilities(window=window)
    editor = await start(capabilities=capabilities, **ONLY_PATTERNS)
    depend(editor.root, count=40)
    work = asyncio.create_task(editor.run(COMMAND, {"textDocument": {"uri": editor.uri}}))
    async with asyncio.timeout(PATIENCE):
        while not editor.client.progress_reports.get(TITLE):
            await asyncio.sleep(0.02)
    (begun, *_) = editor.client.progress_reports[TITLE]
    assert begun.cancellable is True
    params = types.WorkDoneProgressCancelParams(TITLE)
    editor.client.window_work_done_progress_cancel(params)
    async with asyncio.timeout(PATIENCE):
        done = await work
    assert done.get("stopped") is True or "cargo" in done["reason"]
    rest = await editor.run(COMMAND, {"textDocument": {"uri": editor.uri}})
    assert rest["crates"] + rest["known"] == 40 and rest["stopped"] is False
