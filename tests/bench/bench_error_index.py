"""How much of the toolchain's error index we repair: what is offered, what is wrong, what is left.

Run: python -m tests.bench.bench_error_index [--only E0382,E0499] [-j 2] [--json FILE]
"""

from __future__ import annotations

import argparse
import logging
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rust_agent_lsp.fixes.phases import phase
from rust_agent_lsp.fixes.propose import propose
from rust_agent_lsp.fixes.verify import Case, Verifier
from rust_agent_lsp.fixes.workshop import Finding, Texts, Workshop
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.fix import Fix, Verification
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.model.text import apply_edits
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.toolchain.check import CheckResult, Status
from tests.bench._common import table, write_json
from tests.bench._degenerate import degenerate
from tests.bench._error_index import Example, blocks, living

MAX_STEPS = 8
EXAMPLE_SECONDS = 60.0
CHECK_SECONDS = 30


@dataclass
class Outcome:
    """What became of one example.

    `wrong` says in what way the first offer failed; `uncovered` counts the errors of later
    compiler phases that it brought to light; `degenerate` says why the result is no repair.
    """

    name: str
    code: str
    offered: bool = False
    repaired: bool = False
    wrong: str = ""
    uncovered: int = 0
    degenerate: str = ""
    steps: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Trial:
    """One example in a folder of its own, repaired step by step by the real engine."""

    def __init__(self, example: Example, folder: Path, cancel: threading.Event) -> None:
        self._cancel = cancel
        root = folder / "work"
        if example.lone:
            self._path = root / "lone_file.rs"
            self._path.parent.mkdir(parents=True)
        else:
            self._path = root / "src" / ("main.rs" if example.program else "lib.rs")
            self._path.parent.mkdir(parents=True)
            (root / "Cargo.toml").write_text(
                f'[package]\nname = "example"\nversion = "0.1.0"\nedition = "{example.edition}"\n'
            )
        self._text = example.text.encode()
        self._path.write_bytes(self._text)
        self._example = example
        settings = Settings(check_timeout_seconds=CHECK_SECONDS)
        lone = self._path if example.lone else None
        self._workshop = Workshop(root, folder / "cache", settings, lone)

    def run(self) -> Outcome | str:
        """Return the outcome, or why the example cannot be judged."""
        outcome = Outcome(self._example.name, self._example.code)
        try:
            return self._repair(outcome)
        finally:
            self._workshop.close()

    def _repair(self, outcome: Outcome) -> Outcome | str:
        result = self._check()
        own = [d for d in result.errors if d.code == outcome.code]
        if result.status is not Status.OK or not own:
            return f"the engine's check does not give it: {result.detail or result.status}"
        unsafe_is_asked_for = any("unsafe" in d.message for d in result.errors)
        original = self._text
        fix = self._first_offer(result, own[:1])
        outcome.offered = fix is not None
        if fix is None:
            outcome.refused = self._refusals(own[0], result)
        while len(outcome.steps) < MAX_STEPS and not self._cancel.is_set():
            fix = fix or self._first_offer(result, _errors(result))
            if fix is None:
                break
            self._apply(fix)
            outcome.steps.append(f"{fix.candidate.rule}: {fix.candidate.title}")
            before, result, fix = result, self._check(), None
            if len(outcome.steps) == 1 and outcome.offered:
                outcome.wrong, outcome.uncovered = _judge_first(own[0], before, result)
            if not _errors(result):
                break
        why = degenerate(original, self._text, unsafe_is_asked_for=unsafe_is_asked_for)
        outcome.degenerate = why if outcome.steps else ""
        outcome.repaired = result.status is Status.OK and not _errors(result) and not why
        outcome.stuck = [f"{d.code}: {d.message}" for d in _errors(result)]
        return outcome

    def _check(self) -> CheckResult:
        return self._workshop.check({self._path: self._text}, self._cancel)

    def _first_offer(self, before: CheckResult, targets: Sequence[Diagnostic]) -> Fix | None:
        """Return what the editor would show first for the first of `targets` that has an offer."""
        last: dict[int, Finding] = {}
        texts = Texts({self._path: self._text})
        for finding in self._workshop.find_fixes(
            texts, before, targets, lambda _code, _rule: 0.0, self._cancel
        ):
            last[id(finding.diagnostic)] = finding
        offers = (last[id(t)].fixes for t in targets if id(t) in last)
        passed = (
            f for fixes in offers for f in fixes if f.verdict.verification == Verification.PASSED
        )
        return next(passed, None)

    def _refusals(self, target: Diagnostic, before: CheckResult) -> list[str]:
        """Return every candidate with what the compiler has against it."""
        texts = Texts({self._path: self._text})
        verifier = Verifier(
            overlay=texts.overlay,
            before=before.diagnostics,
            check=lambda overlay: self._workshop.check(overlay, self._cancel),
            open_file=texts.open_file,
            cancelled=self._cancel.is_set,
        )
        case = Case(target, propose(target, texts.open_file))
        return [
            f"{candidate.rule}: {candidate.title}: {verdict.reason}"
            for _, candidate, verdict in verifier.run([case])
        ]

    def _apply(self, fix: Fix) -> None:
        for file in fix.candidate.edits:
            if file.path == self._path:
                self._text = apply_edits(self._text, file.edits)


