"""A session with the real server over pipes, as a benchmark sees it: timed and answered at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.server.convert import to_lsp
from rust_agent_lsp.syntax.lines import LineTable
from rust_agent_lsp.toolchain.rustc_json import parse_messages
from tests.server.conftest import RawClient

SERVER = [sys.executable, "-m", "rust_agent_lsp", "serve"]
PATIENCE = 600.0


class Editor(RawClient):
    """One open file with its real diagnostics; keeps no message that was answered."""

    def __init__(self, home: Path, root: Path, file: Path, *, trusted: bool) -> None:
        places = {f"XDG_{n}_HOME": str(home / n.lower()) for n in ("DATA", "CACHE", "CONFIG")}
        super().__init__(SERVER, env={**os.environ, **places})
        self.root, self.file, self.uri = root, file, file.as_uri()
        self.text = file.read_text(encoding="utf-8")
        self.version = 1
        self.diagnostics: list[dict[str, Any]] = []
        options = {"workspaceTrusted": trusted, "confirmRequest": True}
        self.initialize(rootUri=root.as_uri(), initializationOptions=options)
        item = {"uri": self.uri, "languageId": "rust", "version": 1, "text": self.text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def recv(self) -> dict[str, Any] | None:
        message = super().recv()
        if message is not None and "method" in message and "id" in message:
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": None})
        return message

    def ask(self, method: str, params: Any) -> tuple[Any, float]:
        """Return the result of a request and the seconds that it took."""
        self.received.clear()
        begin = time.perf_counter()
        reply = self.request(method, params)
        return reply["result"], time.perf_counter() - begin

    def hover(self, position: dict[str, int]) -> tuple[Any, float]:
        document = {"uri": self.uri}
        return self.ask("textDocument/hover", {"textDocument": document, "position": position})

    def actions(self, position: dict[str, int]) -> tuple[list[dict[str, Any]], float]:
        where = {"start": position, "end": position}
        params = {"textDocument": {"uri": self.uri}, "range": where, "context": {"diagnostics": []}}
        return self.ask("textDocument/codeAction", params)

    def status(self) -> dict[str, Any]:
        command = {"command": "rustAgent.status", "arguments": [{}]}
        found: dict[str, Any] = self.ask("workspace/executeCommand", command)[0]
        return found

    def wait_for_index(self) -> None:
        begin = time.monotonic()
        while (index := self.status()["index"])["status"] != "ready":
            if index["status"] == "dead" or time.monotonic() - begin > PATIENCE:
                raise RuntimeError(f"the index is {index}")
            time.sleep(0.1)

    def type_at(self, position: dict[str, int], text: str) -> None:
        """Insert plain ASCII `text` without a line break, as a keystroke does."""
        self.version += 1
        change = {"range": {"start": position, "end": position}, "text": text}
        document = {"uri": self.uri, "version": self.version}
        params = {"textDocument": document, "contentChanges": [change]}
        self.notify("textDocument/didChange", params)
        lines = self.text.split("\n")
        line, at = lines[position["line"]], position["character"]
        lines[position["line"]] = line[:at] + text + line[at:]
        self.text = "\n".join(lines)

    def forward(self, diagnostics: Sequence[dict[str, Any]]) -> None:
        params = {
            "uri": self.uri,
            "version": self.version,
            "positionEncoding": "utf-16",
            "diagnostics": list(diagnostics),
        }
        self.notify("rustAgent/diagnostics", params)

    def wait_for_fixes(self, places: Sequence[dict[str, int]]) -> None:
        """Ask at each place until nothing is pending there."""
        begin = time.monotonic()
        for place in places:
            while pending(self.actions(place)[0]):
                if time.monotonic() - begin > PATIENCE:
                    raise RuntimeError("fixes are still being checked")
                time.sleep(0.05)


def pending(actions: Sequence[dict[str, Any]]) -> bool:
    return any(action["data"]["verification"] == "pending" for action in actions)


def passed(actions: Sequence[dict[str, Any]]) -> bool:
    return any(action["data"]["verification"] == "passed" for action in actions)


def cargo_check(root: Path, target: Path) -> tuple[list[Diagnostic], float]:
    """Run the user's own cargo check; return its diagnostics and the seconds that it took."""
    begin = time.perf_counter()
    run = subprocess.run(
        ["cargo", "check", "--workspace", "--all-targets", "--message-format=json", "--offline"],
        cwd=root, capture_output=True, check=False,
        env={**os.environ, "CARGO_TARGET_DIR": str(target)},
    )  # fmt: skip
    seconds = time.perf_counter() - begin
    return parse_messages(run.stdout.splitlines(), root, lambda path: root / path), seconds


def as_forwarded(diagnostics: Sequence[Diagnostic], file: Path) -> list[dict[str, Any]]:
    """Return the errors of `file` as an editor has them from rust-analyzer."""
    lines = LineTable(file.read_bytes())
    own = [d for d in diagnostics if d.path == file and d.severity == "error"]
    items = [to_lsp(d, lambda _: lines, "utf-16") for d in own]
    return json.loads(json.dumps([{**item, "source": "rustc"} for item in items]))  # type: ignore[no-any-return]
