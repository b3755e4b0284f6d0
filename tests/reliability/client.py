"""A real server process and a client without any library: frames out, frames in, by threads."""

from __future__ import annotations

import itertools
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rust_agent_lsp.server.framing import read_messages
from tests.reliability.lab import PATIENCE, ROOT
from tests.reliability.rig import Json, frame, message

SERVE = (sys.executable, "-m", "rust_agent_lsp", "serve")


class Gone(Exception):
    """The server ended before it answered."""


def environment(home: Path) -> dict[str, str]:
    """Return an environment in which everything of ours lies below `home`."""
    names = ("DATA", "CACHE", "CONFIG", "STATE")
    return {**os.environ, **{f"XDG_{name}_HOME": str(home / name.lower()) for name in names}}


class Client:
    """One editor's end; `answer` says what is replied to a question of the server's."""

    def __init__(self, home: Path, before: Sequence[str] = ()) -> None:
        self.process = subprocess.Popen(
            [*before, *SERVE],
            cwd=ROOT,
            env=environment(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.answer: Callable[[Json], Json] = lambda _: {"result": None}
        self.told: list[Json] = []
        self._replies: dict[Any, queue.SimpleQueue[Json | None]] = {}
        self._numbers = itertools.count()
        self._ended = False
        self._lock = threading.Lock()
        threading.Thread(target=self._read, daemon=True).start()

    def initialize(self, root: Path, **options: Any) -> None:
        """Open a folder. Raises `Gone`."""
        capabilities = {"workspace": {"applyEdit": True}}
        params = {"processId": os.getpid(), "rootUri": root.as_uri(), "capabilities": capabilities}
        self.ask("initialize", {**params, "initializationOptions": options})
        self.tell("initialized", {})

    def ask(self, method: str, params: Any) -> Json:
        """Send a request and wait for the reply. Raises `Gone`."""
        number = next(self._numbers)
        waiting: queue.SimpleQueue[Json | None] = queue.SimpleQueue()
        with self._lock:
            self._replies[number] = waiting
            if self._ended:
                raise Gone
        self._write({"id": number, **message(method, params)})
        reply = waiting.get(timeout=PATIENCE)
        if reply is None:
            raise Gone
        return reply

    def run(self, command: str, argument: Json) -> Json:
        """Run a command and return its result. Raises `Gone`."""
        params = {"command": command, "arguments": [argument]}
        result: Json = self.ask("workspace/executeCommand", params)["result"]
        return result

    def tell(self, method: str, params: Any) -> None:
        self._write(message(method, params))

    def end(self) -> int:
        """End the session as an editor does; return the exit code."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)

    def _write(self, value: Json) -> None:
        assert self.process.stdin is not None
        try:
            with self._lock:
                self.process.stdin.write(frame(value))
                self.process.stdin.flush()
        except OSError:
            return  # the reader says so

    def _read(self) -> None:
        assert self.process.stdout is not None
        try:
            for said in read_messages(self.process.stdout):  # type: ignore[arg-type]
                self._take(said)
        finally:
            with self._lock:
                self._ended = True
                waiting = list(self._replies.values())
            for one in waiting:
                one.put(None)

    def _take(self, said: Any) -> None:
        if "method" not in said:
            self._replies[said["id"]].put(said)
        elif "id" in said:
            self._write({"jsonrpc": "2.0", "id": said["id"], **self.answer(said)})
        else:
            self.told.append(said)
