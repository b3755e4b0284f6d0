"""Repairs a whole workspace on the command line: check, offer, apply what was agreed to, again.

The same engine as in the editor. Nothing is written that was not agreed to and that the compiler
has not accepted together with everything else written in the same round.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rust_agent_lsp.fixes.compare import compare, holds_together
from rust_agent_lsp.fixes.rank import Weight
from rust_agent_lsp.fixes.workshop import Finding, Texts, Workshop
from rust_agent_lsp.model.diagnostic import Severity
from rust_agent_lsp.model.fix import Fix, Verification
from rust_agent_lsp.model.text import apply_edits, edits_by_path
from rust_agent_lsp.toolchain.check import CheckResult, Status

# A repair may uncover the next error, that one another; more rounds than this means going astray.
MAX_ROUNDS = 40


@dataclass
class Report:
    """What a run came to. `findings` are those of the first check."""

    result: CheckResult
    findings: list[Finding] = field(default_factory=list)
    applied: list[Fix] = field(default_factory=list)
    texts: Texts = field(default_factory=lambda: Texts({}))

    @property
    def remaining(self) -> int:
        """The number of errors that are left."""
        return len(self.result.errors)


class Repairer:
    """Runs the rounds over one workspace; `choose` picks one of a finding's fixes, or none."""

    def __init__(
        self,
        workshop: Workshop,
        weight: Weight,
        choose: Callable[[Finding, Texts], Fix | None],
        applied: Callable[[Finding, Fix, Texts], None],
    ) -> None:
        self._workshop = workshop
        self._weight = weight
        self._choose = choose
        self._applied = applied
        self._cancel = threading.Event()
        # What was written: the same texts as on disk, for which the compiler was asked before.
        self._written: dict[Path, bytes] = {}

    def run(self, *, fix: bool) -> Report:
        """Check, and with `fix` go on until there is nothing left that is agreed to."""
        result, texts, findings = self._look()
        report = Report(result, findings, texts=texts)
        declined: set[str] = set()
        for _ in range(MAX_ROUNDS if fix else 0):
            chosen = self._chosen(findings, texts, declined)
            if not chosen:
                break
            made = self._apply_together(chosen, texts, report.result)
            for one in made:
                finding = next(f for f in findings if f.diagnostic is one.diagnostic)
                self._applied(finding, one, texts)
            report.applied += made
            report.result, texts, findings = self._look()
            if report.result.status is not Status.OK:
                break
        return report

    def _look(self) -> tuple[CheckResult, Texts, list[Finding]]:
        texts = Texts(dict(self._written))
        result = self._workshop.check(self._written, self._cancel)
        if result.status is not Status.OK:
            return result, texts, []
        errors = [d for d in result.diagnostics if d.severity == Severity.ERROR]
        found: dict[int, Finding] = {}
        for finding in self._workshop.find_fixes(texts, result, errors, self._weight, self._cancel):
            found[id(finding.diagnostic)] = finding
        return result, texts, [found[id(d)] for d in errors if id(d) in found]

    def _chosen(self, findings: Iterable[Finding], texts: Texts, declined: set[str]) -> list[Fix]:
        """Ask for each finding; fixes that touch the same place wait for the next round."""
        chosen: list[Fix] = []
        for finding in findings:
            left = tuple(
                f
                for f in finding.fixes
                if f.verdict.verification == Verification.PASSED and f.id not in declined
            )
            if not left or _clash(left[0], chosen):
                continue
            fix = self._choose(Finding(finding.diagnostic, left, final=True), texts)
            if fix is None:
                declined |= {f.id for f in left}
            elif not _clash(fix, chosen):
                chosen.append(fix)
        return chosen

    def _apply_together(self, chosen: list[Fix], texts: Texts, before: CheckResult) -> list[Fix]:
        """Write the fixes that the compiler accepts together; all of them, else the first alone."""
        made = _merged(chosen, texts)
        if len(chosen) > 1 and not self._accepts(chosen, made, texts, before):
            chosen = chosen[:1]
            made = _merged(chosen, texts)
        for path, (_, after) in made.items():
            write_file(path, after)
            self._written[path] = after
        return chosen

    def _accepts(
        self,
        chosen: list[Fix],
        made: Mapping[Path, tuple[bytes, bytes]],
        texts: Texts,
        before: CheckResult,
    ) -> bool:
        new_texts = {p: new for p, (_, new) in made.items()}
        after = self._workshop.check({**self._written, **new_texts}, self._cancel)
        if after.status is not Status.OK:
            return False
        edits = [file for fix in chosen for file in fix.candidate.edits]
        comparison = compare(before.diagnostics, after.diagnostics, edits)
        changed = Texts({path: new for path, (_, new) in made.items()})
        sources = {path: s for path in made if (s := changed.open_file(path)) is not None}
        pairs = [(fix.diagnostic, fix.candidate) for fix in chosen]
        return holds_together(pairs, comparison, sources)


def write_file(path: Path, text: bytes) -> None:
    """Replace a file's text in one step, its mode kept; a crash leaves the old or the new one."""
    real = path.resolve()
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if real.exists():
            Path(name).chmod(real.stat().st_mode)
        Path(name).replace(real)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _merged(chosen: Iterable[Fix], texts: Texts) -> dict[Path, tuple[bytes, bytes]]:
    merged = {}
    files = (file for fix in chosen for file in fix.candidate.edits)
    for path, all_edits in edits_by_path(files).items():
        source = texts.open_file(path)
        before = source.text if source else b""
        merged[path] = (before, apply_edits(before, all_edits))
    return merged


def _clash(fix: Fix, chosen: Iterable[Fix]) -> bool:
    """Say whether `fix` edits a place that one of `chosen` edits too."""
    return any(
        one.path == other.path and a.span.touches(b.span)
        for earlier in chosen
        for one in fix.candidate.edits
        for other in earlier.candidate.edits
        for a in one.edits
        for b in other.edits
    )
