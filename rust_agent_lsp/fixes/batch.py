"""Many fixes as one: those of one kind that do not clash and that the compiler accepts together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rust_agent_lsp.fixes.compare import Comparison, compare, holds_together
from rust_agent_lsp.fixes.rank import fix_id
from rust_agent_lsp.fixes.workshop import Finding, best
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.fix import Candidate, Fix, Safety, Verdict, Verification
from rust_agent_lsp.model.text import Edit, FileEdit, apply_edits, edits_by_path
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.check import CheckResult, Status

# How often the compiler is asked for what holds together.
MAX_CHECKS = 24

NO_FIX = "without a fix that the compiler accepts"
CLASH = "too close to another edit"
APART = "not accepted together with the others"

OpenFile = Callable[[Path], SourceFile | None]


@dataclass(frozen=True)
class Kind:
    """What counts as the same mistake: the code, or without one the rule of the best fix."""

    code: str | None
    rule: str

    @classmethod
    def of(cls, finding: Finding) -> Kind | None:
        """Return the kind of a diagnostic; None where neither a code nor a fix tells it."""
        fix = best(finding)
        code, rule = finding.diagnostic.code, fix.candidate.rule if fix else ""
        return cls(code, rule) if code is not None or rule else None

    def covers(self, finding: Finding) -> bool:
        """Say whether the diagnostic of a finding is of this kind."""
        if finding.diagnostic.code != self.code:
            return False
        return self.code is not None or self._own(finding) is not None

    def pick(self, finding: Finding) -> Fix | None:
        """Return the fix to take: the first accepted one by the same rule, else the best."""
        return self._own(finding) or best(finding)

    def _own(self, finding: Finding) -> Fix | None:
        own = (fix for fix in finding.fixes if fix.candidate.rule == self.rule)
        return best(replace(finding, fixes=tuple(own)))


@dataclass(frozen=True)
class Batch:
    """Fixes made one: `fix` repairs `fixed` diagnostics; `left` counts the others by reason."""

    fix: Fix
    fixed: int
    left: Mapping[str, int]


@dataclass
class Batcher:
    """Puts fixes together over one state of the workspace.

    `before` is what the compiler says of that state, `open_file` gives its files, and `check`
    runs the compiler with other texts laid over it.
    """

    before: Sequence[Diagnostic]
    open_file: OpenFile
    check: Callable[[Mapping[Path, bytes]], CheckResult]
    _checks: int = field(default=0, init=False)

    def make(self, kind: Kind, findings: Sequence[Finding]) -> Batch | None:
        """Return the largest batch for the diagnostics of `kind` that was found to hold.

        The first one's fix is in it, wherever that has one. None when nothing holds, or nothing
        can be checked any more.
        """
        targets = [finding.diagnostic for finding in findings]
        picked = [fix for finding in findings if (fix := kind.pick(finding)) is not None]
        chosen = without_clashes(picked)
        kept, comparison = self.largest(chosen)
        if comparison is None:
            return None
        left = [d for d in targets if comparison.still_there(d)]
        clashing = {id(fix.diagnostic) for fix in picked} - {id(fix.diagnostic) for fix in chosen}
        fixable = {id(fix.diagnostic) for fix in chosen}
        reasons = [
            CLASH if id(d) in clashing else APART if id(d) in fixable else NO_FIX for d in left
        ]
        counts = {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)}
        return Batch(_as_one(kept, comparison), len(targets) - len(left), counts)

    def largest(self, fixes: Sequence[Fix]) -> tuple[list[Fix], Comparison | None]:
        """Return fixes that hold together and what they change, by halving what does not."""
        kept: list[Fix] = []
        found = None
        waiting = [list(fixes)] if fixes else []
        self._checks = 0
        while waiting and self._checks < MAX_CHECKS:
            part = waiting.pop()
            comparison = self.together([*kept, *part])
            if comparison is not None:
                kept, found = [*kept, *part], comparison
            elif len(part) > 1:
                middle = len(part) // 2
                waiting += [part[middle:], part[:middle]]
        return kept, found

    def together(self, fixes: Sequence[Fix]) -> Comparison | None:
        """Return what the fixes change when made at once; None when they do not hold together."""
        self._checks += 1
        shares = _shares(fixes)
        edits = [file for share in shares for file in share.edits]
        sources = {}
        for path, own in edits_by_path(edits).items():
            source = self.open_file(path)
            text = apply_edits(source.text if source else b"", own)
            sources[path] = SourceFile.parse(path, text)
        after = self.check({path: source.text for path, source in sources.items()})
        if after.status is not Status.OK:
            return None
        comparison = compare(self.before, after.diagnostics, edits)
        pairs = [(fix.diagnostic, share) for fix, share in zip(fixes, shares, strict=True)]
        return comparison if holds_together(pairs, comparison, sources) else None


def without_clashes(fixes: Iterable[Fix]) -> list[Fix]:
    """Return the fixes, first come first kept, of which no two edit one place differently."""
    chosen: list[Fix] = []
    made: dict[Path, list[Edit]] = {}
    for fix in fixes:
        share = _share(fix.candidate, made)
        if not clash(share.edits, made):
            chosen.append(fix)
            _add(share, made)
    return chosen


def clash(files: Iterable[FileEdit], made: Mapping[Path, Sequence[Edit]]) -> bool:
    """Say whether some edit touches a place that one of those `made` edits too."""
    return any(
        edit.span.touches(other.span)
        for file in files
        for edit in file.edits
        for other in made.get(file.path, ())
    )


def _shares(fixes: Iterable[Fix]) -> list[Candidate]:
    """Return the candidates, each with what the ones before it do not do already."""
    made: dict[Path, list[Edit]] = {}
    shares = []
    for fix in fixes:
        shares.append(_share(fix.candidate, made))
        _add(shares[-1], made)
    return shares


def _share(candidate: Candidate, made: Mapping[Path, Sequence[Edit]]) -> Candidate:
    files = (
        FileEdit(file.path, tuple(e for e in file.edits if e not in made.get(file.path, ())))
        for file in candidate.edits
    )
    return replace(candidate, edits=tuple(file for file in files if file.edits))


def _add(share: Candidate, made: dict[Path, list[Edit]]) -> None:
    for file in share.edits:
        made.setdefault(file.path, []).extend(file.edits)


def _as_one(fixes: Sequence[Fix], comparison: Comparison) -> Fix:
    """Return one fix that does what `fixes` do; its title is the first one's."""
    edits = edits_by_path(file for share in _shares(fixes) for file in share.edits)
    first = fixes[0]
    candidates = [fix.candidate for fix in fixes]
    candidate = Candidate(
        "+".join(dict.fromkeys(c.rule for c in candidates)),
        first.candidate.title,
        tuple(FileEdit(path, tuple(own)) for path, own in edits.items()),
        max((c.safety for c in candidates), key=list(Safety).index),
        " ".join(dict.fromkeys(c.cost for c in candidates if c.cost)),
    )
    errors = sum(fix.diagnostic.severity is Severity.ERROR for fix in fixes)
    verdict = Verdict(
        Verification.PASSED,
        comparison.new_errors,
        also_repaired=max(0, comparison.gone_errors - errors),
        new_warnings=len(comparison.new_warnings),
    )
    return Fix(fix_id(first.diagnostic, candidate), first.diagnostic, candidate, verdict)
