"""One trusted workspace at work: check it, find fixes, have the compiler accept them.

This is the middle of the way of one error: propose → verify → rank, over one state of the texts.
Synchronous; the server runs it in a thread of its own, the command line calls it directly.
"""

from __future__ import annotations

import hashlib
import itertools
import threading
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from rust_agent_lsp.fixes.ahead import Ahead
from rust_agent_lsp.fixes.answers import Answers
from rust_agent_lsp.fixes.chain import Chain, OpenFile
from rust_agent_lsp.fixes.propose import Habits, no_habits, propose
from rust_agent_lsp.fixes.rank import Weight, make_fix, rank, shown
from rust_agent_lsp.fixes.verify import Case, Verifier
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.model.fix import Fix, Safety, Verdict, Verification
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.check import CheckResult, Status, check
from rust_agent_lsp.toolchain.direct import Direct
from rust_agent_lsp.toolchain.locate import Toolchain, locate
from rust_agent_lsp.toolchain.shadow import Shadow, open_shadow
from rust_agent_lsp.toolchain.sweep import sweep
from rust_agent_lsp.toolchain.workspace import disk_state, rust_version

# How far ahead candidates are looked at.
FORESEEN = 4
# In a workspace of more files than this the compiler is asked each time.
MAX_FILES = 5000


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
        self,
        root: Path,
        cache_dir: Path,
        settings: Settings,
        file: Path | None = None,
        habits: Habits = no_habits,
    ) -> None:
        self.root = root
        self.settings = settings
        self._cache_dir = cache_dir
        self._file = file
        self._habits = habits
        self._shadow: Shadow | None = None
        self._direct: Direct | None = None
        self._answers = Answers()
        self._ahead = Ahead(root, cache_dir)

    def close(self) -> None:
        """Give the shadows free for others."""
        self._ahead.close()
        if self._shadow is not None:
            self._shadow.close()
            self._shadow = None

    def check(
        self, overlay: Mapping[Path, bytes], cancel: threading.Event, *, clippy: bool = False
    ) -> CheckResult:
        """Return what the compiler says with `overlay` over the disk's texts; never raises.

        What it said of the same texts over the same disk is said again.
        """
        key = self._key(overlay, clippy=clippy)
        return self._answers.get(key, lambda: self._check(overlay, cancel, clippy=clippy))

    def foresee(
        self,
        texts: Texts,
        expected: Sequence[Diagnostic],
        weight: Weight,
        cancel: threading.Event,
        *,
        clippy: bool = False,
    ) -> None:
        """Begin to check what `find_fixes` will have checked soon, if the compiler says what is
        `expected` of `texts`; returns at once.

        Meant to be called before `check` is: the two then run side by side.
        """
        if self._direct is None or not expected:
            return

        def work(shadow: Shadow, direct: Direct) -> None:
            if cancel.is_set():
                return
            cases = [
                Case(d, [fix.candidate for fix in self._pending(d, texts.open_file, weight)])
                for d in expected
            ]
            likely = self._verifier(texts, (), cancel, clippy=clippy).foresee(cases)
            for number, overlay in enumerate(itertools.islice(likely, FORESEEN)):
                key = self._key(overlay, clippy=clippy)
                if key is None or cancel.is_set():
                    return
                # Every second one is left to the first shadow, which is free by then.
                if number % 2 or number == 0:
                    ask = partial(self._ask, overlay, cancel, shadow, direct, clippy=clippy)
                    self._answers.get(key, ask)

        self._ahead.begin(self._direct, work)

    def _key(self, overlay: Mapping[Path, bytes], *, clippy: bool) -> Hashable:
        """Return what the compiler's word depends on; None when that is too much to look at."""
        # A lone file may lie in any folder, the home folder too.
        files = None if self._file else disk_state(self.root, MAX_FILES)
        if files is None:
            return None
        laid = {str(path) for path in overlay}
        disk = tuple(state for state in files if state[0] not in laid)
        texts = ((path, hashlib.sha256(overlay[path]).digest()) for path in sorted(overlay))
        return clippy, self.settings, disk, *texts

    def _check(
        self, overlay: Mapping[Path, bytes], cancel: threading.Event, *, clippy: bool
    ) -> CheckResult:
        try:
            if self._shadow is None:
                self._shadow = open_shadow(self.root, self._cache_dir)
                self._direct = Direct(self._shadow)
                threading.Thread(
                    target=sweep, args=(self._cache_dir,), name="sweep", daemon=True
                ).start()
        except (ToolchainError, OSError) as error:
            advice = "Make that folder writable or set XDG_CACHE_HOME."
            return CheckResult(Status.FAILED, detail=f"Fixes cannot be checked: {error}. {advice}")
        return self._ask(overlay, cancel, self._shadow, self._direct, clippy=clippy)

    def _ask(
        self,
        overlay: Mapping[Path, bytes],
        cancel: threading.Event,
        shadow: Shadow,
        direct: Direct | None,
        *,
        clippy: bool,
    ) -> CheckResult:
        settings = self.settings
        if clippy:
            settings, _ = settings.changed({"check.command": "clippy"})
        try:
            toolchain: Toolchain | None = locate(self.root)
        except ToolchainError as error:
            return CheckResult(Status.NO_CARGO, detail=str(error))
        return check(shadow, overlay, settings, toolchain, cancel, self._file, direct=direct)

    def has_rust(self, wanted: tuple[int, int], path: Path) -> bool:
        """Say whether the toolchain, and the oldest one that the file's package names, are at
        least `wanted`. Raises `ToolchainError`."""
        return wanted <= min(locate(self.root).release, rust_version(path) or wanted)

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
        fixes: dict[int, list[Fix]] = {}
        cases = []

        def own(target: Diagnostic, open_file: OpenFile) -> list[Fix]:
            # What others sent is tried alone, never as a step of something larger.
            found = self._pending(target, open_file, weight)
            return [fix for fix in found if not fix.candidate.foreign]

        for target in targets:
            ranked = fixes[id(target)] = self._pending(target, texts.open_file, weight)
            is_error = target.severity == Severity.ERROR
            chain = Chain(texts.open_file, own) if is_error else None
            cases.append(Case(target, [fix.candidate for fix in ranked], chain))
            yield Finding(target, shown(ranked), not ranked)
        verifier = self._verifier(texts, before.diagnostics, cancel, clippy=clippy)
        for target, candidate, verdict in verifier.run(cases):
            if cancel.is_set():
                return
            known = [f for f in fixes[id(target)] if f.candidate is not candidate]
            fixes[id(target)] = [*known, make_fix(target, candidate, verdict, weight)]
            yield Finding(target, shown(rank(fixes[id(target)])), False)
        if not cancel.is_set():
            for target in targets:
                decided = [
                    f for f in fixes[id(target)] if f.verdict.verification != Verification.PENDING
                ]
                yield Finding(target, shown(rank(decided)), True)

    def _verifier(
        self,
        texts: Texts,
        before: Sequence[Diagnostic],
        cancel: threading.Event,
        *,
        clippy: bool,
    ) -> Verifier:
        return Verifier(
            overlay=texts.overlay,
            before=before,
            check=lambda overlay: self.check(overlay, cancel, clippy=clippy),
            open_file=texts.open_file,
            cancelled=cancel.is_set,
        )

    def _pending(self, target: Diagnostic, open_file: OpenFile, weight: Weight) -> list[Fix]:
        """Return what is proposed for `target`, in the order in which it is tried."""
        with_rustc = not self.settings.fixes_hide_rustc_suggestions
        candidates = propose(target, open_file, with_rustc=with_rustc, habits=self._habits)
        verdict = Verdict(Verification.PENDING)
        return rank(make_fix(target, c, verdict, weight) for c in candidates)


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
