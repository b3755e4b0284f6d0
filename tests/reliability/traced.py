"""A server under strace: what sockets it and its children open, what programs they run."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.server.conftest import RawClient

PATIENCE = 240.0
SERVER = (sys.executable, "-m", "rust_agent_lsp", "serve")
MISSING = "strace is not installed (`.ci/install-tools.sh` brings it): not looked at"
_INTERNET = re.compile(r"^.*\bAF_(?:INET6?|PACKET|NETLINK)\b.*$", re.M)
_PROGRAM = re.compile(r'^(?:\d+ +)?execve\("([^"]*)", \[(.*?)\].* = 0$', re.M)


def has_strace() -> bool:
    return shutil.which("strace") is not None


class Traced(RawClient):
    """Speaks to a server whose system calls are written to `trace`."""

    def __init__(self, trace: Path, calls: str, environ: Mapping[str, str], cwd: Path) -> None:
        self.trace = trace
        command = ["strace", "-f", "-qq", "-s", "512", "-e", f"trace={calls}", "-o", str(trace)]
        super().__init__([*command, *SERVER], env=dict(environ), cwd=cwd)

    def recv(self) -> dict[str, Any] | None:
        message = super().recv()
        if message is not None and "method" in message and "id" in message:
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": None})
        return message

    def execute(self, command: str, *arguments: Any) -> Any:
        params = {"command": command, "arguments": list(arguments)}
        reply = self.request("workspace/executeCommand", params)
        return reply.get("result")

    def wait_for(self, state: str, value: str) -> None:
        """Ask for the status until a part of it has come to a state."""
        deadline = time.monotonic() + PATIENCE
        while (status := self.execute("rustAgent.status", {}))[state]["status"] != value:
            assert time.monotonic() < deadline, status
            time.sleep(0.2)

    def end(self) -> str:
        """Shut the server down; return what strace wrote."""
        self.request("shutdown")
        self.notify("exit")
        self.drain()
        self.wait()
        return self.trace.read_text("utf-8", "replace")


def internet(trace: str) -> list[str]:
    """Return the calls that name an address or socket of the internet, or ask the kernel of it."""
    return _INTERNET.findall(trace)


def programs(trace: str) -> list[tuple[str, str]]:
    """Return the programs that were run, with their arguments."""
    return _PROGRAM.findall(trace)


def environ_of(home: Path) -> dict[str, str]:
    folders = {f"XDG_{n}_HOME": str(home / n.lower()) for n in ("DATA", "CACHE", "CONFIG", "STATE")}
    root = str(Path(__file__).resolve().parents[2])
    return {**os.environ, **folders, "PYTHONPATH": root, "PYTHONSAFEPATH": "1"}
