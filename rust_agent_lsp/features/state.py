"""What is known of one state of a workspace's texts, and what is still to be found out."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from rust_agent_lsp.fixes.suppress import Suppression
from rust_agent_lsp.fixes.workshop import FORESEEN, Finding, Texts, worth_fixing
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.fix import Verification
from rust_agent_lsp.toolchain.check import CheckResult, Status

# In a storm of errors the rest is looked at when the user asks for it.
UNASKED = 40


@dataclass(frozen=True)
class Job:
    """Texts to check over those of the state, and where the answer is awaited."""

    changed: Mapping[Path, bytes]
    answer: Future[CheckResult]


@dataclass
class State:
    """One state of the texts; all that is found out is forgotten with it.

    `findings` and `suppressions` go by the `id` of the compiler's own diagnostic; a lint that
    cannot be silenced has the suppression None. `foreseen` are the diagnostics asked for whose
    likeliest candidates are checked ahead: these come before others until one is accepted, or
    what was checked ahead is used up.
    """

    texts: Texts
    clippy: bool
    cancel: threading.Event = field(default_factory=threading.Event)
    result: CheckResult | None = None
    findings: dict[int, Finding] = field(default_factory=dict)
    suppressions: dict[int, Suppression | None] = field(default_factory=dict)
    asked: list[Diagnostic] = field(default_factory=list)
    foreseen: tuple[Diagnostic, ...] = ()
    lints: list[Diagnostic] = field(default_factory=list)
    jobs: deque[Job] = field(default_factory=deque)
    _twins: dict[int, Diagnostic] = field(default_factory=dict)

    def ask(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Have the fixes of `diagnostics` found before others."""
        self.asked += [d for d in diagnostics if not any(is_twin(d, a) for a in self.asked)]

    def end(self) -> None:
        """Stop whatever is found out about this state."""
        self.cancel.set()
        for job in self.jobs:
            job.answer.cancel()

    def twin(self, diagnostic: Diagnostic) -> Diagnostic | None:
        """Return the compiler's own version of a diagnostic, once it has been asked."""
        return find_twin(diagnostic, self._diagnostics)

    def has_work(self) -> bool:
        """Say whether there is something left to find out."""
        if self.cancel.is_set():
            return False
        if self.result is None or self.jobs:
            return True
        return bool(self.open_targets() or self.open_lints())

    def open_targets(self) -> list[Diagnostic]:
        """Return the diagnostics to look at next: those asked for, else the first of the rest,
        the nearest to the last one asked for before others."""
        if asked := self.open_asked():
            return asked
        rest = [d for d in worth_fixing(self._diagnostics) if d.path in self.texts.overlay]
        if self.asked:
            last = self.asked[-1]
            rest.sort(key=lambda d: (d.path != last.path, abs(d.span.start - last.span.start)))
        return [d for d in rest[:UNASKED] if not self._is_done(d)]

    def open_asked(self) -> list[Diagnostic]:
        """Return what was asked for and has no final answer; what was foreseen goes first."""
        for diagnostic in self.asked:
            if id(diagnostic) not in self._twins and (twin := self.twin(diagnostic)) is not None:
                self._twins[id(diagnostic)] = twin
        foreseen = [self._twins[id(d)] for d in self.foreseen if id(d) in self._twins]
        for twins in (foreseen, self._twins.values()):
            each_once = {id(twin): twin for twin in twins}
            if still_open := [d for d in each_once.values() if not self._is_done(d)]:
                return still_open
        return []

    def foresee(self) -> tuple[Diagnostic, ...]:
        """Return what can be expected to be the compiler's first diagnostics to repair."""
        self.foreseen = tuple(d for d in self.asked if not d.native)
        return self.foreseen

    def note(self, finding: Finding) -> None:
        """Take in what has become known of a diagnostic."""
        self.findings[id(finding.diagnostic)] = finding
        known = [fix.verdict.verification for fix in finding.fixes]
        decided = [one for one in known if one != Verification.PENDING]
        if Verification.PASSED in decided or len(decided) >= FORESEEN:
            self.foreseen = ()

    def _is_done(self, diagnostic: Diagnostic) -> bool:
        finding = self.findings.get(id(diagnostic))
        return finding is not None and finding.final

    def open_lints(self) -> list[Diagnostic]:
        """Return the lints that were asked for and that nobody has tried to silence yet."""
        twins = [twin for d in self.lints if (twin := self.twin(d)) is not None]
        return [d for d in twins if id(d) not in self.suppressions]

    @property
    def _diagnostics(self) -> Sequence[Diagnostic]:
        if self.result is None or self.result.status is not Status.OK:
            return ()
        return self.result.diagnostics


def find_twin(diagnostic: Diagnostic, among: Sequence[Diagnostic]) -> Diagnostic | None:
    """Return the compiler's own version of a forwarded diagnostic."""
    return next((d for d in among if is_twin(diagnostic, d)), None)


def is_twin(one: Diagnostic, other: Diagnostic) -> bool:
    """Say whether two diagnostics speak of the same error at the same place; rust-analyzer's own
    are worded otherwise than the compiler's."""
    return (
        one.code == other.code
        and one.path == other.path
        and (one.message == other.message or one.native != other.native)
        and (
            one.span.touches(other.span)
            or (one.hint is not None and one.hint.touches(other.span))
            or (other.hint is not None and other.hint.touches(one.span))
        )
    )
