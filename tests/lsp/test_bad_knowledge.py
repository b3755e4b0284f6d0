"""A server whose entries are garbage or gone still tells what the compiler said."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_lsp
from pytest_lsp import ClientServerConfig, LanguageClient

from rust_agent_lsp.stores.knowledge import knowledge_root
from tests.lsp.conftest import MOVED
from tests.lsp.test_bad_input import NO_INDEX, messages, moved_value

PROGRAM = """
import os
from pathlib import Path
from rust_agent_lsp.stores import knowledge
knowledge.knowledge_root = lambda: Path(os.environ["TEST_KNOWLEDGE"])
from rust_agent_lsp.server.main import serve_stdio
serve_stdio()
"""


@pytest.fixture
def entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A knowledge folder for the server to find, not made yet."""
    folder = tmp_path / "knowledge"
    monkeypatch.setenv("TEST_KNOWLEDGE", str(folder))
    return folder


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[sys.executable, "-c", PROGRAM]))
async def lsp(lsp_client: LanguageClient, entries: Path, home: Path) -> AsyncIterator[None]:
    """Take the place of the usual server in `start`; `entries` must be asked for before it."""
    assert os.environ["TEST_KNOWLEDGE"] == str(entries)
    yield
    await lsp_client.shutdown_session()


def good_entry() -> bytes:
    return (knowledge_root() / "errors/E0382.md").read_bytes()


GARBAGE = {
    "empty": b"",
    "no header": b"# E0382\n",
    "broken header": b"+++\ntitle = \n+++\nbody\n",
    "wrong types": b'+++\ntitle = "t"\ntemplates = [{message = "m", labels = "x"}]\n+++\nbody\n',
    "not UTF-8": b"\xff\xfe\x00" * 100,
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE.keys())
async def test_a_garbage_entry(entries: Path, start: Callable[..., Any], garbage: bytes) -> None:
    (entries / "errors").mkdir(parents=True)
    (entries / "errors/E0382.md").write_bytes(garbage)
    (entries / "errors/E0499.md").write_bytes(good_entry())
    editor = await start(trusted=False, **NO_INDEX)
    editor.forward([moved_value(editor)])
    for _ in range(2):
        assert "`data`" in (await editor.hover(MOVED) or "")
    assert await editor.final_actions(MOVED)
    explained = await editor.run("rustAgent.explain", {"code": "E0499"})
    assert explained["entry"] == "E0499"
    (said,) = messages(editor)
    assert "E0382.md" in said


@pytest.fixture(params=["gone", "a file"])
def nothing(request: pytest.FixtureRequest, entries: Path) -> None:
    if request.param == "a file":
        entries.write_text("mine")


@pytest.mark.usefixtures("nothing")
async def test_no_knowledge_at_all(start: Callable[..., Any]) -> None:
    editor = await start(trusted=False, **NO_INDEX)
    editor.forward([moved_value(editor)])
    assert "`data`" in (await editor.hover(MOVED) or "")
    assert await editor.final_actions(MOVED)
    editor.forward([moved_value(editor, code=None)])
    assert "`data`" in (await editor.hover(MOVED) or "")
    assert len(messages(editor)) <= 1
