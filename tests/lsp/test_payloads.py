"""Recorded notifications of a real rust-analyzer, forwarded to a real server."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from tests.lsp.conftest import Editor

PAYLOADS = Path(__file__).resolve().parents[1] / "fixtures/payloads"
# Stands in front of every line, so that a character is another number in each encoding.
AHEAD = "/* é𝕏 */ "
Position = tuple[int, int]
RECORDED_AS = {"nvim": "utf-8", "vscode": "utf-16"}


def width(text: str, encoding: str) -> int:
    return len(text.encode()) if encoding == "utf-8" else len(text.encode("utf-16-le")) // 2


def shifted(value: Any, by: int, folder: Path) -> Any:
    """Return a payload with all its positions moved to the right, its files in `folder`."""
    if isinstance(value, dict):
        moved = {key: shifted(item, by, folder) for key, item in value.items()}
        return {**moved, "character": value["character"] + by} if "character" in value else moved
    if isinstance(value, list):
        return [shifted(item, by, folder) for item in value]
    if isinstance(value, str):
        return value.replace("file:///workspace/src", folder.as_uri())
    return value


def positions(diagnostic: dict[str, Any]) -> tuple[Position, Position]:
    """Return both ends of a diagnostic in the recorded, plain ASCII text."""
    ends = (diagnostic["range"]["start"], diagnostic["range"]["end"])
    first, last = ((end["line"], end["character"]) for end in ends)
    return first, last


def hint_only(diagnostics: list[dict[str, Any]]) -> Iterator[Position]:
    """Yield both ends of every hint that no error and no warning covers."""
    primary = [positions(d) for d in diagnostics if d["severity"] <= 2]
    for hint in diagnostics:
        if hint["severity"] > 2:
            for at in positions(hint):
                if not any(start <= at <= end for start, end in primary):
                    yield at


def names(diagnostic: dict[str, Any]) -> list[str]:
    """Return what the compiler put between backticks, remarks on lints left out."""
    lines = [line for line in diagnostic["message"].split("\n") if "#[" not in line]
    return next((found for line in lines if (found := re.findall("`([^`]+)`", line))), [])


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


async def replay(editor: Editor, recorded: Path, encoding: str) -> list[dict[str, Any]]:
    """Open the source behind a payload and forward the payload; return it as recorded."""
    client, project, file = recorded.name.removesuffix(".json").split("-")
    folder = editor.root / "src" / f"{client}-{project}"
    params = json.loads(text_of(recorded))["params"]
    source = text_of(PAYLOADS / "sources" / project / file)
    for line in {end[0] for d in params["diagnostics"] for end in positions(d)}:
        assert source.split("\n")[line].strip(), "the source does not belong to the payload"
    editor.path = folder / file
    editor.uri = editor.path.as_uri()
    editor.text = "".join(AHEAD + line for line in source.splitlines(keepends=True))
    editor.open()
    moved = shifted(params, width(AHEAD, encoding), folder)
    editor.client.protocol.notify(
        "rustAgent/diagnostics",
        {**moved, "version": editor.version, "positionEncoding": encoding},
    )
    return list(params["diagnostics"])


@pytest.mark.parametrize("negotiated", ["utf-8", "utf-16"])
@pytest.mark.parametrize("client", RECORDED_AS)
async def test_every_error_is_explained_where_it_is_and_nowhere_else(
    start: Callable[..., Any], client: str, negotiated: str
) -> None:
    general = types.GeneralClientCapabilities(
        position_encodings=[types.PositionEncodingKind(negotiated)]
    )
    capabilities = types.ClientCapabilities(general=general)
    options = {"index.enabled": False}
    editor = await start(trusted=False, capabilities=capabilities, **options)

    def place(at: Position) -> dict[str, int]:
        return {"line": at[0], "character": at[1] + width(AHEAD, negotiated)}

    recordings = sorted(PAYLOADS.glob(f"{client}-*.json"))
    assert len(recordings) == 6
    silent = 0
    for recorded in recordings:
        raw = await replay(editor, recorded, RECORDED_AS[client])
        for diagnostic in (d for d in raw if d["severity"] <= 2):
            for at in positions(diagnostic):
                told = await editor.hover(place(at))
                assert told, (recorded.name, at)
                wanted = names(diagnostic)
                assert not wanted or any(name in told for name in wanted), (recorded.name, told)
                assert not re.search(r"\x1b|/rustc/[0-9a-f]{40}/", told)
        for at in hint_only(raw):
            assert await editor.hover(place(at)) is None, (recorded.name, at)
            silent += 1
    assert silent > 5
