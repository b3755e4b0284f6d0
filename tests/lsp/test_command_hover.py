"""Hovers over commands in shell scripts and, where the setting asks, elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsprotocol import types

Start = Callable[..., Any]
SCRIPT = "#!/bin/sh\n# Grüße\nif true; then\n  echo '🦀'; git push -f origin main\nfi\n"
MAKEFILE = "all:\n\tgit clean -fdx\n"


async def hover(editor: Any, path: Path, language: str, text: str, at: tuple[int, int]) -> Any:
    uri = path.as_uri()
    item = types.TextDocumentItem(uri, language, 1, text)
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return await editor.client.text_document_hover_async(
        types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(*at))
    )


async def test_a_command_in_a_script_is_explained(start: Start) -> None:
    editor = await start()
    script = editor.root / "run.sh"
    found = await hover(editor, script, "shellscript", SCRIPT, (3, 16))
    assert found.contents.value.startswith("**Careful:**")
    assert "git push --force-with-lease" in found.contents.value
    # Positions count in UTF-16, in which the crab is two wide.
    assert (found.range.start, found.range.end) == (types.Position(3, 13), types.Position(3, 36))
    elsewhere = types.HoverParams(
        types.TextDocumentIdentifier(script.as_uri()), types.Position(1, 3)
    )
    assert await editor.client.text_document_hover_async(elsewhere) is None
    where = types.Range(types.Position(3, 13), types.Position(3, 13))
    context = types.CodeActionContext([])
    params = types.CodeActionParams(types.TextDocumentIdentifier(script.as_uri()), where, context)
    assert not await editor.client.text_document_code_action_async(params)


async def test_other_files_are_left_alone_unless_asked_for(start: Start) -> None:
    editor = await start()
    assert await hover(editor, editor.root / "Makefile", "makefile", MAKEFILE, (1, 3)) is None


async def test_everywhere_means_what_holds_shell(start: Start) -> None:
    editor = await start(hover={"commands": "everywhere"})
    found = await hover(editor, editor.root / "Makefile", "makefile", MAKEFILE, (1, 3))
    assert "**Careful:**" in found.contents.value
    step = "steps:\n  - run: git clean -fdx\n"
    plain = editor.root / "other.yml"
    assert await hover(editor, plain, "yaml", step, (1, 12)) is None
    workflow = editor.root / ".github" / "workflows" / "ci.yml"
    found = await hover(editor, workflow, "yaml", step, (1, 12))
    assert "git-clean" in found.contents.value


async def test_never_means_never(start: Start) -> None:
    editor = await start(hover={"commands": "never"})
    script = editor.root / "run.sh"
    assert await hover(editor, script, "shellscript", SCRIPT, (3, 16)) is None
