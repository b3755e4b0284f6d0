"""Shows blocks to a real rust-analyzer, so that what we say of its own diagnostics is proven.

One start serves all blocks: each is a crate of one scratch project. The project has a small
standard library of ours, because a toolchain rarely has the source of the real one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from rust_agent_lsp.ingest.fences import Block, edition_of
from rust_agent_lsp.model.diagnostic import Diagnostic, Forwarded, Source
from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.model.native import ORIGIN, from_native
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.lines import LineTable

SERIES = "1.97."
"""The rust-analyzer whose wording the entries know."""

_PATIENCE = 120.0  # seconds for all blocks; it takes one or two
_AGAIN = (-32801, -32802)  # content modified, cancelled: the same request will be answered later
_STD = Path(__file__).with_name("native_std.rs")
_UNLINKED = "unlinked-file"
_OPTIONS = {
    "checkOnSave": False,
    "cachePriming": {"enable": False},
    "cargo": {"buildScripts": {"enable": False}},
    "procMacro": {"enable": False},
    "diagnostics": {"experimental": {"enable": True}, "styleLints": {"enable": True}},
}
_CAPABILITIES = {
    "general": {"positionEncodings": ["utf-8"]},
    "textDocument": {"diagnostic": {}},
    "experimental": {"serverStatusNotification": True},
}

Json = dict[str, Any]
Said = Mapping[Block, Sequence[Diagnostic]]


def is_native(block: Block) -> bool:
    """Say whether a block is for rust-analyzer rather than for the compiler."""
    return block.marks[:1] == (ORIGIN,)


def native_diagnostics(blocks: Iterable[Block]) -> dict[Block, list[Diagnostic]]:
    """Return what rust-analyzer itself says of each of `blocks` that is for it.

    Raises `ToolchainError`, which says why, where there is no rust-analyzer of the right version.
    """
    wanted = list(dict.fromkeys(filter(is_native, blocks)))
    if not wanted:
        return {}
    binary = _find()
    with tempfile.TemporaryDirectory(prefix="rust-agent-") as folder:
        files = _write_project(Path(folder).resolve(), wanted)
        answers = _ask(binary, Path(folder).resolve(), files)
    return {
        block: [_read(item, file, block.code) for item in answer]
        for block, file, answer in zip(wanted, files, answers, strict=True)
    }


def _find() -> Path:
    tools = os.environ.get("RUST_AGENT_TOOLS") or Path(__file__).parents[2] / ".tools"
    found = shutil.which("rust-analyzer", path=f"{tools}/bin") or shutil.which("rust-analyzer")
    if found is None:
        raise ToolchainError("rust-analyzer is not installed: its blocks are not checked")
    done = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
    if not done.stdout.startswith(f"rust-analyzer {SERIES}"):
        said = (done.stdout or done.stderr).strip().partition("\n")[0]
        raise ToolchainError(
            f"{found} is not rust-analyzer {SERIES}x ({said}): its blocks are not checked"
        )
    return Path(found)


def _write_project(root: Path, blocks: Sequence[Block]) -> list[Path]:
    """Write each block as a crate; return the file of each."""
    files = []
    crates: list[Json] = [{"root_module": str(_STD), "edition": "2024", "deps": [], "cfg": []}]
    own = [{"crate": 0, "name": name} for name in ("std", "core", "alloc")]
    for number, block in enumerate(blocks):
        crate = root / f"crate{number}" / "lib.rs"
        crate.parent.mkdir()
        crate.touch()
        # That a file belongs to no crate can only be shown by a file that belongs to none.
        file = crate.with_name("lost.rs") if _UNLINKED in block.marks else crate
        file.write_text(block.code, encoding="utf-8", newline="")
        crates.append(
            {
                "root_module": str(crate),
                "edition": edition_of(block),
                "deps": own,
                "cfg": ["debug_assertions"],
            }
        )
        files.append(file)
    (root / "rust-project.json").write_text(json.dumps({"crates": crates}), encoding="utf-8")
    return files


def _ask(binary: Path, root: Path, files: Sequence[Path]) -> list[list[Json]]:
    """Start rust-analyzer in `root` and return its diagnostics of each file."""
    process = subprocess.Popen(
        [str(binary)],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    alarm = threading.Timer(_PATIENCE, process.kill)
    alarm.start()
    try:
        if process.stdin is None or process.stdout is None:
            raise ToolchainError("rust-analyzer has no pipes")
        return _Conversation(process.stdin, process.stdout, root).diagnostics(files)
    finally:
        alarm.cancel()
        process.kill()
        process.communicate()


class _Conversation:
    """The few messages that it takes to load a project and to ask about its files."""

    def __init__(self, stdin: IO[bytes], stdout: IO[bytes], root: Path) -> None:
        self._in, self._out = stdin, stdout
        self._root = root

    def diagnostics(self, files: Sequence[Path]) -> list[list[Json]]:
        """Return the diagnostics of each file; none where rust-analyzer gave up on it."""
        options = {**_OPTIONS, "linkedProjects": [str(self._root / "rust-project.json")]}
        params = {"processId": None, "rootUri": self._root.as_uri()}
        self._send(
            id=-1,
            method="initialize",
            params={**params, "capabilities": _CAPABILITIES, "initializationOptions": options},
        )
        asked = False
        answers: dict[int, list[Json]] = {}
        while len(answers) < len(files):
            message = self._receive()
            number: Any = message.get("id")
            if "method" in message:
                if number is not None:
                    self._send(id=number, result=None)
                elif message["method"] == "experimental/serverStatus" and not asked:
                    asked = bool(message["params"]["quiescent"])
                    for index in range(len(files)) if asked else ():
                        self._request(index, files[index])
            elif number == -1:
                self._send(method="initialized", params={})
            elif message.get("error", {}).get("code") in _AGAIN:
                self._request(number, files[number])
            else:
                answers[number] = (message.get("result") or {}).get("items", [])
        return [answers[index] for index in range(len(files))]

    def _request(self, number: int, file: Path) -> None:
        document = {"textDocument": {"uri": file.as_uri()}}
        self._send(id=number, method="textDocument/diagnostic", params=document)

    def _send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._in.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._in.flush()

    def _receive(self) -> Json:
        length = 0
        while line := self._out.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        if not length:
            raise ToolchainError("rust-analyzer ended, or took too long")
        message: Json = json.loads(self._out.read(length))
        return message


def _read(item: Json, file: Path, code: str) -> Diagnostic:
    lines = LineTable(code.encode())
    start, end = (
        lines.offset(item["range"][key]["line"], item["range"][key]["character"], "utf-8")
        for key in ("start", "end")
    )
    text = lines.text[start:end].decode(errors="replace")
    return from_native(
        Forwarded(
            path=file,
            span=Span(start, end),
            severity=item["severity"],
            code=item.get("code"),
            origin=item.get("source", ""),
            message=item["message"],
            text=text,
        ),
        Source.CHECK,
    )
