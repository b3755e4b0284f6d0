"""Compares the compiler's diagnostics before and after an edit: by code, message and place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.fixes.later_syntax import is_later_syntax_error
from rust_agent_lsp.fixes.phases import Phase, phase
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.fix import Candidate, Verdict, Verification
from rust_agent_lsp.model.text import Edit, FileEdit, Span, edits_by_path, map_offset, placed
from rust_agent_lsp.syntax.tree import SourceFile, ancestor, ancestors, span_of


@dataclass(frozen=True)
class Comparison:
    """What an edit changed: which old diagnostics are still there, which are new.

    `kept` leads from the `id` of an old diagnostic to the one that it has become; `gone` are the
    old errors that have become none.
    """

    kept: Mapping[int, Diagnostic]
    gone: tuple[Diagnostic, ...]
    new_errors: tuple[Diagnostic, ...]
    new_warnings: tuple[Diagnostic, ...]

    @property
    def gone_errors(self) -> int:
        """How many old errors are not there any more."""
        return len(self.gone)

    def still_there(self, diagnostic: Diagnostic) -> bool:
        """Say whether an old diagnostic (the very object) is found after the edit too."""
        return id(diagnostic) in self.kept

    def left_by(self, target: Diagnostic) -> tuple[Diagnostic, ...] | None:
        """Return the errors that came instead of `target`; None where it has not changed."""
        twin = self.kept.get(id(target))
        if twin is None:
            return self.new_errors
        return None if twin.message == target.message else (twin, *self.new_errors)


def compare(
    before: Sequence[Diagnostic], after: Sequence[Diagnostic], edits: Sequence[FileEdit]
) -> Comparison:
    """Pair the diagnostics of `before` with those of `after`, their places moved by `edits`.

    One that only changed its wording at its place ("missing `a`, `b`" became "missing `b`") is
    not new either.
    """
    by_path = edits_by_path(edits)
    open_before, new = list(before), list(after)
    kept: dict[int, Diagnostic] = {}
    for to_the_letter in (True, False):
        for diagnostic in list(new):
            twin = next(
                (
                    b
                    for b in open_before
                    if (b.message == diagnostic.message or not to_the_letter)
                    and _same_place(b, diagnostic, by_path.get(b.path, []))
                ),
                None,
            )
            if twin is not None:
                open_before.remove(twin)
                new.remove(diagnostic)
                kept[id(twin)] = diagnostic
    return Comparison(
        kept,
        tuple(d for d in open_before if d.severity == Severity.ERROR),
        tuple(d for d in new if d.severity == Severity.ERROR),
        tuple(d for d in new if d.severity != Severity.ERROR),
    )


def judge(
    target: Diagnostic,
    candidate: Candidate,
    comparison: Comparison,
    texts: Mapping[Path, SourceFile],
    scope: Span | None = None,
) -> Verdict:
    """Say whether `candidate` repaired `target` and broke nothing.

    `texts` holds the edited files after the edit. `scope` limits the view to one function of the
    target's file (bytes after the edit), where several candidates were checked at once.
    """
    if comparison.still_there(target):
        return Verdict(Verification.REFUSED, reason="the error is still there")

    def in_scope(d: Diagnostic) -> bool:
        return scope is None or (d.path == target.path and scope.contains(d.span))

    regions = _regions_by_path(candidate.edits)
    uncovered = []
    # An error that went with the target had hidden others too, perhaps in another function.
    others = comparison.gone if scope is None else ()
    hiding = (target, *(d for d in others if d is not target))
    for error in filter(in_scope, comparison.new_errors):
        if not any(_was_hidden(error, d, regions, texts, candidate.edits) for d in hiding):
            name = f"{error.code}: " if error.code else ""
            return Verdict(Verification.REFUSED, reason=f"it leads to {name}{error.message}")
        uncovered.append(error)
    body = _function_of(target, candidate.edits, texts) if uncovered else None
    nearby = sum(
        body is not None and e.path == target.path and body.contains(e.span) for e in uncovered
    )
    return Verdict(
        Verification.PASSED,
        tuple(uncovered),
        uncovered_nearby=nearby,
        also_repaired=max(0, comparison.gone_errors - 1) if scope is None else 0,
        new_warnings=sum(map(in_scope, comparison.new_warnings)),
    )


def holds_together(
    pairs: Sequence[tuple[Diagnostic, Candidate]],
    comparison: Comparison,
    texts: Mapping[Path, SourceFile],
) -> bool:
    """Say whether several accepted candidates, made at once, repair all their targets.

    Every new error must be one that a target, or an error that went with them, had hidden.
    """
    if any(comparison.still_there(target) for target, _ in pairs):
        return False
    edits = [file for _, candidate in pairs for file in candidate.edits]
    regions = _regions_by_path(edits)
    targets = [target for target, _ in pairs]
    hiding = (*targets, *(d for d in comparison.gone if all(d is not t for t in targets)))
    return all(
        any(_was_hidden(error, d, regions, texts, edits) for d in hiding)
        for error in comparison.new_errors
    )


def function_span(source: SourceFile, offset: int) -> Span | None:
    """Return the bytes of the outermost function around `offset`, or None outside of any."""
    node = ancestor(source.node_at(Span(offset, offset)), "function_item")
    if node is None:
        return None
    outer = [n for n in ancestors(node) if n.type == "function_item"]
    return span_of(outer[-1] if outer else node)


def _function_of(
    target: Diagnostic, files: Sequence[FileEdit], texts: Mapping[Path, SourceFile]
) -> Span | None:
    """Return the function of `target` as it stands after the edits, or None outside of any."""
    source = texts.get(target.path)
    if source is None:
        return None
    edits = edits_by_path(files).get(target.path, [])
    return function_span(source, map_offset(target.span.start, edits))


def _same_place(before: Diagnostic, after: Diagnostic, edits: Sequence[Edit]) -> bool:
    """Say whether `after` has the code and the place of `before`, moved by the edits."""
    if (before.code, before.path, before.severity) != (after.code, after.path, after.severity):
        return False
    start, end = map_offset(before.span.start, edits), map_offset(before.span.end, edits)
    span = Span(min(start, end), max(start, end))
    if before.message == after.message:
        return span.touches(after.span)
    return before.code is not None and span.start == after.span.start


def _was_hidden(
    error: Diagnostic,
    target: Diagnostic,
    regions: Mapping[Path, Sequence[Span]],
    texts: Mapping[Path, SourceFile],
    files: Sequence[FileEdit],
) -> bool:
    """Say whether `target` had kept the compiler from finding `error`.

    True for an error of a later phase that has nothing to do with the edited text, and, since
    only the types and borrows of one body wait for each other, in the same function. The parser
    hides what stands further down in its own phase.
    """
    if phase(error) <= phase(target) and not is_later_syntax_error(error, target, files, texts):
        return False
    touched = [error.span, *(label.location.span for label in error.labels)]
    if any(_overlap(r, s) for r in regions.get(error.path, ()) for s in touched):
        return False
    if phase(target) <= Phase.RESOLVE:
        return True
    body = _function_of(target, files, texts)
    return body is not None and error.path == target.path and body.contains(error.span)


def _regions_by_path(files: Sequence[FileEdit]) -> dict[Path, list[Span]]:
    return {
        path: [place for _, place in placed(edits)] for path, edits in edits_by_path(files).items()
    }


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end
