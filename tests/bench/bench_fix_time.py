"""How long it takes from a forwarded diagnostic to fixes that the compiler has accepted.

Compared to what the user's own `cargo check` takes after one edit, in the same warm state.
Run: python -m tests.bench.bench_fix_time [--runs 5] [--lines 20000] [--json FILE]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench._common import table, write_json
from tests.bench._crates import large_crate, small_crate
from tests.bench._session import Editor, as_forwarded, cargo_check, passed, pending

POLL_SECONDS = 0.02
PATIENCE = 600.0


def time_fixes(editor: Editor) -> tuple[float, float]:
    """Return the seconds from forwarding to the first accepted fix, and to all for that error."""
    begin = time.perf_counter()
    editor.forward(editor.diagnostics)
    place = editor.diagnostics[0]["range"]["start"]
    first = None
    while time.perf_counter() - begin < PATIENCE:
        found, _ = editor.actions(place)
        if first is None and passed(found):
            first = time.perf_counter() - begin
        if not pending(found):
            if first is None:
                raise RuntimeError(f"no accepted fix for {editor.diagnostics[0]['message']}")
            return first, time.perf_counter() - begin
        time.sleep(POLL_SECONDS)
    raise RuntimeError("fixes are still being checked")


def time_checks(root: Path, file: Path, target: Path, runs: int) -> list[float]:
    """Return the seconds of a first `cargo check`, then of one after each of `runs` edits."""
    text = file.read_text(encoding="utf-8")
    seconds = [cargo_check(root, target)[1]]
    for number in range(runs):
        file.write_text(f"{text}// {number}\n", encoding="utf-8")
        seconds.append(cargo_check(root, target)[1])
    file.write_text(text, encoding="utf-8")
    return seconds


def measure(make: Callable[[Path], Path], runs: int) -> dict[str, Any]:
    """Measure one crate: the first time, then after each of `runs` edits."""
    with tempfile.TemporaryDirectory(prefix="bench-fix-time-") as folder:
        root = Path(folder) / "measured"
        file = make(root)
        checks = time_checks(root, file, Path(folder) / "target", runs)
        found, _ = cargo_check(root, Path(folder) / "target")
        editor = Editor(Path(folder) / "home", root, file, trusted=True)
        try:
            editor.diagnostics = as_forwarded(found, file)
            editor.wait_for_index()
            fixes = [time_fixes(editor)]
            end = {"line": editor.text.count("\n"), "character": 0}
            for number in range(runs):
                # The error's own place does not move: the edit is a comment in the last line.
                editor.type_at(end, f"// {number} ")
                fixes.append(time_fixes(editor))
        finally:
            editor.stop()
        lines = sum(f.read_text().count("\n") for f in (root / "src").glob("*.rs"))
    return {
        "lines": lines,
        "errors": len(editor.diagnostics),
        "first time": _row(checks[:1], fixes[:1]),
        "after an edit": _row(checks[1:], fixes[1:]),
    }


def _row(checks: list[float], fixes: list[tuple[float, float]]) -> dict[str, float]:
    check = statistics.median(checks)
    first, everything = (statistics.median(times) for times in zip(*fixes, strict=True))
    return {
        "cargo check s": round(check, 2),
        "first fix s": round(first, 2),
        "in checks": round(first / check, 1),
        "all fixes s": round(everything, 2),
        "all in checks": round(everything / check, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="edits after the first time")
    parser.add_argument("--lines", type=int, default=20_000, help="size of the large crate")
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args()
    crates: dict[str, Callable[[Path], Path]] = {
        "small": small_crate,
        "large": partial(large_crate, lines=options.lines),
    }
    figures = {name: measure(make, options.runs) for name, make in crates.items()}
    rows = [
        [f"{name}, {figure['lines']:,} lines, {when}", *figure[when].values()]
        for name, figure in figures.items()
        for when in ("first time", "after an edit")
    ]
    header = list(figures["small"]["after an edit"])
    print(table(["medians", *header], rows))
    write_json(options.json, figures)


if __name__ == "__main__":
    main()
