"""What is missing, broken or nonsense gives one clear message; the next request works.

Nothing of the user's changes: neither content nor times nor modes.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from rust_agent_lsp.stores.database import Database
from tests.lsp.conftest import BROKEN, MOVED, PATIENCE, Editor

Start = Callable[..., Any]
NO_INDEX = {"index.enabled": False}
TOP = types.Range(types.Position(0, 0), types.Position(0, 0))


def place(line: int, start: int, end: int) -> dict[str, Any]:
    return {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}


def moved_value(editor: Editor, **changes: Any) -> dict[str, Any]:
    """The E0382 of `BROKEN`, with some of it changed."""
    related = {
        "location": {"uri": editor.uri, "range": place(6, 20, 24)},
        "message": "value moved here",
    }
    told: dict[str, Any] = {
        "range": place(7, 22, 26),
        "severity": 1,
        "code": "E0382",
        "source": "rustc",
        "message": "borrow of moved value: `data`\nvalue borrowed here after move",
        "relatedInformation": [related],
        "data": {"rendered": "error[E0382]: borrow of moved value: `data`"},
    }
    return {**told, **changes}


def attributes(root: Path) -> dict[str, tuple[Any, ...]]:
    """Return all that can be seen of the files below `root`."""
    found = {}
    for path in (root, *sorted(root.rglob("*"))):
        stat = path.lstat()
        content = path.read_bytes() if path.is_file() else b""
        found[str(path)] = (stat.st_mode, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, content)
    return found


def messages(editor: Editor) -> list[str]:
    return [message.message for message in editor.client.messages]


async def still_works(editor: Editor) -> None:
    """The error of `BROKEN` is forwarded and explained in the user's names."""
    editor.forward([moved_value(editor)])
    assert "`data`" in (await editor.hover(MOVED) or "")


