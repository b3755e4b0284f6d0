"""One trusted workspace at work: check it, find fixes, have the compiler accept them.

This is the middle of the way of one error: propose → verify → rank, over one state of the texts.
Synchronous; the server runs it in a thread of its own, the command line calls it directly.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rust_agent_lsp.fixes.propose import propose
from rust_agent_lsp.fixes.rank import Weight, make_fix, rank
from rust_agent_lsp.fixes.verify import Case, Verifier
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.model.fix import Fix, Safety, Verdict, Verification
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.check import CheckResult, Status, check
from rust_agent_lsp.toolchain.locate import Toolchain, locate
from rust_agent_lsp.toolchain.shadow import Shadow, open_shadow


@dataclass(frozen=True, slots=True)
class Finding:
    """The fixes found so far for one diagnostic, best first; `final` when no more will come."""

    diagnostic: Diagnostic
    fixes: tuple[Fix, ...]
    final: bool


@dataclass
class Texts:
    """The files of one state: the open documents' texts over those on disk, parsed once each."""

    overlay: Mapping[Path, bytes]
    _parsed: dict[Path, SourceFile | None] = field(default_factory=dict)

    def open_file(self, path: Path) -> SourceFile | None:
        """Return a file with its tree, or None when it cannot be read."""
        if path not in self._parsed:
            text = self.overlay.get(path)
            try:
                text = path.read_bytes() if text is None else text
                self._parsed[path] = SourceFile.parse(path, text)
            except OSError:
                self._parsed[path] = None
        return self._parsed[path]


class Workshop:
    """Checks and repairs one workspace, or one lone `file` without a Cargo.toml.

    The workspace must be trusted: cargo reads its configuration and runs its build scripts.
    """

    def __init__(
        self, root: Path, cache_dir: Path, settings: Settings, file: Path | None = None
    ) -> None:
        self.root = root
        self.settings = settings
        self._cache_dir = cache_dir
        self._file = file
        self._shadow: Shadow | None = None

    def close(self) -> None:
        """Give the shadow free for others."""
        if self._shadow is not None:
            self._shadow.close()
            self._shadow = None

    def check(
        self, overlay: Mapping[Path, bytes], cancel: threading.Event, *, clippy: bool = False
    ) -> CheckResult:
        """Return what the compiler says with `overlay` over the disk's texts; never raises."""
        settings = self.settings
        if clippy:
            settings, _ = settings.changed({"check.command": "clippy"})
        try:
            toolchain: Toolchain | None = locate(self.root)
        except ToolchainError as error:
            return CheckResult(Status.NO_CARGO, detail=str(error))
        try:
            if self._shadow is None:
                self._shadow = open_shadow(self.root, self._cache_dir)
        except (ToolchainError, OSError) as error:
            advice = "Make that folder writable or set XDG_CACHE_HOME."
            return CheckResult(Status.FAILED, detail=f"Fixes cannot be checked: {error}. {advice}")
        return check(self._shadow, overlay, settings, toolchain, cancel, self._file)

    def find_fixes(
        self,
        texts: Texts,
        before: CheckResult,
        targets: Sequence[Diagnostic],
        weight: Weight,
        cancel: threading.Event,
        *,
        clippy: bool = False,
    ) -> Iterator[Finding]:
        """Yield what is known of each target as it becomes known, the targets' order kept.

        Every target gets a last finding with `final` set, unless `cancel` is set first.
        `targets` must be diagnostics of `before` (the very objects).
        """
        with_rustc = not self.settings.fixes_hide_rustc_suggestions
        fixes: dict[int, list[Fix]] = {}
        cases = []
        for target in targets:
            candidates = propose(target, texts.open_file, with_rustc=with_rustc)
            pending = Verdict(Verification.PENDING)
            ranked = rank(make_fix(target, c, pending, weight) for c in candidates)
            fixes[id(target)] = ranked
            cases.append(Case(target, [fix.candidate for fix in ranked]))
            yield Finding(target, tuple(ranked), not ranked)
        verifier = Verifier(
            overlay=texts.overlay,
            before=before.diagnostics,
            check=lambda overlay: self.check(overlay, cancel, clippy=clippy),
            open_file=texts.open_file,
            cancelled=cancel.is_set,
        )
        for target, candidate, verdict in verifier.run(cases):
            if cancel.is_set():
                return
            known = [f for f in fixes[id(target)] if f.candidate is not candidate]
            fixes[id(target)] = [*known, make_fix(target, candidate, verdict, weight)]
            yield Finding(target, tuple(rank(fixes[id(target)])), False)
        if not cancel.is_set():
            for target in targets:
                decided = [
                    f for f in fixes[id(target)] if f.verdict.verification != Verification.PENDING
                ]
                yield Finding(target, tuple(rank(decided)), True)


def best(finding: Finding, *, guesses: bool = False) -> Fix | None:
    """Return the first accepted fix, a guess only when asked for."""
    return next(
        (
            fix
            for fix in finding.fixes
            if fix.verdict.verification == Verification.PASSED
            and (guesses or fix.candidate.safety != Safety.GUESS)
        ),
        None,
    )


def worth_fixing(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return errors and warnings, errors first, each in the compiler's order."""
    wanted = [d for d in diagnostics if d.severity in (Severity.ERROR, Severity.WARNING)]
    return sorted(wanted, key=lambda d: d.severity != Severity.ERROR)
