"""`python -m tests.bench.recognize [--crates FOLDER] [--files N]`: how well patterns are told.

The held-out halves were written before the rules and are not looked at while tuning them: only
their figures are printed, unless `--show` asks for the misses of the development halves.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from pathlib import Path

from rust_agent_lsp.features.recognize import recognize
from rust_agent_lsp.matching.patterns.engine import hits
from tests.bench.recognize import corpus

FIRST = 3
SEED = 20
LARGEST = 300_000
"""Bytes; larger files of crates are generated."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--crates", type=Path, help="a folder of crates with their sources")
    parser.add_argument("--files", type=int, default=300, help="how many of their files")
    parser.add_argument("--show", action="store_true", help="the misses of the development half")
    options = parser.parse_args()
    for name in (corpus.DEVELOPMENT, corpus.HELD_OUT):
        _recognised(name, options.show and name == corpus.DEVELOPMENT)
    for name in (corpus.NEUTRAL, corpus.NEUTRAL_HELD_OUT):
        _neutral(name, options.show and name == corpus.NEUTRAL)
    if options.crates:
        _crates(options.crates, options.files)


def _recognised(name: str, show: bool) -> None:
    found = first = 0
    snippets = corpus.snippets(name)
    for snippet in snippets:
        ids = [pattern.id for pattern in recognize(snippet.code.encode())]
        found += bool(set(ids[:FIRST]) & set(snippet.ids))
        first += bool(set(ids[:1]) & set(snippet.ids))
        if show and not set(ids[:FIRST]) & set(snippet.ids):
            print("  missed", *snippet.ids, "got", *ids[:FIRST])
    share = 100 * found / len(snippets)
    print(f"{name}: {share:.1f} % of {len(snippets)} in the first {FIRST}, {first} first")


def _neutral(name: str, show: bool) -> None:
    snippets = corpus.snippets(name)
    seen = [recognize(snippet.code.encode()) for snippet in snippets]
    for patterns, snippet in zip(seen, snippets, strict=True):
        if show and patterns:
            print("  hit", *(p.id for p in patterns), "in", snippet.code.strip()[:60])
    share = 100 * sum(map(bool, seen)) / len(snippets)
    print(f"{name}: {share:.1f} % of {len(snippets)} with any pattern")


def _crates(folder: Path, count: int) -> None:
    paths = [p for p in sorted(folder.glob("*/src/**/*.rs")) if p.stat().st_size < LARGEST]
    random.Random(SEED).shuffle(paths)  # noqa: S311
    lines, spent, bad = 0, 0.0, Counter[str]()
    speeds = []
    for path in paths[:count]:
        text = path.read_bytes()
        before = time.process_time()
        found = hits(text)
        took = time.process_time() - before
        size = text.count(b"\n") + 1
        lines, spent = lines + size, spent + took
        bad.update(hit.id for hit in found if hit.bad)
        if size >= 400:
            speeds.append(took * 1e6 / size)
    print(f"crates: {sum(bad.values()) * 500 / lines:.2f} hints in 500 lines, of {lines} lines")
    print(" ", ", ".join(f"{name} {number}" for name, number in bad.most_common(12)))
    speeds.sort()
    middle, worst = speeds[len(speeds) // 2], speeds[int(len(speeds) * 0.95)]
    print(f"  {spent * 1e6 / lines:.0f} ms of processor time for 1,000 lines;", end=" ")
    print(f"median {middle:.0f}, 95 % {worst:.0f}")


if __name__ == "__main__":
    main()