@pytest.fixture
def no_cargo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide every cargo and rustc of this machine from the server."""
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    for name in ("HOME", "CARGO_HOME", "RUSTUP_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "empty"))


@pytest.mark.usefixtures("no_cargo")
async def test_no_cargo(start: Start) -> None:
    editor = await start(**NO_INDEX)
    before = attributes(editor.root)
    await still_works(editor)
    actions = await editor.final_actions(MOVED)
    assert {a["data"]["verification"] for a in actions} == {"unavailable"}
    await editor.final_actions(MOVED)
    (said,) = messages(editor)
    assert "not found" in said and "rustup.rs" in said
    assert (await editor.run("rustAgent.status"))["state"] == "degraded"
    assert attributes(editor.root) == before


async def test_a_lone_file_is_checked_by_itself(start: Start) -> None:
    editor = await start(**NO_INDEX)
    (editor.root / "Cargo.toml").unlink()
    before = attributes(editor.root)
    await still_works(editor)
    assert (await editor.final_actions(MOVED))[0]["data"]["verification"] == "passed"
    assert messages(editor) == []
    assert attributes(editor.root) == before


async def test_missing_dependencies(start: Start) -> None:
    editor = await start(**NO_INDEX)
    with (editor.root / "Cargo.toml").open("a") as manifest:
        manifest.write('[dependencies]\nno-such-crate-on-this-machine = "1"\n')
    before = attributes(editor.root)
    await still_works(editor)
    actions = await editor.final_actions(MOVED)
    assert {a["data"]["verification"] for a in actions} == {"unavailable"}
    await editor.final_actions(MOVED)
    (said,) = messages(editor)
    assert "cargo fetch" in said
    assert attributes(editor.root) == before


async def test_a_half_typed_manifest(start: Start) -> None:
    editor = await start(**NO_INDEX)
    manifest = editor.root / "Cargo.toml"
    manifest.write_text('[package\nname = "bro')
    before = attributes(editor.root)
    await still_works(editor)
    actions = await editor.final_actions(MOVED)
    assert {a["data"]["verification"] for a in actions} == {"unavailable"}
    (said,) = messages(editor)
    assert "Cargo.toml" in said or "manifest" in said
    assert attributes(editor.root) == before


async def test_half_typed_code(start: Start) -> None:
    editor = await start(trusted=False, **NO_INDEX)
    codes = ("E0382", "E0308", "E0425", "E0433", "E0599", "E0277", "E0106", None)
    for text in (
        "",
        "fn",
        "fn main( {",
        BROKEN[:150],
        BROKEN[:-20] + '"',
        "\ufeff\0}}}",
        "é𝕏\r\r\n",
    ):
        editor.text = text
        editor.change()
        for code in codes:
            where = {"range": place(0, 0, 3), "code": code}
            editor.forward([moved_value(editor, **where)])
            assert await editor.hover({"line": 0, "character": 1})
            await editor.final_actions({"line": 0, "character": 1})
    editor.text = BROKEN
    editor.change()
    await still_works(editor)
    assert messages(editor) == []


async def test_a_file_of_two_megabytes(start: Start) -> None:
    filler = "// a line of a very long file\n" * 60_000 + "const _: u8 = 1;\n" * 15_000
    text = BROKEN + filler
    assert len(text) > 2_000_000
    editor = await start(text=text, **NO_INDEX)
    await still_works(editor)
    assert (await editor.final_actions(MOVED))[0]["data"]["verification"] == "passed"
    editor.change((TOP, "\n"))
    assert await editor.hover({"line": 8, "character": 24})
    assert messages(editor) == []


HUGE = 2**31 - 1
BAD_POSITIONS: list[tuple[Any, Any]] = [(-1, 0), (0, -1), (-1, -9), ("x", 0), ([], {}), (None, 0)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
async def test_positions_that_are_nowhere(start: Start, encoding: str) -> None:
    general = types.GeneralClientCapabilities(
        position_encodings=[types.PositionEncodingKind(encoding)]
    )
    text = BROKEN.replace('"again"', '"𝕏é𝕏"')
    editor = await start(
        trusted=False,
        text=text,
        capabilities=types.ClientCapabilities(general=general),
        **NO_INDEX,
    )
    await still_works(editor)
    for line, character in [(HUGE, HUGE), (0, HUGE), (HUGE, 0), (9, 15), (9, 16), (9, 17), (12, 9)]:
        at = {"line": line, "character": character}
        await editor.hover(at)
        await editor.actions(at)
    backwards = types.CodeActionParams(
        types.TextDocumentIdentifier(editor.uri),
        types.Range(types.Position(8, 0), types.Position(7, 0)),
        types.CodeActionContext([]),
    )
    assert (await editor.client.protocol.send_request_async(
        "textDocument/codeAction", backwards)) is not None  # fmt: skip
    for line, character in BAD_POSITIONS:
        position = {"line": line, "character": character}
        argument = {"textDocument": {"uri": editor.uri}, "position": position}
        assert (await editor.run("rustAgent.explain", argument))["entry"] is None
    await still_works(editor)
    assert set(messages(editor)) == {"There is nothing to explain here."}


BAD_RANGES: list[Any] = [
    None,
    7,
    [],
    {},
    {"start": None, "end": None},
    {"start": {"line": 0}, "end": {"line": 0}},
    {"start": {"line": "x", "character": 0}, "end": {"line": 0, "character": 0}},
    {"start": {"line": -1, "character": -5}, "end": {"line": -1, "character": -9}},
    {"start": {"line": 0, "character": -900}, "end": {"line": 0, "character": 1}},
    {"start": {"line": [], "character": {}}, "end": {"line": True, "character": None}},
    {"start": {"line": 1e300, "character": 0}, "end": {"line": 0, "character": 1e300}},
]
ODD_RANGES: list[Any] = [
    {"start": {"line": 10**9, "character": 0}, "end": {"line": 0, "character": 10**9}},
    {"start": {"line": 9, "character": 4}, "end": {"line": 7, "character": 0}},
]
JUNK: list[Any] = [None, 0, -1, True, "", "x", [], {}, [None], [[]], {"value": []}, 1.5]


async def test_diagnostics_with_wrong_types_everywhere(start: Start) -> None:
    editor = await start(trusted=False, **NO_INDEX)
    before = attributes(editor.root)
    good = moved_value(editor)
    bad: list[Any] = [*JUNK, {"message": "no range"}]
    bad += [moved_value(editor, range=r) for r in BAD_RANGES]
    bad += [{**good, key: junk} for key in good for junk in JUNK if key != "range"]
    bad += [
        {**good, "relatedInformation": [{"location": {"uri": uri, "range": r}, "message": m}]}
        for uri in (editor.uri, "file:///no/such/file.rs", 5, None)
        for r in (*BAD_RANGES[:8], good["range"])
        for m in ("x", None)
    ]

    def notify(params: Any) -> None:
        editor.client.protocol.notify("rustAgent/diagnostics", params)

    for junk in JUNK:
        notify(junk)
        notify({"uri": junk, "diagnostics": [good]})
        notify({"uri": editor.uri, "diagnostics": junk})
        notify({"uri": editor.uri, "diagnostics": [good], "version": junk})
        notify({"uri": editor.uri, "diagnostics": [good], "positionEncoding": junk})
    for uri in (
        "untitled:1",
        "file://host/x",
        "file:relative",
        "file:///no/such/file.rs",
        "http://[",
    ):
        notify({"uri": uri, "diagnostics": [good]})
    for one in bad:
        # One that cannot be read takes nobody with it.
        editor.forward([])
        notify({"uri": editor.uri, "diagnostics": [one, good]})
        assert "`data`" in (await editor.hover(MOVED) or ""), one
    for odd in ODD_RANGES:
        notify({"uri": editor.uri, "diagnostics": [moved_value(editor, range=odd)]})
        assert await editor.hover({"line": 11, "character": 0}) or await editor.hover(MOVED)
    assert await editor.final_actions(MOVED)
    assert messages(editor) == []
    assert attributes(editor.root) == before


async def test_commands_with_wrong_types(start: Start) -> None:
    editor = await start(trusted=False, **NO_INDEX)
    await still_works(editor)
    arguments: list[dict[str, Any]] = [{}]
    keys = ("id", "uri", "code", "textDocument", "position", "target", "helpful", "reason")
    arguments += [{key: junk} for key in keys for junk in JUNK]
    arguments += [{"uri": editor.uri, "position": junk} for junk in JUNK]
    arguments += [{"textDocument": {"uri": editor.uri}, "position": {"line": j}} for j in JUNK]
    arguments += [
        {"helpful": True, "target": {"kind": junk, "id": junk}, "scope": junk} for junk in JUNK
    ]
    for command in ("applyFix", "undoFix", "journal", "explain", "feedback", "status"):
        for argument in arguments:
            try:
                await editor.run(f"rustAgent.{command}", argument)
            except JsonRpcException as error:
                assert error.code == -32602, (command, argument, error.message)
    for junk in JUNK:
        editor.client.protocol.notify("rustAgent/trust", junk)
        editor.client.protocol.notify("rustAgent/trust", {"trusted": junk if junk else None})
    assert (await editor.run("rustAgent.status"))["trusted"] in (True, False)
    assert editor.questions == [] and editor.edits == [] and editor.text == BROKEN
    await still_works(editor)


async def test_settings_of_wrong_types_are_named_once(start: Start) -> None:
    options: dict[str, Any] = {
        "check": {"allTargets": "yes"},
        "confirm": 5,
        "hover": None,
        **NO_INDEX,
    }
    editor = await start(trusted=False, **options)
    given: list[Any] = [None, 5, "x", [], *({"rustAgent": junk} for junk in (None, 5, "x", ["x"]))]
    for settings in given:
        params = types.DidChangeConfigurationParams(settings)
        editor.client.workspace_did_change_configuration(params)
    again = types.DidChangeConfigurationParams({"rustAgent": options})
    editor.client.workspace_did_change_configuration(again)
    await still_works(editor)
    said = messages(editor)
    assert len(said) == 2
    assert any("check.allTargets" in text for text in said)
    assert any("confirm" in text and "ask or preview" in text for text in said)


def in_the_way(folder: Path) -> Path:
    """Put a file where a folder of ours belongs; root may write into read-only ones."""
    blocked = folder / "rust-agent-lsp"
    shutil.rmtree(blocked, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    blocked.write_text("mine")
    return blocked


async def test_a_data_folder_that_cannot_be_written(start: Start, home: Path) -> None:
    blocked = in_the_way(home / "data")
    editor = await start(**NO_INDEX)
    await still_works(editor)
    first = (await editor.final_actions(MOVED))[0]
    assert first["data"]["verification"] == "passed"
    editor.answers = ["Apply"]
    assert (await editor.choose(first))["applied"] is True
    assert editor.text != BROKEN
    assert (await editor.run("rustAgent.journal"))["records"] == []
    answer = await editor.run("rustAgent.feedback", {"helpful": True})
    assert answer["stored"] is False and "kept" in answer["reason"]
    assert (await editor.run("rustAgent.undoFix"))["undone"] is False
    (said,) = messages(editor)
    assert "cannot be kept" in said and str(blocked) in said and "XDG_DATA_HOME" in said
    assert blocked.read_text() == "mine"


async def test_a_cache_folder_that_cannot_be_written(start: Start, home: Path) -> None:
    blocked = in_the_way(home / "cache")
    editor = await start(**NO_INDEX)
    before = attributes(editor.root)
    await still_works(editor)
    actions = await editor.final_actions(MOVED)
    assert {a["data"]["verification"] for a in actions} == {"unavailable"}
    await editor.final_actions(MOVED)
    (said,) = messages(editor)
    assert str(blocked) in said and "XDG_CACHE_HOME" in said
    assert blocked.read_text() == "mine"
    assert attributes(editor.root) == before


SPOILT = b"no database at all " * 500


@pytest.fixture
def corrupt_database(home: Path) -> Path:
    path = home / "data/rust-agent-lsp/agent.sqlite3"
    path.parent.mkdir(parents=True)
    path.write_bytes(SPOILT)
    return path


async def test_a_corrupt_database(corrupt_database: Path, start: Start) -> None:
    editor = await start(**NO_INDEX)
    await still_works(editor)
    first = (await editor.final_actions(MOVED))[0]
    editor.answers = ["Apply"]
    assert (await editor.choose(first))["applied"] is True
    assert len((await editor.run("rustAgent.journal"))["records"]) == 1
    (said,) = messages(editor)
    (kept,) = corrupt_database.parent.glob("*corrupt*")
    assert str(kept) in said and kept.read_bytes() == SPOILT


async def test_a_database_of_a_newer_version_is_left_alone(home: Path, start: Start) -> None:
    import sqlite3

    path = home / "data/rust-agent-lsp/agent.sqlite3"
    Database(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = path.read_bytes()
    editor = await start(trusted=False, **NO_INDEX)
    await still_works(editor)
    assert (await editor.run("rustAgent.journal"))["records"] == []
    (said,) = messages(editor)
    assert "update" in said
    assert path.read_bytes() == before


async def test_a_workspace_that_vanishes(start: Start) -> None:
    import shutil

    editor = await start(**NO_INDEX)
    await still_works(editor)
    assert (await editor.final_actions(MOVED))[0]["data"]["verification"] == "passed"
    shutil.rmtree(editor.root)
    editor.change((TOP, "\n"))
    editor.forward([moved_value(editor, range=place(8, 22, 26))])
    below = {"line": 8, "character": 24}
    assert await editor.hover(below)
    actions = await editor.final_actions(below)
    assert not any(a["data"]["verification"] == "passed" for a in actions)
    assert len(messages(editor)) <= 1
    assert not editor.root.exists()


async def test_requests_about_documents_that_are_not_open(start: Start) -> None:
    editor = await start(trusted=False, **NO_INDEX)
    await still_works(editor)
    for uri in ("file:///no/such.rs", "untitled:1", "", "::", "file://"):
        editor.uri, kept = uri, editor.uri
        assert await editor.hover(MOVED) is None
        assert await editor.actions(MOVED) == []
        editor.uri = kept
    async with asyncio.timeout(PATIENCE):
        await still_works(editor)
    assert json.dumps(await editor.run("rustAgent.status"))
