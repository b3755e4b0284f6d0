"""The whole server within the test's process: real frames in and out, no process, no clock.

Faster than a process by far, and what goes wrong in a callback of the event loop is seen too.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rust_agent_lsp.server import app
from rust_agent_lsp.server.framing import MessageWriter, read_messages
from rust_agent_lsp.stores.places import Places

Json = dict[str, Any]

PATIENCE = 60.0
"""Seconds after which a reply counts as lost."""

INTERNAL = -32603
OPTIONS = {"workspaceTrusted": False, "index": {"enabled": False}}


class Broken(Exception):
    """The server broke a promise of the protocol."""


class Rig:
    """A server, what it was asked and what it said; `answer` plays the client."""

    def __init__(self, home: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda _, context: self.faults.append(str(context)))
        names = ("data", "cache", "config", "log")
        self.server = app.make_server(Places(*(home / name for name in names)))
        self.server.stop = self._stopped  # type: ignore[method-assign]
        self.server.protocol.out = MessageWriter(_Pipe(self._take))  # type: ignore[arg-type]
        self.answer: Callable[[Json], Json | None] = lambda _: {"result": None}
        self.said: list[Json] = []
        self.faults: list[str] = []
        self.exit_codes: list[int] = []
        self.asked: Counter[int | str] = Counter()
        self.unreadable = 0
        self.messages = 0

    # Out

    def frames(self, data: bytes) -> None:
        """Give bytes to the server, as its reading thread would."""
        for message in read_messages(io.BytesIO(data)):
            self.messages += 1
            self._note(message)
            self.server.protocol.foresee(message)
            self.loop.call_soon(self.server.protocol.receive, message)

    def send(self, *messages: Any) -> None:
        """Send JSON values in one piece, so that they arrive together."""
        self.frames(b"".join(frame(message) for message in messages))

    def initialize(self, **options: Any) -> Json:
        folder: Json = {"rootUri": None, "processId": None, "capabilities": {}}
        params = {"initializationOptions": OPTIONS, **folder, **options}
        reply = self.call("initialize", params)
        self.send(message("initialized", {}))
        self.settle()
        return reply

    def call(self, method: str, params: Any = None) -> Json:
        """Send a request and return the whole reply."""
        msg_id = f"call-{self.messages}"
        self.send({"id": msg_id, **message(method, params)})
        self.settle()
        (reply,) = self.replies(msg_id)
        return reply

    def open(self, uri: str, text: str, version: int = 1) -> None:
        item = {"uri": uri, "languageId": "rust", "version": version, "text": text}
        self.send(message("textDocument/didOpen", {"textDocument": item}))

    # In

    def replies(self, msg_id: Any) -> list[Json]:
        return [m for m in self.said if "method" not in m and m["id"] == msg_id]

    def calls(self, method: str) -> list[Json]:
        """What the server sent of one method."""
        return [m for m in self.said if m.get("method") == method]

    def settle(self) -> None:
        """Run until every request has its reply and nothing is left to do at once.

        Raises `Broken` for a lost or doubled reply, an exit, or a fault in the event loop.
        """
        self.loop.run_until_complete(self._answered())
        self.check()

    async def turn(self) -> None:
        """Let the event loop go around once."""
        await asyncio.sleep(0)

    def check(self) -> None:
        """Raise `Broken` where a promise is broken now."""
        replies = [m for m in self.said if "method" not in m]
        got = Counter(m["id"] for m in replies if m["id"] is not None)
        if got != self.asked:
            raise Broken(f"asked but not said {self.asked - got}, the reverse {got - self.asked}")
        if (nameless := sum(m["id"] is None for m in replies)) != self.unreadable:
            raise Broken(f"{nameless} complaints of {self.unreadable} unreadable messages")
        if self.faults:
            raise Broken(f"in the event loop: {self.faults[0]}")
        if self.exit_codes:
            raise Broken(f"the server ended with {self.exit_codes}")

    def internal_errors(self) -> list[str]:
        """What the replies say that went wrong within the server."""
        errors = [m["error"] for m in self.said if "error" in m]
        return [error["message"] for error in errors if error["code"] == INTERNAL]

    def forget(self) -> None:
        """Forget what was said so far, once it has been checked."""
        self.said.clear()
        self.asked.clear()
        self.unreadable = 0

    def close(self) -> None:
        self.server.protocol.cancel_all()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        for callback in self.server.lifecycle._callbacks:
            callback()
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    def _note(self, message: Any) -> None:
        if not isinstance(message, dict) or "id" not in message or "method" not in message:
            is_call = isinstance(message, dict) and (
                "method" in message or "result" in message or "error" in message
            )
            self.unreadable += not is_call
        elif type(message["id"]) in (int, str):
            self.asked[message["id"]] += 1
        else:
            self.unreadable += 1

    def _take(self, message: Json) -> None:
        """Keep what the server said, from any thread, and answer its questions."""
        self.said.append(message)
        if "method" in message and "id" in message:
            answer = self.answer(message)
            if answer is not None:
                reply = {"jsonrpc": "2.0", "id": message["id"], **answer}
                self.loop.call_soon_threadsafe(self.server.protocol.receive, reply)

    async def _answered(self) -> None:
        deadline = time.monotonic() + PATIENCE
        wanted = self.asked.total() + self.unreadable
        protocol = self.server.protocol
        while sum("method" not in m for m in self.said) < wanted or protocol._background:
            if time.monotonic() > deadline:
                return
            # Once around for what is ready; only threads need more time than that.
            await asyncio.sleep(0.001 if protocol._running or protocol._background else 0)
            if not (protocol._running or protocol._background or self.loop._ready):  # type: ignore[attr-defined]
                return
        await asyncio.sleep(0)

    def _stopped(self, code: int) -> None:
        self.exit_codes.append(code)


class _Pipe:
    """Takes whole frames apart again."""

    def __init__(self, take: Callable[[Json], None]) -> None:
        self._take = take

    def write(self, data: bytes) -> None:
        (message,) = read_messages(io.BytesIO(data))
        self._take(message)

    def flush(self) -> None:
        pass


def message(method: Any, params: Any = None) -> Json:
    found = {"jsonrpc": "2.0", "method": method}
    return found if params is None else {**found, "params": params}


def frame(value: Any) -> bytes:
    # Infinity is not JSON, but a number that Python reads as infinite is.
    body = json.dumps(value).replace("Infinity", "1e999").encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


@contextmanager
def quiet() -> Iterator[None]:
    """Leave out the log, in which each of the injected faults has its traceback."""
    logger = logging.getLogger("rust_agent_lsp")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
