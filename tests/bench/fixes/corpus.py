"""Proof that the corpus is sound: every program fails, and its repair runs the same twice.

Run: python -m tests.bench.fixes.corpus [--only learner/vec] [-j 2]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.bench.fixes.program import OURS, Program, in_folder
from tests.bench.fixes.trial import output_of, run_binary

EDITION = "2021"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="names that begin so, separated by commas")
    parser.add_argument("-j", "--jobs", type=int, default=2, help="programs at once")
    options = parser.parse_args()
    only = tuple(options.only.split(","))
    every = (program for folder in OURS for program in in_folder(folder, EDITION))
    programs = [p for p in every if p.name.startswith(only)]
    with ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(_judge, programs))
    codes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for program, (found, problem) in zip(programs, results, strict=True):
        codes[program.group].update(found)
        if problem:
            print(f"{program.name}: {problem}; its errors: {', '.join(sorted(found)) or 'none'}")
    for group, found_in_group in sorted(codes.items()):
        number = sum(p.group == group for p in programs)
        print(f"{group}: {number} programs, {_listed(found_in_group)}")
    if any(problem for _, problem in results):
        raise SystemExit(1)


def _listed(codes: Counter[str]) -> str:
    return ", ".join(f"{code} {number}" for code, number in codes.most_common())


def _judge(program: Program) -> tuple[set[str], str]:
    """Return the codes of the program's errors, and what is wrong with it and its repair."""
    with tempfile.TemporaryDirectory(prefix="corpus-") as name:
        folder = Path(name)
        found = _codes(program, folder)
        if not found:
            return found, "compiles"
        if program.fixed is None:
            return found, "has no repair beside it"
        first = output_of(program.fixed, program.edition, folder)
        if first is None:
            return found, "its repair does not compile, or does not end"
        if not first.endswith("\nexit 0") or first == "\nexit 0":
            return found, "its repair fails or prints nothing"
        return found, "" if run_binary(folder) == first else "its repair prints something else"


def _codes(program: Program, folder: Path) -> set[str]:
    """Return the codes of the errors that are no lints; "none" stands for one without a code."""
    source = folder / "broken.rs"
    source.write_text(program.text, encoding="utf-8")
    arguments = ["--edition", program.edition, "--cap-lints=warn", "--error-format=json"]
    run = subprocess.run(
        ["rustc", *arguments, "--emit=metadata", "-o", folder / "broken.rmeta", source],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    lines = [json.loads(line) for line in run.stderr.splitlines() if line.startswith("{")]
    errors = [d for d in lines if d.get("level") == "error" and d["spans"]]
    return {d["code"]["code"] if d["code"] else "none" for d in errors}


if __name__ == "__main__":
    main()
