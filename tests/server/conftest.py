from __future__ import annotations

import itertools
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

PATIENCE = 30.0
"""Seconds after which a test gives up waiting; a passing test never waits so long."""

TINY_SERVER = Path(__file__).with_name("tiny_server.py")


class RawClient:
    """Speaks raw JSON-RPC to a server process, and keeps every message that it sends."""

    def __init__(self, command: list[str], **options: Any) -> None:
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options,
        )
        assert self.process.stdin and self.process.stdout and self.process.stderr
        self.stdin = self.process.stdin
        self.received: list[dict[str, Any]] = []
        self.log: list[str] = []
        self._inbox: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._ids = itertools.count(1)
        self._threads = [
            threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True),
            threading.Thread(target=self._read_log, args=(self.process.stderr,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    # Out

    def send_bytes(self, data: bytes) -> None:
        self.stdin.write(data)
        self.stdin.flush()

    def send(self, *messages: Any) -> None:
        """Send messages in one piece, so that they arrive together."""
        self.send_bytes(b"".join(frame(json.dumps(m).encode()) for m in messages))

    def notify(self, method: str, params: Any = None) -> None:
        self.send(notification(method, params))

    def begin(self, method: str, params: Any = None) -> int:
        """Send a request and return its id without waiting for the reply."""
        msg_id = next(self._ids)
        self.send(request(msg_id, method, params))
        return msg_id

    def request(self, method: str, params: Any = None) -> dict[str, Any]:
        """Send a request and return the whole response message."""
        return self.reply(self.begin(method, params))

    # In

    def recv(self) -> dict[str, Any] | None:
        """Return the next message; None once the server has closed its output."""
        message = self._inbox.get(timeout=PATIENCE)
        if message is not None:
            self.received.append(message)
        return message

    def expect(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the first message, seen already or still to come, that is `wanted`."""
        for message in self.received:
            if wanted(message):
                return message
        while (message := self.recv()) is not None:
            if wanted(message):
                return message
        raise AssertionError("the server closed its output; its log:\n" + "\n".join(self.log))

    def reply(self, msg_id: Any) -> dict[str, Any]:
        return self.expect(lambda m: "method" not in m and m.get("id") == msg_id)

    def call(self, method: str) -> dict[str, Any]:
        """Return the first request or notification `method` from the server."""
        return self.expect(lambda m: m.get("method") == method)

    def replies(self, msg_id: Any) -> list[dict[str, Any]]:
        return [m for m in self.received if "method" not in m and m.get("id") == msg_id]

    # The session

    def initialize(self, **params: Any) -> dict[str, Any]:
        """Bring the server to the state after `initialized`; return the initialize result."""
        result = self.request(
            "initialize", {"processId": None, "rootUri": None, "capabilities": {}, **params}
        )["result"]
        self.notify("initialized", {})
        return result  # type: ignore[no-any-return]

    def drain(self) -> None:
        """Take in everything until the server closes its output."""
        while self.recv() is not None:
            pass

    def wait(self) -> int:
        code = self.process.wait(timeout=PATIENCE)
        for thread in self._threads:
            thread.join(timeout=PATIENCE)
        return code

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(timeout=PATIENCE)
        self.stdin.close()

    def _read(self, stream: BinaryIO) -> None:
        while (header := _read_header(stream)) is not None:
            self._inbox.put(json.loads(stream.read(header)))
        self._inbox.put(None)

    def _read_log(self, stream: BinaryIO) -> None:
        self.log += (line.decode(errors="replace").rstrip() for line in stream)


def _read_header(stream: BinaryIO) -> int | None:
    length = None
    while line := stream.readline().decode("ascii"):
        if line == "\r\n":
            return length
        name, _, value = line.partition(": ")
        assert (name, value[-2:]) == ("Content-Length", "\r\n"), f"not a header: {line!r}"
        length = int(value)
    return None


def frame(body: bytes, header: str = "Content-Length: {}\r\n\r\n") -> bytes:
    return header.format(len(body)).encode() + body


def request(msg_id: Any, method: Any, params: Any = None) -> dict[str, Any]:
    return {"id": msg_id, **notification(method, params)}


def notification(method: Any, params: Any = None) -> dict[str, Any]:
    message = {"jsonrpc": "2.0", "method": method}
    return message if params is None else {**message, "params": params}


@pytest.fixture(scope="module")
def shared_client() -> Iterator[RawClient]:
    client = RawClient([sys.executable, str(TINY_SERVER)])
    client.initialize()
    yield client
    client.stop()


@pytest.fixture
def steady(shared_client: RawClient) -> RawClient:
    """An initialized client that all tests of a module share; it must be left as it was."""
    shared_client.request("tiny/echo", {})
    shared_client.received.clear()
    return shared_client


@pytest.fixture
def start_client() -> Iterator[Callable[..., RawClient]]:
    """Start a server process by its command and return a `RawClient` of it."""
    clients: list[RawClient] = []

    def start(*command: str, **options: Any) -> RawClient:
        clients.append(RawClient(list(command), **options))
        return clients[-1]

    yield start
    for client in clients:
        client.stop()


@pytest.fixture
def tiny(start_client: Callable[..., RawClient]) -> RawClient:
    """A client of the tiny server, not yet initialized."""
    return start_client(sys.executable, str(TINY_SERVER))


@pytest.fixture
def ready(tiny: RawClient) -> RawClient:
    """A client of the tiny server, initialized."""
    tiny.initialize()
    return tiny
