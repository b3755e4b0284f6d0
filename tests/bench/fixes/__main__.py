"""How many broken programs we repair: what is offered, what is wrong, what is left.

Run: python -m tests.bench.fixes error-index [--only E0382,E0499] [-j 2] [--json FILE]
     python -m tests.bench.fixes folder [--path DIR] [--development | --held-out] [--sample 100]
     python -m tests.bench.fixes slips [--development | --held-out] [--only drop-borrow]
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from tests.bench._common import write_json
from tests.bench.fixes import error_index, slips
from tests.bench.fixes.program import OURS, PROGRAMS, Program, in_folder
from tests.bench.fixes.report import print_report
from tests.bench.fixes.trial import Outcome, try_one

_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rust-agent-lsp-bench"


def main() -> None:
    options = _options()
    logging.basicConfig(level=logging.ERROR)
    begin = time.monotonic()
    found = list(_programs(options))
    programs = _sample([p for p in found if isinstance(p, Program)], options.sample)
    with ThreadPoolExecutor(options.jobs) as pool:
        results: list[Outcome | str] = list(pool.map(try_one, programs))
    outcomes = [r for r in results if isinstance(r, Outcome)]
    left_out = Counter(r for r in (*found, *results) if isinstance(r, str))
    blind = options.held_out or (options.kind == "folder" and not options.development)
    print_report(outcomes, left_out, show=not blind or options.path.resolve() not in OURS)
    seconds = round(time.monotonic() - begin)
    print(f"{seconds} s with {options.jobs} jobs")
    figures = {"seconds": seconds, "left_out": left_out, "outcomes": [asdict(o) for o in outcomes]}
    write_json(options.json, figures)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("error-index", "folder", "slips"))
    parser.add_argument("--path", type=Path, default=PROGRAMS, help="the folder of programs")
    parser.add_argument("--edition", default="2021", help="of programs that do not name one")
    parser.add_argument("--only", default="", help="names that begin so, separated by commas")
    parser.add_argument("--sample", type=int, default=0, help="at most so many, always the same")
    parser.add_argument("-j", "--jobs", type=int, default=2, help="programs at once")
    half = parser.add_mutually_exclusive_group()
    half.add_argument("--development", action="store_true", help="the half to make rules after")
    half.add_argument("--held-out", action="store_true", help="the half to be counted, never read")
    parser.add_argument("--cache", type=Path, default=_CACHE, help="of the slips' programs")
    parser.add_argument("--json", type=Path, help="write the outcomes here")
    return parser.parse_args()


def _programs(options: argparse.Namespace) -> Iterator[Program | str]:
    only = tuple(word for word in options.only.split(",") if word) or ("",)
    if options.kind == "folder":
        every = (p for p in in_folder(options.path, options.edition) if p.name.startswith(only))
        if options.held_out or options.development:
            return (p for p in every if _is_held_out(p.name) is options.held_out)
        return every
    if options.kind == "slips":
        return slips.programs(
            lambda kind: kind.startswith(only),
            held_out=options.held_out,
            size=options.sample,
            cache=options.cache,
            jobs=options.jobs,
        )
    return error_index.programs(lambda name: name.startswith(only))


def _is_held_out(name: str) -> bool:
    half = name.partition("/")[0]
    if half in ("development", "held-out"):
        return half == "held-out"
    return bool(hashlib.sha256(name.encode()).digest()[0] & 1)


def _sample(programs: list[Program], size: int) -> list[Program]:
    """Return the programs whose names have the smallest hashes, in the order given."""
    if not 0 < size < len(programs):
        return programs
    by_hash = sorted(programs, key=lambda p: hashlib.sha256(p.name.encode()).digest())
    kept = {p.name for p in by_hash[:size]}
    return [p for p in programs if p.name in kept]


if __name__ == "__main__":
    main()
