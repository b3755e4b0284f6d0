"""Settings as editors give them: ours, and where we have none, rust-analyzer's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient

from tests.lsp.conftest import PATIENCE, Editor

Start = Callable[..., Any]

ASKABLE = types.ClientCapabilities(workspace=types.WorkspaceClientCapabilities(configuration=True))
GATED = """\
#[cfg(feature = "extra")]
pub fn extra() -> u8 {
    true
}

fn main() {
    let unused = 1;
}
"""
WARNING = {"line": 6, "character": 8}
BOTH = {"E0308", "unused_variables"}


class Asked:
    """Answers for the editor, and remembers what it was asked for."""

    def __init__(self, client: LanguageClient) -> None:
        self.sections: list[list[str | None]] = []
        self.values: dict[str, Any] = {}
        self.event = asyncio.Event()

        client.get_configuration = self._answer  # type: ignore[method-assign]

    def _answer(self, *, section: str | None = None, scope_uri: str | None = None) -> Any:
        if section == "rustAgent":
            self.sections.append([])
            self.event.set()
        self.sections[-1].append(section)
        return self.values.get(section or "")

    async def once(self) -> list[str | None]:
        async with asyncio.timeout(PATIENCE):
            await self.event.wait()
        self.event.clear()
        return self.sections[-1]


@pytest.fixture
def asked(lsp: LanguageClient) -> Asked:
    return Asked(lsp)


async def find(editor: Editor, codes: set[str]) -> None:
    """Save until the server's own check finds just these: its answer may be of before a change."""
    (editor.root / "Cargo.toml").write_text(
        '[package]\nname = "gated"\nversion = "0.1.0"\nedition = "2021"\n[features]\nextra = []\n',
        encoding="utf-8",
    )
    async with asyncio.timeout(PATIENCE):
        found = None
        while found != codes:
            # A check that a change of the settings ends is not answered: save again.
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE / 8):
                    await editor.save_and_wait()
            found = {str(d.code) for d in editor.client.diagnostics.get(editor.uri, ())}


def changed(editor: Editor) -> None:
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))


async def test_rust_analyzers_count_where_the_user_set_none_of_ours(
    asked: Asked, start: Start
) -> None:
    asked.values = {"rust-analyzer.cargo.features": ["extra"]}
    editor = await start(text=GATED, capabilities=ASKABLE)
    await asked.once()
    await find(editor, BOTH)

    asked.values["rustAgent"] = {"check": {"features": []}}
    changed(editor)
    await asked.once()
    await find(editor, {"unused_variables"})

    asked.values["rustAgent"] = {}
    changed(editor)
    await asked.once()
    await find(editor, BOTH)


async def test_they_are_not_even_asked_for_before_the_workspace_is_trusted(
    asked: Asked, start: Start
) -> None:
    editor = await start(trusted=False, capabilities=ASKABLE)
    assert await asked.once() == ["rustAgent"]
    editor.client.protocol.notify("rustAgent/trust", {"trusted": True})
    assert "rust-analyzer.check.command" in await asked.once()


async def test_nothing_is_checked_in_an_excluded_folder(asked: Asked, start: Start) -> None:
    asked.values = {"rust-analyzer.files.excludeDirs": ["src"]}
    editor = await start(text=GATED, capabilities=ASKABLE)
    await asked.once()
    here = {"textDocument": {"uri": editor.uri}, "position": WARNING}
    async with asyncio.timeout(PATIENCE):
        # The server may still read our answer when it gets the command.
        while (
            "check.excludeFolders" not in (await editor.run("rustAgent.suppress", here))["reason"]
        ):
            await asyncio.sleep(0.05)
    editor.save()
    assert "check.excludeFolders" in (await editor.run("rustAgent.suppress", here))["reason"]
    assert editor.uri not in editor.client.diagnostics

    asked.values = {}
    changed(editor)
    await asked.once()
    await find(editor, {"unused_variables"})
