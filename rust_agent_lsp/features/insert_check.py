"""Whether the code of a pattern compiles: in the workspace of the open file, or by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.features.draft import Draft, Place, is_rust
from rust_agent_lsp.fixes.compare import compare
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.model.fix import Verdict, Verification
from rust_agent_lsp.model.pattern import Dependency
from rust_agent_lsp.model.text import apply_edits
from rust_agent_lsp.toolchain.check import CheckResult, Status
from rust_agent_lsp.toolchain.snippet import check_snippet

Check = Callable[[Draft], Verdict]
"""Has the compiler judge a draft."""

_DOES_NOT = "It does not compile here"
# Errors that do not come from a crate that is not there.
_OF_NAMES = ("E0428", "E0252", "E0255", "E0119", "E0124", "E0415")


def check_alone(draft: Draft) -> Verdict:
    """Judge a draft that goes nowhere: compiled by itself, where it needs no crates."""
    if not is_rust(draft.files):
        return Verdict(Verification.UNAVAILABLE, reason="It is not Rust code in one piece.")
    if names := [d.name for d in draft.pattern.dependencies]:
        return Verdict(Verification.UNAVAILABLE, reason=f"It needs {' and '.join(names)}.")
    try:
        said = check_snippet(draft.code)
    except ToolchainError as error:
        return Verdict(Verification.UNAVAILABLE, reason=str(error))
    return _verdict([d for d in said if d.severity is Severity.ERROR])


@dataclass(frozen=True)
class PlaceCheck:
    """Judges drafts in the workspace of the open file: `check` compiles it with a text changed."""

    place: Place
    before: CheckResult
    check: Callable[[Mapping[Path, bytes]], CheckResult]
    available: frozenset[str] | None

    def __call__(self, draft: Draft) -> Verdict:
        """Compile the workspace with the draft in its place; what was wrong before stays out."""
        if draft.insertion is None:
            return Verdict(
                Verification.UNAVAILABLE, reason="It is a project, not code for this file."
            )
        missing = [d for d in draft.pattern.dependencies if d.name not in (self.available or ())]
        if self.before.status is not Status.OK:
            return Verdict(Verification.UNAVAILABLE, reason=self.before.detail)
        file = self.place.file
        edits = draft.edits(file.path)
        after = self.check({file.path: apply_edits(file.text, edits[0].edits)})
        if after.status is not Status.OK:
            return Verdict(Verification.UNAVAILABLE, reason=after.detail)
        new = compare(self.before.diagnostics, after.diagnostics, edits).new_errors
        if not missing:
            return _verdict(new)
        if any(d.code in _OF_NAMES for d in new):
            return _verdict([d for d in new if d.code in _OF_NAMES])
        return Verdict(Verification.UNAVAILABLE, reason=wanting(missing))


def wanting(missing: Sequence[Dependency]) -> str:
    """Return what the user has to add, and what that means for the check."""
    names = " and ".join(f"`{d.name}`" for d in missing)
    adding = "; ".join(cargo_add(d) for d in missing)
    return f"Cargo.toml does not have {names} ({adding}); without, only its names could be checked."


def cargo_add(dependency: Dependency) -> str:
    """Return the command that adds a crate as the pattern needs it."""
    features = f" --features {','.join(dependency.features)}" if dependency.features else ""
    return f"cargo add {dependency.name}@{dependency.version}{features}"


def _verdict(errors: Sequence[Diagnostic]) -> Verdict:
    if not errors:
        return Verdict(Verification.PASSED)
    first = errors[0]
    code = f" ({first.code})" if first.code else ""
    return Verdict(Verification.REFUSED, reason=f"{_DOES_NOT}: {first.message}{code}.")


def does_not_compile(verdict: Verdict) -> bool:
    """Say whether the compiler has refused the code."""
    return verdict.reason.startswith(_DOES_NOT)
