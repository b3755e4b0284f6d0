"""A fix as the user meets it: its title, the question before it, the texts that it leads to."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

from rust_agent_lsp.fixes.propose import Habits, no_habits, propose
from rust_agent_lsp.fixes.rank import Weight, make_fix, rank, shown
from rust_agent_lsp.fixes.workshop import Finding, Texts
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.fix import Fix, Safety, Verdict, Verification
from rust_agent_lsp.model.text import apply_edits

_SAFETY = {
    Safety.SAFE: "keeps the meaning",
    Safety.CHANGES_BEHAVIOUR: "may behave differently or cost more",
    Safety.API_CHANGE: "changes a signature that other code may use",
    Safety.GUESS: "a guess",
}


def title(fix: Fix) -> str:
    """Return the action's title: what is done, and what the compiler said of it."""
    text = fix.candidate.title
    match fix.verdict.verification:
        case Verification.PASSED:
            text += " ✓" + _uncovered(fix)
        case Verification.PENDING:
            text += " (checking…)"
        case _:
            text += " (not checked)"
    return f"Guess: {text}" if fix.candidate.safety == Safety.GUESS else text


def question(fix: Fix) -> str:
    """Return the question before the edit: the fix, its verdict, its cost."""
    verdict = {
        Verification.PASSED: "The compiler accepts it" + _uncovered(fix) + ".",
        Verification.UNAVAILABLE: f"It could not be checked: {fix.verdict.reason}",
    }.get(fix.verdict.verification, "It has not been checked.")
    cost = f" Cost: {fix.candidate.cost}" if fix.candidate.cost else ""
    return f"{fix.candidate.title}? {verdict} It {_SAFETY[fix.candidate.safety]}.{cost}"


def predicted(fix: Fix, texts: Texts) -> dict[Path, tuple[bytes, bytes]]:
    """Return each edited file's text before and after the fix.

    Raises `EditConflict` when the edits do not fit the texts.
    """
    found = {}
    for file in fix.candidate.edits:
        source = texts.open_file(file.path)
        before = source.text if source else b""
        found[file.path] = (before, apply_edits(before, file.edits))
    return found


def diff(fix: Fix, texts: Texts, root: Path | None = None) -> str:
    """Return the fix as a unified diff, paths below `root` shortened."""
    out: list[str] = []
    for path, (before, after) in predicted(fix, texts).items():
        name = str(path.relative_to(root)) if root and path.is_relative_to(root) else str(path)
        lines = difflib.unified_diff(
            before.decode(errors="replace").splitlines(keepends=True),
            after.decode(errors="replace").splitlines(keepends=True),
            f"a/{name}",
            f"b/{name}",
            n=2,
        )
        out += [line if line.endswith("\n") else line + "\n" for line in lines]
    return "".join(out)


def unchecked(
    diagnostic: Diagnostic,
    texts: Texts,
    reason: str,
    weight: Weight,
    *,
    with_rustc: bool = True,
    habits: Habits = no_habits,
) -> Finding:
    """Return the candidates for a diagnostic that nothing can be checked for, and say so."""
    verdict = Verdict(Verification.UNAVAILABLE, reason=reason)
    candidates = propose(diagnostic, texts.open_file, with_rustc=with_rustc, habits=habits)
    fixes = rank(make_fix(diagnostic, c, verdict, weight) for c in candidates)
    return Finding(diagnostic, shown(fixes), final=True)


def reranked(finding: Finding, weight: Weight) -> list[Fix]:
    """Return the fixes in the order that the user's judgements give them by now."""
    return rank(make_fix(f.diagnostic, f.candidate, f.verdict, weight) for f in finding.fixes)


def find(finding: Finding, wanted: Callable[[Fix], bool]) -> Fix | None:
    """Return the first fix that is `wanted`."""
    return next(filter(wanted, finding.fixes), None)


def _uncovered(fix: Fix) -> str:
    names = [d.code or d.message for d in fix.verdict.uncovered]
    if not names:
        return ""
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return f", then {', '.join(names[:2])}{more} can be seen"
