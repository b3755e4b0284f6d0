"""One broken program put through the real engine, the first offer taken again and again."""

from __future__ import annotations

import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rust_agent_lsp.fixes.phases import Phase, phase
from rust_agent_lsp.fixes.propose import propose
from rust_agent_lsp.fixes.verify import Case, Verifier
from rust_agent_lsp.fixes.workshop import Finding, Texts, Workshop
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.fix import Fix, Safety, Verification
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.model.text import apply_edits
from rust_agent_lsp.toolchain.check import CheckResult, Status
from tests.bench.fixes.degenerate import degenerate
from tests.bench.fixes.program import Program

MAX_STEPS = 8
PROGRAM_SECONDS = 60.0
CHECK_SECONDS = 30
RUN_SECONDS = 10


@dataclass
class Outcome:
    """What became of one program.

    `wrong` says in what way the first offer failed; `uncovered` counts the errors of later
    compiler phases that it brought to light; `degenerate` says why the result is no repair;
    `guessed` that a step was labelled a guess, which `check --fix --yes` does not take.
    """

    name: str
    group: str
    code: str
    offered: bool = False
    repaired: bool = False
    wrong: str = ""
    uncovered: int = 0
    degenerate: str = ""
    guessed: bool = False
    steps: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Trial:
    """One program in a folder of its own, repaired step by step by the real engine."""

    def __init__(self, program: Program, folder: Path, cancel: threading.Event) -> None:
        self._cancel = cancel
        root = folder / "work"
        if program.lone:
            self._path = root / "lone_file.rs"
            self._path.parent.mkdir(parents=True)
        else:
            self._path = root / "src" / ("main.rs" if program.binary else "lib.rs")
            self._path.parent.mkdir(parents=True)
            (root / "Cargo.toml").write_text(
                f'[package]\nname = "example"\nversion = "0.1.0"\nedition = "{program.edition}"\n'
            )
        self._text = program.text.encode()
        self._path.write_bytes(self._text)
        self._program = program
        settings = Settings(check_timeout_seconds=CHECK_SECONDS)
        lone = self._path if program.lone else None
        self._workshop = Workshop(root, folder / "cache", settings, lone)

    def run(self) -> Outcome | str:
        """Return the outcome, or why the program cannot be judged."""
        try:
            return self._repair()
        finally:
            self._workshop.close()

    def _repair(self) -> Outcome | str:
        result = self._check()
        own = _errors(result)
        if self._program.code is not None:
            own = [d for d in own if d.code == self._program.code]
        if result.status is not Status.OK or not own:
            return f"the engine's check does not give it: {result.detail or result.status}"
        code = own[0].code or "none"
        outcome = Outcome(self._program.name, self._program.group or code, code)
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
            outcome.guessed |= fix.candidate.safety is Safety.GUESS
            outcome.steps.append(f"{fix.candidate.rule}: {fix.candidate.title}")
            before, result, fix = result, self._check(), None
            if len(outcome.steps) == 1 and outcome.offered:
                below = _untouched(original, self._text, own[0])
                outcome.wrong, outcome.uncovered = _judge_first(own[0], before, result, below)
            if not _errors(result):
                break
        by_hand = None if self._program.fixed is None else self._program.fixed.encode()
        why = degenerate(
            original, self._text, unsafe_is_asked_for=unsafe_is_asked_for, fixed=by_hand
        )
        if not why and not _errors(result):
            why = self._behaves_otherwise()
        outcome.degenerate = why if outcome.steps else ""
        outcome.repaired = result.status is Status.OK and not _errors(result) and not why
        outcome.stuck = [f"{d.code}: {d.message}" for d in _errors(result)]
        return outcome

    def _behaves_otherwise(self) -> str:
        """Say that the repaired program prints something else than it should, where known."""
        expected = self._program.output
        if expected is None and self._program.fixed is not None:
            expected = self._output_of(self._program.fixed)
        if expected is None:
            return ""
        output = self._output_of(self._text.decode())
        return "" if output == expected else "prints something else"

    def _output_of(self, text: str) -> str | None:
        with tempfile.TemporaryDirectory(prefix="fix-run-") as folder:
            return output_of(text, self._program.edition, Path(folder))

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
            else:
                text = file.path.read_bytes() if file.path.exists() else b""
                file.path.write_bytes(apply_edits(text, file.edits))


def _errors(result: CheckResult) -> list[Diagnostic]:
    """Return the errors that have to go; lints that a program denies itself are not among them."""
    return [d for d in result.errors if not d.is_lint]


def _untouched(before: bytes, after: bytes, target: Diagnostic) -> int:
    """Return where in `after` the lines begin that are below the target and its repair."""
    below = before[target.span.end :].splitlines(keepends=True)[1:]
    same = 0
    for old, new in zip(reversed(below), reversed(after.splitlines(keepends=True)), strict=False):
        if old != new:
            break
        same += len(old)
    return len(after) - same


def _judge_first(
    target: Diagnostic, before: CheckResult, after: CheckResult, below: int
) -> tuple[str, int]:
    """Judge an applied first offer without the engine's own comparison: by code and message.

    From the byte `below` on nothing was edited: the first syntax error had hidden one there.
    """
    if after.status is not Status.OK:
        return f"the compiler could not be run: {after.detail}", 0
    old = Counter((d.code, d.message) for d in _errors(before))
    new = Counter((d.code, d.message) for d in _errors(after))
    mine = (target.code, target.message)
    if new[mine] >= old[mine]:
        return "its own error is still there", 0
    added = [d for d in _errors(after) if new[d.code, d.message] > old[d.code, d.message]]
    worse = [
        d
        for d in added
        if phase(d) <= phase(target)
        and not (phase(d) is Phase.PARSE and d.path == target.path and d.span.start >= below)
    ]
    if worse:
        return f"adds {worse[0].code}: {worse[0].message}", 0
    return "", len(added)


def try_one(program: Program) -> Outcome | str:
    """Run one program through the engine; a string says why it cannot be judged."""
    begin = time.monotonic()
    cancel = threading.Event()
    timer = threading.Timer(PROGRAM_SECONDS, cancel.set)
    timer.start()
    try:
        with tempfile.TemporaryDirectory(prefix="fix-trial-") as folder:
            outcome = Trial(program, Path(folder), cancel).run()
    finally:
        timer.cancel()
    if isinstance(outcome, Outcome):
        outcome.seconds = round(time.monotonic() - begin, 2)
        if cancel.is_set():
            outcome.stuck.append(f"gave up after {PROGRAM_SECONDS:.0f} s")
    return outcome


def output_of(text: str, edition: str, folder: Path) -> str | None:
    """Return what a program prints and how it ends, None when it cannot be built or run."""
    source, binary = folder / "program.rs", folder / "program"
    source.write_text(text, encoding="utf-8")
    build = subprocess.run(
        ["rustc", "--edition", edition, "-Awarnings", "-Copt-level=0", "-o", binary, source],
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    if build.returncode != 0:
        return None
    return run_binary(folder)


def run_binary(folder: Path) -> str | None:
    """Return what the program that `output_of` built in `folder` prints and how it ends."""
    try:
        run = subprocess.run(
            [folder / "program"], capture_output=True, check=False, timeout=RUN_SECONDS,
            stdin=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    return f"{run.stdout.decode(errors='replace')}\nexit {run.returncode}"
