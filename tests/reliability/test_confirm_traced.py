"""A whole session under strace: no process of ours writes, moves or touches a user's file."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.reliability.client import Client
from tests.reliability.consent import edited
from tests.reliability.lab import PATIENCE
from tests.reliability.rig import Json

SOURCE = """\
fn take(data: Vec<i32>) -> usize {
    data.len()
}

fn main() {
    let data = vec![1, 2, 3];
    let n = take(data);
    println!("{n} {data:?}");
}
"""
PLACE = {"line": 7, "character": 21}
CALLS = (
    *("open", "openat", "openat2", "creat", "truncate", "rename", "renameat", "renameat2", "link"),
    *("linkat", "symlink", "symlinkat", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "mknod"),
    *("mknodat", "chmod", "fchmod", "fchmodat", "chown", "fchown", "lchown", "fchownat", "utime"),
    *("utimes", "utimensat", "futimesat", "setxattr", "lsetxattr", "removexattr", "lremovexattr"),
)
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")


def strace() -> list[str]:
    """Return the command that traces what may change a file; skip where it cannot."""
    program = shutil.which("strace")
    if program is None or subprocess.run([program, "-qq", "true"], check=False).returncode:
        pytest.skip("strace is not here, or may not trace")
    return [program, "-f", "-qq", "-y", "-s", "4096", "-e", f"trace={','.join(CALLS)}"]


def changes(log: Path, root: Path) -> list[str]:
    """Return the successful calls that change something below `root`, or `root` itself."""
    found = []
    below = re.compile(rf'["<]{re.escape(str(root))}[/">]')
    for line in log.read_text(errors="replace").splitlines():
        call = re.match(r"\d+ +(\w+)\(", line)
        if call is None or re.search(r"= -1 E", line):
            continue
        if call[1].startswith("open") and not WRITES.search(line):
            continue
        if call[1].startswith("symlink"):  # where a link leads is not written to
            line = re.sub(r'"[^"]*"', "", line, count=1)
        # A path from the root is not within the folder that is named before it.
        if below.search(re.sub(r'\w+<[^>]*>, (?="/)', "", line)):
            found.append(line)
    return found


def state(root: Path) -> dict[str, tuple[Any, ...]]:
    """Return content, times, mode and number of links of all below `root`."""
    found: dict[str, tuple[Any, ...]] = {}
    for path in (root, *root.rglob("*")):
        stat = path.lstat()
        content = path.read_bytes() if path.is_file() else b""
        key = path.relative_to(root).as_posix()
        # Links of the shadow's may lead here, so only hard ones count.
        found[key] = (content, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_mode, stat.st_nlink)
    return found


class Editor:
    """An editor with one file in its memory, whose user says yes."""

    def __init__(self, client: Client, path: Path) -> None:
        self.client, self.uri = client, path.as_uri()
        self.text, self.version = SOURCE, 1
        self.made = threading.Event()
        client.answer = self.answer

    def answer(self, question: Json) -> Json:
        if question["method"] == "window/showMessageRequest":
            return {"result": {"title": "Apply"}}
        if question["method"] != "workspace/applyEdit":
            return {"result": None}
        (change,) = question["params"]["edit"]["documentChanges"]
        self.text, self.version = edited(self.text, change["edits"]), self.version + 1
        document = {"uri": self.uri, "version": self.version}
        params = {"textDocument": document, "contentChanges": [{"text": self.text}]}
        self.client.tell("textDocument/didChange", params)
        self.made.set()
        return {"result": {"applied": True}}

    def fix(self) -> Json:
        """Choose the first fix at the error once it is checked; return what came of it."""
        where = {"textDocument": {"uri": self.uri}, "range": {"start": PLACE, "end": PLACE}}
        while True:
            asked = {**where, "context": {"diagnostics": []}}
            actions = self.client.ask("textDocument/codeAction", asked)["result"]
            states = {action["data"]["verification"] for action in actions}
            if actions and "pending" not in states:
                break
        command = actions[0]["command"]
        assert actions[0]["data"]["verification"] == "passed"
        return self.client.run(command["command"], command["arguments"][0])


def session(folder: Path, before: list[str]) -> Editor:
    """Have an error found, explained, repaired and taken back in a trusted workspace."""
    root = folder / "w"
    client = Client(folder / "home", before)
    editor = Editor(client, root / "src/main.rs")
    client.initialize(
        root, workspaceTrusted=True, index={"enabled": False}, diagnostics={"mode": "check"}
    )
    item = {"uri": editor.uri, "languageId": "rust", "version": 1, "text": SOURCE}
    client.tell("textDocument/didOpen", {"textDocument": item})
    deadline = threading.Event()
    while not any(m["method"] == "textDocument/publishDiagnostics" for m in client.told):
        assert client.process.poll() is None
        deadline.wait(0.05)
    assert editor.fix() == {"applied": True}
    assert editor.made.is_set()
    assert client.run("rustAgent.undoFix", {"uri": editor.uri})["undone"] is True
    assert editor.text == SOURCE
    assert client.end() == 0
    return editor


def make(folder: Path) -> Path:
    root = folder / "w"
    (root / "src").mkdir(parents=True)
    manifest = '[package]\nname = "w"\nversion = "0.1.0"\nedition = "2021"\n'
    (root / "Cargo.toml").write_text(manifest, "utf-8")
    (root / "src/main.rs").write_text(SOURCE, "utf-8")
    return root


def test_no_file_of_the_users_is_written(tmp_path: Path) -> None:
    command, root, log = strace(), make(tmp_path), tmp_path / "trace"
    before = state(root)
    session(tmp_path, [*command, "-o", str(log)])
    assert log.stat().st_size > 1000
    assert changes(log, root) == []
    assert state(root) == before


@pytest.mark.parametrize(
    "deed",
    [
        "p.write_text(p.read_text())",
        "os.utime(p)",
        "p.chmod(0o600)",
        "os.link(p, p.with_name('x')); os.unlink(p.with_name('x'))",
        "p.with_name('y').mkdir()",
        "p.rename(p.with_name('z'))",
        "os.open(p, os.O_RDWR)",
    ],
)
def test_the_trace_would_show_it(tmp_path: Path, deed: str) -> None:
    command, root, log = strace(), make(tmp_path), tmp_path / "trace"
    program = f"import os, pathlib; p = pathlib.Path({str(root / 'src/main.rs')!r}); {deed}"
    python = [sys.executable, "-c", program]
    subprocess.run([*command, "-o", str(log), *python], check=True, timeout=PATIENCE)
    assert changes(log, root)
