"""What the editor waits for: start, hover and codeAction round trips; and the memory it costs.

Run: python -m tests.bench.bench_server [--runs 15] [--requests 300] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench._common import command_of, memory_mb, process_tree, spread, table, write_json
from tests.bench._crates import small_crate
from tests.bench._session import SERVER, Editor, as_forwarded, cargo_check, pending
from tests.server.conftest import frame, request

BARE = [sys.executable, str(Path(__file__).with_name("bare_pygls.py"))]
FUNCTIONS = 15
EDITS_WHILE_CHECKING = 10
ROUNDS_WHILE_CHECKING = 400
NOT_OURS = ("cargo", "rustc")


@contextmanager
def session(*, lines: int = 0, trusted: bool = True) -> Iterator[Editor]:
    """Open a crate with known errors in a server with an empty home, its diagnostics forwarded."""
    with tempfile.TemporaryDirectory(prefix="bench-server-") as folder:
        root = Path(folder) / "measured"
        file = small_crate(root, FUNCTIONS, lines)
        found, _ = cargo_check(root, Path(folder) / "target")
        editor = Editor(Path(folder) / "home", root, file, trusted=trusted)
        try:
            editor.diagnostics = as_forwarded(found, file)
            editor.forward(editor.diagnostics)
            yield editor
        finally:
            editor.stop()


def places(editor: Editor) -> list[dict[str, int]]:
    return [d["range"]["start"] for d in editor.diagnostics]


def start(command: list[str]) -> tuple[float, float]:
    """Return the seconds from starting the process to its reply to `initialize`.

    First by the clock, then of processor time, which other processes hardly disturb.
    """
    used = _children_seconds()
    params: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}
    begin = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin and process.stdout
        process.stdin.write(frame(json.dumps(request(1, "initialize", params)).encode()))
        process.stdin.flush()
        length = 0
        while (line := process.stdout.readline()).strip():
            name, _, value = line.partition(b":")
            length = int(value) if name == b"Content-Length" else length
        reply = json.loads(process.stdout.read(length))
        seconds = time.perf_counter() - begin
        process.kill()
    if "result" not in reply:
        raise RuntimeError(f"{command} answered {reply}")
    return seconds, _children_seconds() - used


def _children_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure_start(runs: int) -> dict[str, Any]:
    """Start both servers in turn; the first pair only warms the disk's cache."""
    pairs = [(start(SERVER), start(BARE)) for _ in range(runs + 1)][1:]
    clock = [[one[0] for one in side] for side in zip(*pairs, strict=True)]
    processor = [[one[1] for one in side] for side in zip(*pairs, strict=True)]
    return {
        "ours": spread(clock[0]),
        "bare pygls": spread(clock[1]),
        "ours, processor": spread(processor[0]),
        "bare pygls, processor": spread(processor[1]),
        "ratio by the clock": _ratio(clock),
        "ratio of processor time": _ratio(processor),
    }


def _ratio(sides: list[list[float]]) -> float:
    return round(statistics.median(sides[0]) / statistics.median(sides[1]), 2)


def measure_warm(editor: Editor, requests: int) -> dict[str, Any]:
    """Ask at known errors, when the index is ready and every fix has its verdict."""
    editor.wait_for_index()
    editor.wait_for_fixes(places(editor))
    where = places(editor)
    hovers = [editor.hover(where[n % len(where)]) for n in range(requests)]
    actions = [editor.actions(where[n % len(where)]) for n in range(requests)]
    return {
        "hover, warm": spread([s for found, s in hovers if found]),
        "codeAction, warm": spread([s for found, s in actions if found]),
    }


def measure_while(editor: Editor, busy: Callable[[], bool], name: str) -> dict[str, Any]:
    """Ask at known errors in turn for as long as `busy` says so."""
    hovers, actions, where, n = [], [], places(editor), 0
    while busy():
        place, n = where[n % len(where)], n + 1
        hovers.append(editor.hover(place)[1])
        actions.append(editor.actions(place)[1])
    if not hovers:
        return {}
    return {f"hover, {name}": spread(hovers), f"codeAction, {name}": spread(actions)}


def measure_index_build() -> dict[str, Any]:
    with session(trusted=False) as editor:

        def building() -> bool:
            return editor.status()["index"]["status"] not in ("ready", "dead")

        return measure_while(editor, building, "while the index is built")


