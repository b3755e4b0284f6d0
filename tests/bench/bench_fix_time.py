"""How long it takes from a forwarded diagnostic to fixes that the compiler has accepted.

Compared to what the user's own `cargo check` takes after the same edit, in the same warm state:
the two take turns, so that whatever else the machine does counts for both.
Run: python -m tests.bench.bench_fix_time [--runs 5] [--lines 20000] [--json FILE]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
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


def measure(make: Callable[[Path], Path], runs: int) -> dict[str, Any]:
    """Measure one crate: the first time, then after each of `runs` edits."""
    with tempfile.TemporaryDirectory(prefix="bench-fix-time-") as folder:
        root, target = Path(folder) / "measured", Path(folder) / "target"
        file = make(root)
        text = file.read_text(encoding="utf-8")
        found, seconds = cargo_check(root, target)
        editor = Editor(Path(folder) / "home", root, file, trusted=True)
        try:
            editor.diagnostics = as_forwarded(found, file)
            editor.wait_for_index()
            times = [(seconds, *time_fixes(editor))]
            places = [diagnostic["range"]["start"] for diagnostic in editor.diagnostics]
            end = {"line": editor.text.count("\n"), "character": 0}
            for number in range(runs):
                editor.wait_for_fixes(places)
                # The error's own place does not move: the edit is a comment in the last line.
                file.write_text(f"{text}// {number} ", encoding="utf-8")
                seconds = cargo_check(root, target)[1]
                editor.type_at(end, f"// {number} ")
                times.append((seconds, *time_fixes(editor)))
        finally:
            editor.stop()
        lines = sum(f.read_text().count("\n") for f in (root / "src").glob("*.rs"))
    return {
        "lines": lines,
        "errors": len(editor.diagnostics),
        "first time": _row(times[:1]),
        "after an edit": _row(times[1:]),
    }


def _row(times: Sequence[tuple[float, float, float]]) -> dict[str, float]:
    """Return the medians; the shares are those of each turn's own `cargo check`."""

    def median(of: Callable[[float, float, float], float], digits: int) -> float:
        return round(statistics.median(of(*turn) for turn in times), digits)

    return {
        "cargo check s": median(lambda check, first, last: check, 2),
        "first fix s": median(lambda check, first, last: first, 2),
        "in checks": median(lambda check, first, last: first / check, 1),
        "all fixes s": median(lambda check, first, last: last, 2),
        "all in checks": median(lambda check, first, last: last / check, 1),
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
