"""Typing while the compiler and the index are at work: how late answers come, what memory it costs.

Run: python -m tests.bench.bench_load [--seconds 30] [--edits 100000] [--opens 500] [--json FILE]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench._common import command_of, memory_mb, process_tree, spread, table, write_json
from tests.bench._crates import small_crate
from tests.bench._session import Editor, as_forwarded, cargo_check

EDITS_PER_SECOND = 10
SAVE_EVERY = 3.0
FUNCTIONS = 15
LINES = 2_000
NOT_OURS = ("cargo", "rustc", "clippy-driver", "build-script")


def begin(folder: Path, *, trusted: bool, index: bool) -> Editor:
    """Open a crate of 2,000 lines with known errors in a server with an empty home."""
    root = folder / "measured"
    file = small_crate(root, FUNCTIONS, LINES)
    found, _ = cargo_check(root, folder / "target")
    editor = Editor(folder / "home", root, file, trusted=trusted)
    if index is False:
        settings = {"settings": {"rust-agent": {"index": {"enabled": False}}}}
        editor.notify("workspace/didChangeConfiguration", settings)
    editor.diagnostics = as_forwarded(found, file)
    editor.forward(editor.diagnostics)
    return editor


def typing(seconds: float) -> dict[str, Any]:
    """Type and hover ten times a second, save often; the index is built meanwhile."""
    late: list[float] = []
    server: list[float] = []
    ours: list[float] = []
    with tempfile.TemporaryDirectory(prefix="bench-load-") as folder:
        editor = begin(Path(folder), trusted=True, index=True)
        try:
            place = editor.diagnostics[0]["range"]["start"]
            end = {"line": 0, "character": 0}
            started = time.monotonic()
            due, save_at = started, started
            while (now := time.monotonic()) < started + seconds:
                time.sleep(max(0.0, due - now))
                due += 1 / EDITS_PER_SECOND
                late.append(one_edit(editor, end, place))
                if time.monotonic() > save_at:
                    save_at += SAVE_EVERY
                    editor.file.write_text(editor.text, encoding="utf-8")
                    editor.notify("textDocument/didSave", {"textDocument": {"uri": editor.uri}})
                    editor.forward(editor.diagnostics)
                    sizes = memory(editor.process.pid)
                    server.append(sizes[0])
                    ours.append(sizes[1])
            state = editor.status()["index"]["status"]
        finally:
            editor.stop()
    return {
        "didChange → hover": spread(late),
        "server_mb": max(server),
        "all_but_cargo_mb": max(ours),
        "index_at_the_end": state,
    }


def one_edit(editor: Editor, at: dict[str, int], place: dict[str, int]) -> float:
    """Return the seconds from a keystroke until the answer to the hover behind it."""
    begin = time.perf_counter()
    editor.type_at(at, " ")
    editor.hover(place)
    return time.perf_counter() - begin


def memory(pid: int) -> tuple[float, float]:
    """Return the megabytes of the server, and of all but cargo, shared pages once."""
    sizes = {p: memory_mb(p) for p in process_tree(pid) if not is_cargos(p)}
    return sizes[pid]["rss"], round(sum(size.get("pss", 0.0) for size in sizes.values()), 1)


def is_cargos(pid: int) -> bool:
    return Path(command_of(pid).split(" ")[0]).name.startswith(NOT_OURS)


def growth(edits: int, opens: int) -> dict[str, Any]:
    """Return the server's memory at the tenths of many edits and opened files, and the slope."""
    with tempfile.TemporaryDirectory(prefix="bench-load-") as folder:
        editor = begin(Path(folder), trusted=False, index=False)
        try:
            sizes = [
                burst(editor, edits // 10, opens // 10, number * opens // 10)
                for number in range(10)
            ]
        finally:
            editor.stop()
    # The first two parts are warming up: caches that are filled once.
    slope = (sizes[-1] - sizes[1]) / (0.8 * edits) * 10_000
    return {"mb": sizes, "mb_per_10000_edits": round(slope, 2)}


def burst(editor: Editor, edits: int, opens: int, first: int) -> float:
    """Make edits (a letter typed, then taken out) and open and close files; return megabytes."""
    document = {"uri": editor.uri}
    for number in range(edits):
        editor.version += 1
        end = {"line": 0, "character": number % 2}
        change = {"range": {"start": {"line": 0, "character": 0}, "end": end}}
        changes = [{**change, "text": "" if number % 2 else " "}]
        params = {"textDocument": {**document, "version": editor.version}}
        editor.notify("textDocument/didChange", {**params, "contentChanges": changes})
        if number % 100 == 99:
            editor.hover({"line": 0, "character": 0})
    for number in range(first, first + opens):
        uri = (editor.root / f"src/opened_{number}.rs").as_uri()
        item = {"uri": uri, "languageId": "rust", "version": 1, "text": editor.text}
        editor.notify("textDocument/didOpen", {"textDocument": item})
        editor.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    editor.hover({"line": 0, "character": 0})
    return memory_mb(editor.process.pid)["rss"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--edits", type=int, default=100_000)
    parser.add_argument("--opens", type=int, default=500)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    load, held = typing(options.seconds), growth(options.edits, options.opens)
    times = load["didChange → hover"]
    print(table(["", *times], [["didChange → hover", *times.values()]]))
    print(f"server {load['server_mb']} MB, all but cargo and rustc {load['all_but_cargo_mb']} MB;")
    print(f"the index is {load['index_at_the_end']}; load {os.getloadavg()[0]:.1f}")
    print(f"{options.edits} edits, {options.opens} files opened: {held['mb']} MB,")
    print(f"{held['mb_per_10000_edits']} MB for each 10,000 edits")
    write_json(options.json, {"load": load, "growth": held})


if __name__ == "__main__":
    main()