def measure_checking(editor: Editor) -> tuple[dict[str, Any], dict[str, float]]:
    """Edit again and again, and ask while the compiler is at work; also see who is running."""
    hovers, actions, where = [], [], places(editor)
    peak: dict[str, float] = {}
    for number in range(EDITS_WHILE_CHECKING):
        editor.type_at({"line": 0, "character": 0}, "x" if number else "// ")
        editor.forward(editor.diagnostics)
        for turn in range(ROUNDS_WHILE_CHECKING):
            place = where[turn % len(where)]
            hovers.append(editor.hover(place)[1])
            found, seconds = editor.actions(place)
            actions.append(seconds)
            if not pending(found):
                break
            if turn % 50 == 49:
                for kind, size in memory(editor).items():
                    peak[kind] = max(size, peak.get(kind, 0.0))
        editor.wait_for_fixes(where[:1])
    name = "while fixes are checked"
    return {f"hover, {name}": spread(hovers), f"codeAction, {name}": spread(actions)}, peak


def measure_typing(lines: int, requests: int) -> dict[str, Any]:
    """Type a letter in the middle of a long file and ask for the hover near its end at once."""
    with session(lines=lines, trusted=False) as editor:
        editor.wait_for_index()
        where = places(editor)
        middle = {"line": editor.text.count("\n") // 2, "character": 0}
        editor.type_at(middle, "// ")
        hovers, actions = [], []
        for n in range(requests):
            place = where[n % len(where)]
            begin = time.perf_counter()
            editor.type_at({**middle, "character": 3}, "x")
            found, _ = editor.hover(place)
            hovers.append(time.perf_counter() - begin)
            actions.append(editor.actions(place)[1])
            if found is None:
                raise RuntimeError("no hover at a known error")
        size = f"{editor.text.count(chr(10)):,} lines"
    return {
        f"didChange to hover, {size}": spread(hovers),
        f"codeAction after it, untrusted, {size}": spread(actions),
    }


def memory(editor: Editor) -> dict[str, float]:
    """Return the proportional size in MB of each process, those of one kind added up."""
    sizes: dict[str, float] = {}
    for pid in process_tree(editor.process.pid):
        size = memory_mb(pid).get("pss")
        if size is not None:
            kind = _kind(command_of(pid), pid == editor.process.pid)
            sizes[kind] = round(sizes.get(kind, 0.0) + size, 1)
    return sizes


def _kind(command: str, is_server: bool) -> str:
    if is_server:
        return "server"
    if "index_worker" in command:
        return "index worker"
    program = Path(command.split(" ")[0]).name
    return program if program in NOT_OURS else "launcher"


def all_ours(sizes: dict[str, float]) -> float:
    return round(sum(mb for kind, mb in sizes.items() if kind not in NOT_OURS), 1)


def print_report(figures: dict[str, Any]) -> None:
    start = figures["start to initialize"]
    starts = {f"start, {name}": f for name, f in start.items() if isinstance(f, dict)}
    timed = starts | figures["round trips"]
    rows = [[name, *f.values()] for name, f in timed.items()]
    print(table(["", "n", "p50 ms", "p99 ms", "max ms"], rows))
    ratios = [f"{f} {name.removeprefix('ratio ')}" for name, f in start.items() if "ratio" in name]
    print(f"\nstart against bare pygls: {', '.join(ratios)} (goal 1.3)\n")
    idle, checking = figures["memory at rest"], figures["memory while checking"]
    kinds = list(dict.fromkeys([*idle, *checking]))
    sizes = [[kind, idle.get(kind, "-"), checking.get(kind, "-")] for kind in kinds]
    sizes.append(["all but cargo and rustc", all_ours(idle), all_ours(checking)])
    print(table(["PSS in MB", "at rest", "while checking"], sizes))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="starts of each server")
    parser.add_argument("--requests", type=int, default=300, help="requests of each kind")
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args()
    figures: dict[str, Any] = {"start to initialize": measure_start(options.runs)}
    trips = measure_index_build()
    with session() as editor:
        trips = measure_warm(editor, options.requests) | trips
        figures["memory at rest"] = memory(editor)
        checking, figures["memory while checking"] = measure_checking(editor)
    trips |= checking
    for lines in (1_000, 10_000):
        trips |= measure_typing(lines, options.requests)
    figures["round trips"] = trips
    print_report(figures)
    write_json(options.json, figures)


if __name__ == "__main__":
    main()
