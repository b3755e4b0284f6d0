"""What the benchmarks share: figures, tables, the machine, the memory of processes."""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
import subprocess
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

TAG = re.compile(r"<[^>]+>")


def docs_root() -> Path:
    """Return the documentation that is installed with the toolchain."""
    sysroot = _said("rustc", "--print", "sysroot")
    return Path(sysroot) / "share" / "doc" / "rust" / "html"


def machine() -> dict[str, Any]:
    """Return what the figures depend on: the day, the cores, the versions, the load just now."""
    return {
        "date": date.today().isoformat(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "rustc": _said("rustc", "--version"),
        "load": round(os.getloadavg()[0], 1),
    }


def spread(seconds: Sequence[float]) -> dict[str, Any]:
    """Return count, median, 99th percentile and maximum in milliseconds."""
    ordered = sorted(seconds)
    p99 = ordered[min(len(ordered) - 1, round(0.99 * (len(ordered) - 1)))]
    return {
        "n": len(ordered),
        "p50_ms": round(1000 * statistics.median(ordered), 2),
        "p99_ms": round(1000 * p99, 2),
        "max_ms": round(1000 * ordered[-1], 2),
    }


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table in plain text, the first column to the left, numbers to the right."""
    lines = [[str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(header))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def write_json(path: Path | None, figures: dict[str, Any]) -> None:
    """Keep the figures with the machine that they were taken on."""
    if path is not None:
        path.write_text(json.dumps({"machine": machine(), **figures}, indent=1), encoding="utf-8")


def process_tree(pid: int) -> list[int]:
    """Return `pid` and every process below it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def memory_mb(pid: int) -> dict[str, float]:
    """Return the proportional and the resident size of a process; nothing when it is gone."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return {}
    sizes = dict(re.findall(r"^(Pss|Rss):\s+(\d+) kB", rollup, re.M))
    return {name.lower(): round(int(size) / 1024, 1) for name, size in sizes.items()}


def command_of(pid: int) -> str:
    """Return the command line of a process, empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return ""


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
