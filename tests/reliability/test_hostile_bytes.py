"""A real server process that is sent what nobody should send lives, answers, and stays small."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.frames import TEN_GIGABYTES, deep_request, hostile, mixture, survivors
from tests.reliability.rig import OPTIONS, frame, message
from tests.reliability.traffic import ERRORS
from tests.server.conftest import RawClient

FRAMES = 20_000
BATCH = 200
MEGABYTE = 1024 * 1024
GROWTH = 50 * MEGABYTE


@pytest.fixture
def client(home: Path) -> Iterator[RawClient]:
    client = RawClient([sys.executable, "-m", "rust_agent_lsp", "serve"])
    client.initialize(initializationOptions=OPTIONS)
    lives(client)
    yield client
    client.stop()


def lives(client: RawClient) -> None:
    """Ask for something that touches all; every earlier message has been handled then."""
    params = {"command": "rustAgent.explain", "arguments": [{"code": "E0382"}]}
    reply = client.request("workspace/executeCommand", params)
    assert "E0382" in reply["result"]["markdown"]
    client.received.clear()


def resident(client: RawClient) -> int:
    """Bytes of memory that the server has in use."""
    pages = Path(f"/proc/{client.process.pid}/statm").read_text("ascii").split()[1]
    return int(pages) * 4096


def test_frames_of_all_sorts(client: RawClient, soak: int) -> None:
    chance = random.Random(4)  # noqa: S311 - repeatable, not secret
    client.send_bytes(b"".join(hostile(chance) for _ in range(BATCH)))
    lives(client)
    before = resident(client)
    for _ in range(FRAMES * soak // BATCH):
        client.send_bytes(b"".join(hostile(chance) for _ in range(BATCH)))
        lives(client)
    assert resident(client) < before + GROWTH


def test_a_bad_frame_costs_no_other(soak: int) -> None:
    for seed in range(20 * soak):
        assert survivors(mixture(seed, BATCH)) == BATCH


@pytest.mark.parametrize("claim", [TEN_GIGABYTES, 10**19, 10**30, 60 * MEGABYTE])
def test_a_claim_of_more_than_comes(client: RawClient, claim: int) -> None:
    before = resident(client)
    client.send_bytes(b'Content-Length: %d\r\n\r\n{"jsonrpc":' % claim)
    lives(client)
    assert resident(client) < before + GROWTH


@pytest.mark.parametrize("place", ["params", "method", "jsonrpc"])
def test_nesting_of_every_depth_is_answered(client: RawClient, place: str) -> None:
    for depth in range(850, 1010):
        msg_id, data = deep_request(place, depth)
        client.send_bytes(data)
        # What is nested too deeply to be read has no id; what was read must be answered by its own.
        reply = client.expect(lambda m, i=msg_id: "method" not in m and m.get("id") in (i, None))  # type: ignore[misc]
        assert "error" in reply
        client.received.clear()
    lives(client)


def test_a_line_of_fifty_megabytes(client: RawClient) -> None:
    before = resident(client)
    client.send_bytes(b"x" * 50 * MEGABYTE + b"\r\n\r\n")
    uri, text = "file:///w/long.rs", "x" * 50 * MEGABYTE
    item = {"uri": uri, "languageId": "rust", "version": 1, "text": text}
    client.notify("textDocument/didOpen", {"textDocument": item})
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    lives(client)
    assert resident(client) < before + GROWTH


@pytest.mark.parametrize("piece", ["(", "{", "[", "fn f(", "/*", "<", "&", "!", "a."])
def test_what_opens_and_never_closes(client: RawClient, piece: str) -> None:
    before = resident(client)
    uri = "file:///w/open.rs"
    item = {"uri": uri, "languageId": "rust", "version": 1, "text": piece * 200_000}
    client.notify("textDocument/didOpen", {"textDocument": item})
    where = {"start": {"line": 0, "character": 100}, "end": {"line": 0, "character": 101}}
    found = [
        {"range": where, "severity": 1, "code": code, "source": "rustc", "message": text}
        for code, _, _, text in ERRORS
    ]
    client.notify("rustAgent/diagnostics", {"uri": uri, "diagnostics": found})
    document = {"textDocument": {"uri": uri}}
    hover = client.request("textDocument/hover", {**document, "position": where["start"]})
    assert "error" not in hover
    params = {**document, "range": where, "context": {"diagnostics": []}}
    assert "error" not in client.request("textDocument/codeAction", params)
    client.notify("textDocument/didClose", document)
    client.notify("rustAgent/diagnostics", {"uri": uri, "diagnostics": []})
    lives(client)
    # A tree of 200,000 nodes is larger than its text; it must not stay for good.
    assert resident(client) < before + 3 * GROWTH


def test_bytes_one_by_one(client: RawClient) -> None:
    for byte in frame({"id": "slow", **message("textDocument/hover", {})}):
        client.send_bytes(bytes((byte,)))
    assert client.reply("slow")["error"]["code"] == -32602


def test_the_end_within_a_message_ends_the_server(client: RawClient) -> None:
    client.send_bytes(b"Content-Length: 100\r\n\r\n" + json.dumps(message("exit")).encode())
    client.stdin.close()
    assert client.wait() == 1
