"""Where the editor dies, the server goes too, and with it all that it has started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rust_agent_lsp.server import lifecycle
from tests.reliability.client import environment
from tests.reliability.lab import PATIENCE, ROOT

DEATHS = 20
SECONDS = 60.0
"""How long a process may be there after its editor; three in the issue, more on a busy machine."""

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")

EDITOR = """
import json, sys, time
from pathlib import Path
from tests.reliability.client import Client
from tests.reliability.rig import message
root, home, kind = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
client = Client(home)
if kind == "sibling":  # which inherits the server's input and holds it open
    import os, subprocess
    os.set_inheritable(client.process.stdin.fileno(), True)
    subprocess.Popen(["sleep", "600"], close_fds=False, stdout=subprocess.DEVNULL)
client.initialize(
    root, workspaceTrusted=kind == "cargo", index={"enabled": kind in ("index", "documentation")},
    diagnostics={"mode": "check"},
    documentation={"ingest": "start" if kind == "documentation" else "never"},
)
uri = (root / "src/main.rs").as_uri()
text = "fn main() {}\\n"
if kind == "thread":
    text = "fn f() { let x = vec![(1, 2)]; }\\n" * 60_000
item = {"uri": uri, "languageId": "rust", "version": 1, "text": text}
client.tell("textDocument/didOpen", {"textDocument": item})
if kind == "thread":
    client._write({"id": "x", **message("textDocument/codeAction", {
        "textDocument": {"uri": uri}, "context": {"diagnostics": [
            {"message": "m", "code": "E0382", "range": {"start": {"line": 9, "character": 0},
             "end": {"line": 9, "character": 9}}}]},
        "range": {"start": {"line": 9, "character": 0}, "end": {"line": 9, "character": 1}}})})
print(json.dumps(client.process.pid), flush=True)
time.sleep(600)
"""
BUILD = "fn main() { std::thread::sleep(std::time::Duration::from_secs(600)); }\n"
WANTED = {
    "sibling": "",
    "thread": "",
    "cargo": "build-script-build",
    "index": "index_worker",
    "documentation": "ingest.run",
}


def die(folder: Path, kind: str, ended: Callable[[int], bool] | None = None) -> tuple[float, int]:
    """Kill an editor; return after how many seconds the last one was gone, and how many they were.

    Raises `AssertionError` where one stays.
    """
    root = folder / "w"
    (root / "src").mkdir(parents=True)
    manifest = '[package]\nname = "w"\nversion = "0.1.0"\nedition = "2021"\n'
    (root / "Cargo.toml").write_text(manifest, "utf-8")
    (root / "src/main.rs").write_text("fn main() {}\n", "utf-8")
    (root / "build.rs").write_text(BUILD, "utf-8")
    editor = subprocess.Popen(
        [sys.executable, "-c", EDITOR, str(root), str(folder / "home"), kind],
        cwd=ROOT,
        env=environment(folder / "home"),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert editor.stdout is not None
    server = int(json.loads(editor.stdout.readline()))
    children = running(server, WANTED[kind])
    sleepers = [pid for pid in descendants(editor.pid) if pid not in {server, *children}]
    editor.kill()
    editor.wait()
    began = time.monotonic()
    left = {server, *children}
    try:
        while left := {pid for pid in left if lifecycle.is_alive(pid)}:
            assert time.monotonic() - began < SECONDS, f"{kind}: {[line_of(pid) for pid in left]}"
            time.sleep(0.02)
    finally:
        for pid in {*left, *sleepers}:
            kill(pid)
    return time.monotonic() - began, 1 + len(children)


def running(server: int, wanted: str) -> set[int]:
    """Wait until a descendant runs what is wanted; return all descendants."""
    deadline = time.monotonic() + PATIENCE
    while True:
        found = descendants(server)
        if not wanted or any(wanted in line_of(pid) for pid in found):
            return found
        assert time.monotonic() < deadline, f"{wanted} was never started"
        time.sleep(0.05)


def descendants(pid: int) -> set[int]:
    """Return the processes below one."""
    found: set[int] = set()
    queue = [pid]
    while queue:
        for task in Path(f"/proc/{queue.pop()}/task").glob("*/children"):
            try:
                children = [int(child) for child in task.read_text().split()]
            except OSError:
                continue
            found.update(children)
            queue += children
    return found


def line_of(pid: int) -> str:
    """Return a process's command line."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def kill(pid: int) -> None:
    """Kill what a test has started itself."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@pytest.mark.parametrize("kind", WANTED)
def test_nobody_outlives_a_killed_editor(tmp_path: Path, kind: str, soak: int) -> None:
    times = DEATHS // len(WANTED) * soak
    folders = [tmp_path / str(number) for number in range(times)]
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(die, folders, [kind] * times))
    slowest = max(seconds for seconds, _ in found)
    print(f"{kind}: {times} deaths, {max(n for _, n in found)} processes, {slowest:.1f} s at most")
    assert len(found) == times
    assert kind in ("sibling", "thread") or all(count > 1 for _, count in found)


def test_an_orphan_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's watch over its parent is put out: the sibling then keeps it alive."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "from rust_agent_lsp.server.lifecycle import Lifecycle\n"
        "Lifecycle.watch_parents = lambda self: None\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{site}{os.pathsep}{ROOT}")
    monkeypatch.setattr(sys.modules[__name__], "SECONDS", 4.0)
    with pytest.raises(AssertionError, match="sibling"):
        die(tmp_path / "one", "sibling")
