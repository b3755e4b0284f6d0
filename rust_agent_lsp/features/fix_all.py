"""Fix all of one kind: from the diagnostic under the cursor to one fix for all like it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rust_agent_lsp.features.desk import FixDesk
from rust_agent_lsp.fixes.batch import Batch, Batcher, Kind
from rust_agent_lsp.fixes.workshop import Finding, Texts, best
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.fix import Fix

# Of more than this many of a kind, the first are fixed; the command can be given again.
MOST = 100
MANY = f"beyond the first {MOST}"
CHANGED = "The text changed while fixes were looked for; ask again."


@dataclass(frozen=True, slots=True)
class Request:
    """All like `diagnostic` in its file, or with `file` None in the workspace at `root`."""

    diagnostic: Diagnostic
    root: Path
    file: Path | None

    @property
    def where(self) -> str:
        """The place in words."""
        return f"in {self.file.name}" if self.file else "in the workspace"

    def covers(self, path: Path) -> bool:
        """Say whether what lies in the file `path` is meant."""
        if self.file is not None:
            return path == self.file
        return path.resolve().is_relative_to(self.root.resolve())


def fix_all(
    desk: FixDesk, request: Request, overlay: Mapping[Path, bytes], seconds: float
) -> tuple[Batch, Texts] | str:
    """Return the verified batch, its fix titled, or for the user why there is none.

    Blocks until the fixes are found, `seconds` at most. The desk must be at work on the state
    `overlay`.
    """
    deadline = time.monotonic() + seconds
    desk.ask([request.diagnostic], overlay)
    first = desk.wait(request.diagnostic, overlay, seconds)
    before = desk.checked(overlay)
    if before is None:
        return CHANGED
    if first.problem or first.finding is None:
        return first.problem or "The compiler does not report this any more."
    kind = Kind.of(first.finding)
    if kind is None:
        return "No fix was found that the compiler accepts, so there is none to repeat."
    same = _alike(before.diagnostics, first.finding.diagnostic, request)
    findings = _findings(desk, same[:MOST], overlay, deadline)
    if desk.checked(overlay) is not before:
        return CHANGED
    findings = [_within(f, request.root) for f in findings if kind.covers(f)]
    texts = Texts(overlay)
    batcher = Batcher(
        before.diagnostics,
        texts.open_file,
        lambda changed: desk.check(overlay, changed, max(0.0, deadline - time.monotonic())),
    )
    batch = batcher.make(kind, findings)
    if batch is None:
        return "No fix was found that the compiler accepts."
    if len(same) > MOST:
        batch = replace(batch, left={**batch.left, MANY: len(same) - MOST})
    return _titled(batch, request), texts


def alike(findings: Sequence[Finding], finding: Finding) -> tuple[int, int]:
    """Return how many diagnostics of the kind and file of `finding` there are among `findings`,
    and how many of them have an accepted fix that is no guess."""
    kind, here = Kind.of(finding), finding.diagnostic
    if kind is None:
        return 0, 0
    same = [
        f
        for f in findings
        if f.diagnostic.path == here.path
        and f.diagnostic.severity == here.severity
        and kind.covers(f)
    ]
    return len(same), sum(best(f) is not None for f in same)


def title(diagnostic: Diagnostic, fixed: int, total: int, where: str) -> str:
    """Return `Fix all 7 of E0308 in main.rs`, or `Fix 5 of 7 …`."""
    many = f"all {total}" if fixed == total else f"{fixed} of {total}"
    return f"Fix {many} {kind_name(diagnostic)} {where}"


def kind_name(diagnostic: Diagnostic) -> str:
    """Return what the diagnostics of a kind are called, after a number."""
    code = diagnostic.code
    return "like this" if code is None else f"of `{code}`" if diagnostic.is_lint else f"of {code}"


def left_out(batch: Batch) -> str:
    """Return how many are left and why; empty where none is."""
    return ", ".join(f"{count} {reason}" for reason, count in batch.left.items())


def _alike(
    diagnostics: Sequence[Diagnostic], here: Diagnostic, request: Request
) -> list[Diagnostic]:
    """Return `here` and those like it: its file's first, for what clashes is left out later."""
    found = [
        d
        for d in diagnostics
        if d.code == here.code and d.severity == here.severity and request.covers(d.path)
    ]
    return sorted(found, key=lambda d: (d is not here, d.path != here.path))


def _findings(
    desk: FixDesk, alike: Sequence[Diagnostic], overlay: Mapping[Path, bytes], deadline: float
) -> list[Finding]:
    """Wait for all that can be found for `alike`."""
    desk.ask(alike, overlay)
    found = []
    for diagnostic in alike:
        answer = desk.wait(diagnostic, overlay, max(0.0, deadline - time.monotonic()))
        found.append(answer.finding or Finding(diagnostic, (), final=False))
    return found


def _within(finding: Finding, root: Path) -> Finding:
    """Return a finding without the fixes that edit files outside of the workspace."""
    inside = root.resolve()
    kept = (
        fix
        for fix in finding.fixes
        if all(file.path.resolve().is_relative_to(inside) for file in fix.candidate.edits)
    )
    return replace(finding, fixes=tuple(kept))


def _titled(batch: Batch, request: Request) -> Batch:
    total = batch.fixed + sum(batch.left.values())
    if total == 1:
        return batch
    text = title(batch.fix.diagnostic, batch.fixed, total, request.where)
    if left := left_out(batch):
        text += f" (left: {left})"
    fix: Fix = replace(batch.fix, candidate=replace(batch.fix.candidate, title=text))
    return replace(batch, fix=fix)