def _errors(result: CheckResult) -> list[Diagnostic]:
    """Return the errors that have to go; lints that an example denies itself are not among them."""
    return [d for d in result.errors if not d.is_lint]


def _judge_first(target: Diagnostic, before: CheckResult, after: CheckResult) -> tuple[str, int]:
    """Judge an applied first offer without the engine's own comparison: by code and message."""
    if after.status is not Status.OK:
        return f"the compiler could not be run: {after.detail}", 0
    old = Counter((d.code, d.message) for d in _errors(before))
    new = Counter((d.code, d.message) for d in _errors(after))
    mine = (target.code, target.message)
    if new[mine] >= old[mine]:
        return "its own error is still there", 0
    added = [d for d in _errors(after) if new[d.code, d.message] > old[d.code, d.message]]
    worse = [d for d in added if phase(d) <= phase(target)]
    if worse:
        return f"adds {worse[0].code}: {worse[0].message}", 0
    return "", len(added)


def try_one(block: tuple[str, str, str, str]) -> Outcome | str:
    """Run one block of the index through the engine; a string says why it is left out."""
    example = living(*block)
    if isinstance(example, str):
        return example
    begin = time.monotonic()
    cancel = threading.Event()
    timer = threading.Timer(EXAMPLE_SECONDS, cancel.set)
    timer.start()
    try:
        with tempfile.TemporaryDirectory(prefix="error-index-") as folder:
            outcome = Trial(example, Path(folder), cancel).run()
    finally:
        timer.cancel()
    if isinstance(outcome, Outcome):
        outcome.seconds = round(time.monotonic() - begin, 2)
        if cancel.is_set():
            outcome.stuck.append(f"gave up after {EXAMPLE_SECONDS:.0f} s")
    return outcome


def share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.0%})" if whole else "0"


def summary(name: str, outcomes: Sequence[Outcome]) -> list[Any]:
    """Return one row of the table: wrong ones are counted among the offered."""
    offered = sum(o.offered for o in outcomes)
    return [
        name,
        len(outcomes),
        share(offered, len(outcomes)),
        share(sum(o.repaired for o in outcomes), len(outcomes)),
        share(sum(bool(o.wrong) for o in outcomes), offered),
        sum(bool(o.uncovered) for o in outcomes),
        sum(bool(o.degenerate) and not o.stuck for o in outcomes),
    ]


def _why(outcome: Outcome) -> str:
    if outcome.wrong:
        return f"first offer wrong: {outcome.wrong}"
    if outcome.degenerate and not outcome.stuck:
        return f"degenerate: {outcome.degenerate}"
    if not outcome.offered:
        refused = f"refused: {'; '.join(outcome.refused)}" if outcome.refused else "no candidate"
        return f"{refused} | {outcome.stuck[0] if outcome.stuck else 'repaired by another error'}"
    return f"left: {'; '.join(outcome.stuck[:2])}"


def print_report(outcomes: Sequence[Outcome], left_out: Counter[str], ours: set[str]) -> None:
    """Print the failures by code, those with an entry of ours marked, and the totals."""
    by_code: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_code[outcome.code].append(outcome)
    for code, found in sorted(by_code.items()):
        failed = [o for o in found if not o.repaired or o.wrong]
        if failed:
            mark = "*" if code in ours else " "
            print(f"{mark}{code}  repaired {sum(o.repaired for o in found)} of {len(found)}")
        for outcome in failed:
            print(f"    {outcome.name}  {_why(outcome)}")
            for step in outcome.steps:
                print(f"        {step}")
    header = ["", "examples", "offered", "repaired", "wrong first", "uncovered", "degenerate"]
    covered = [o for o in outcomes if o.code in ours]
    rows = [summary("all codes", outcomes), summary("codes with an entry (*)", covered)]
    print("\n" + table(header, rows))
    print("left out: " + (", ".join(f"{n} {why}" for why, n in left_out.items()) or "none"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="these codes, separated by commas")
    parser.add_argument("-j", "--jobs", type=int, default=2, help="examples at once")
    parser.add_argument("--json", type=Path, help="write the outcomes here")
    options = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)
    only = {code for code in options.only.split(",") if code}
    begin = time.monotonic()
    wanted = [block for block in blocks() if not only or block[1] in only]
    with ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(try_one, wanted))
    outcomes = [r for r in results if isinstance(r, Outcome)]
    left_out = Counter(r for r in results if isinstance(r, str))
    ours = {code for entry in Knowledge().load_all() for code in entry.codes}
    print_report(outcomes, left_out, ours)
    seconds = round(time.monotonic() - begin)
    print(f"{seconds} s with {options.jobs} jobs")
    figures = {
        "seconds": seconds,
        "left_out": left_out,
        "outcomes": [{**asdict(o), "ours": o.code in ours} for o in outcomes],
    }
    write_json(options.json, figures)


if __name__ == "__main__":
    main()
