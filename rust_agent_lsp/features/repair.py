"""Repairs a whole workspace on the command line: check, offer, apply what was agreed to, again.

The same engine as in the editor. Nothing is written that was not agreed to and that the compiler
has not accepted together with everything else written in the same round.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rust_agent_lsp.fixes.batch import Batcher, clash
from rust_agent_lsp.fixes.rank import Weight
from rust_agent_lsp.fixes.workshop import Finding, Texts, Workshop, worth_fixing
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.fix import Fix, Verification
from rust_agent_lsp.model.text import Edit, apply_edits, edits_by_path
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
        only: Collection[str] = (),
    ) -> None:
        """`only` names error codes and lints; without any, all errors are repaired."""
        self._workshop = workshop
        self._weight = weight
        self._choose = choose
        self._applied = applied
        self._only = frozenset(only)
        self._with_clippy = any(code.startswith("clippy::") for code in only)
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
        result = self._check({})
        if result.status is not Status.OK:
            return result, texts, []
        targets = [d for d in worth_fixing(result.diagnostics) if self._is_meant(d)]
        found: dict[int, Finding] = {}
        for finding in self._workshop.find_fixes(
            texts, result, targets, self._weight, self._cancel, clippy=self._with_clippy
        ):
            found[id(finding.diagnostic)] = finding
        return result, texts, [found[id(d)] for d in targets if id(d) in found]

    def _is_meant(self, diagnostic: Diagnostic) -> bool:
        if self._only:
            return diagnostic.code in self._only
        return diagnostic.severity == Severity.ERROR

    def _chosen(self, findings: Iterable[Finding], texts: Texts, declined: set[str]) -> list[Fix]:
        """Ask for each finding; fixes that touch the same place wait for the next round."""
        chosen: list[Fix] = []
        made: dict[Path, list[Edit]] = {}
        for finding in findings:
            left = tuple(
                f
                for f in finding.fixes
                if f.verdict.verification == Verification.PASSED and f.id not in declined
            )
            if not left or clash(left[0].candidate.edits, made):
                continue
            fix = self._choose(Finding(finding.diagnostic, left, final=True), texts)
            if fix is None:
                declined |= {f.id for f in left}
            elif not clash(fix.candidate.edits, made):
                chosen.append(fix)
                made = edits_by_path(file for one in chosen for file in one.candidate.edits)
        return chosen

    def _apply_together(self, chosen: list[Fix], texts: Texts, before: CheckResult) -> list[Fix]:
        """Write the fixes that the compiler accepts together, the first one at least."""
        if len(chosen) > 1:
            batcher = Batcher(before.diagnostics, texts.open_file, self._check)
            chosen = batcher.largest(chosen)[0] or chosen[:1]
        files = [file for fix in chosen for file in fix.candidate.edits]
        for path, edits in edits_by_path(files).items():
            source = texts.open_file(path)
            self._written[path] = apply_edits(source.text if source else b"", edits)
            write_file(path, self._written[path])
        return chosen

    def _check(self, changed: Mapping[Path, bytes]) -> CheckResult:
        """Return what the compiler says with `changed` over what was written."""
        texts = {**self._written, **changed}
        return self._workshop.check(texts, self._cancel, clippy=self._with_clippy)


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
