"""A bare language client over stdio, which hides nothing of what a server sends."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

Answer = Callable[[Any], Any]
PATIENCE = 180.0  # seconds; a deadline for a busy machine, never a measure


class LspClient:
    """Runs a server and keeps every notification; `answers` serve the server's own requests."""

    def __init__(self, command: list[str], cwd: Path, env: dict[str, str]) -> None:
        self.answers: dict[str, Answer] = {
            "workspace/configuration": lambda params: [None] * len(params["items"])
        }
        self.notifications: list[dict[str, Any]] = []
        self.replies: dict[int, dict[str, Any]] = {}
        self.problem: Exception | None = None
        self._changed = threading.Condition()
        self._sending = threading.Lock()
        self._last_id = 0
        self._log = (cwd.parent / f"{Path(command[0]).name}.stderr").open("w+")
        self._process = subprocess.Popen(
            command, cwd=cwd, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._log,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self.request("shutdown", None)
                self.notify("exit", None)
                self._process.wait(PATIENCE)
        finally:
            self._process.kill()
            self._process.wait()
            self._log.close()

    def notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def request(self, method: str, params: Any) -> Any:
        """Return the result; an error reply or a missing one fails the test."""
        self._last_id += 1
        wanted = self._last_id
        self._send({"id": wanted, "method": method, "params": params})
        reply = self.wait(lambda: self.replies.get(wanted), f"the reply to {method}")
        assert "error" not in reply, f"{method}: {reply['error']}"
        return reply["result"]

    def wait(self, look: Callable[[], Any], what: str) -> Any:
        """Return what `look` sees as soon as that is true; it looks after every message."""
        deadline = time.monotonic() + PATIENCE
        with self._changed:
            while not (seen := look()):
                if self.problem is not None:
                    raise self.problem
                left = deadline - time.monotonic()
                assert left > 0, f"no {what}; {self._said()}"
                assert self._reader.is_alive(), f"the server ended before {what}; {self._said()}"
                self._changed.wait(min(left, 1.0))
        return seen

    def diagnostics(self, uri: str) -> dict[str, Any] | None:
        """Return the latest `publishDiagnostics` for the file."""
        for message in reversed(self.notifications):
            if message["method"] == "textDocument/publishDiagnostics":
                params: dict[str, Any] = message["params"]
                if params["uri"] == uri:
                    return params
        return None

    def _said(self) -> str:
        self._log.flush()
        return f"its stderr ends: {Path(self._log.name).read_text()[-3000:]}"

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        with self._sending:
            self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self._process.stdin.flush()

    def _read(self) -> None:
        out = self._process.stdout
        assert out is not None
        while header := out.readline():
            length = int(header.split(b":")[1])
            while out.readline().strip():
                pass
            message = json.loads(out.read(length))
            if "method" in message and "id" in message:
                # In a thread: an answer may wait, and the server's messages go on.
                threading.Thread(target=self._answer, args=(message,), daemon=True).start()
                continue
            with self._changed:
                if "method" in message:
                    self.notifications.append(message)
                else:
                    self.replies[message["id"]] = message
                self._changed.notify_all()

    def _answer(self, message: dict[str, Any]) -> None:
        answer = self.answers.get(message["method"])
        try:
            reply: dict[str, Any] = {"result": answer(message.get("params")) if answer else None}
        except Exception as problem:
            self.problem = problem  # raised where the test waits
            reply = {"error": {"code": -32603, "message": str(problem)}}
        self._send({"id": message["id"], **reply})
