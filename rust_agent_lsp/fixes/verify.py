"""Has the compiler check candidates in the shadow workspace, several at once where that is sound.

A candidate whose edits stay within one function body cannot change what the compiler says of
another body, so candidates of different functions share a check; all others get one of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rust_agent_lsp.fixes.chain import Chain
from rust_agent_lsp.fixes.compare import Comparison, compare, function_span, judge
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.fix import Candidate, Verdict, Verification
from rust_agent_lsp.model.text import FileEdit, Span, apply_edits, edits_by_path, map_offset
from rust_agent_lsp.syntax.tree import SourceFile, ancestor, descendants, span_of
from rust_agent_lsp.toolchain.check import CheckResult

# How many accepted ways to show for one error, and how many to try for them.
ENOUGH = 4
MAX_TRIES = 10
# How many chains are checked for all diagnostics of a run together.
MAX_CHAINED = 60

Texts = Mapping[Path, bytes]


@dataclass
class Case:
    """One diagnostic and the candidates that still wait for their verdict, the likeliest first.

    `chain` looks for repairs of several edits once none of `waiting` is left to try.
    """

    diagnostic: Diagnostic
    waiting: list[Candidate]
    chain: Chain | None = None
    tries: int = 0
    passed: int = 0

    def next(self) -> Candidate | None:
        """Take the next candidate, or None when there are enough verdicts."""
        if not self.waiting or self.passed >= ENOUGH or self.tries >= MAX_TRIES:
            return None
        self.tries += 1
        return self.waiting.pop(0)


@dataclass(frozen=True)
class _Try:
    case: Case
    candidate: Candidate
    body: Span | None  # of the one function whose body holds all edits, before the edit


@dataclass
class Verifier:
    """Verifies candidates against one state of the workspace.

    `overlay` holds the open documents' texts, `before` what the compiler says of that state,
    `check` runs the compiler over other texts, `open_file` gives a file of that state.
    """

    overlay: Texts
    before: Sequence[Diagnostic]
    check: Callable[[Texts], CheckResult]
    open_file: Callable[[Path], SourceFile | None]
    cancelled: Callable[[], bool] = field(default=lambda: False)

    def run(self, cases: Sequence[Case]) -> Iterator[tuple[Diagnostic, Candidate, Verdict]]:
        """Yield a verdict for each candidate tried, the first of every case before any second."""
        chained = 0
        while not self.cancelled():
            tries = self._next(cases)
            if not tries and chained < MAX_CHAINED:
                tries = [
                    _Try(case, candidate, None)
                    for case in cases
                    if case.chain is not None and (candidate := case.chain.next()) is not None
                ]
                chained += len(tries)
            if not tries:
                return
            for group in _groups(tries):
                for one, verdict in self._together(group):
                    if verdict.verification == Verification.PASSED:
                        one.case.passed += 1
                    yield one.case.diagnostic, one.candidate, verdict
                if self.cancelled():
                    return

    def foresee(self, cases: Sequence[Case]) -> Iterator[Texts]:
        """Yield the texts that `run` would have checked one after the other, chains left out, if
        no candidate passed."""
        while tries := self._next(cases):
            for group in _groups(tries):
                yield self._laid(_edits(group))

    def _next(self, cases: Sequence[Case]) -> list[_Try]:
        return [
            _Try(case, candidate, self._body(case.diagnostic, candidate))
            for case in cases
            if (candidate := case.next()) is not None
        ]

    def _together(self, group: Sequence[_Try]) -> Iterator[tuple[_Try, Verdict]]:
        edits = _edits(group)
        laid = self._laid(edits)
        result = self.check(laid)
        if result.status != "ok":
            for one in group:
                reason = result.detail or result.status
                yield one, Verdict(Verification.UNAVAILABLE, reason=reason)
            return
        texts = {file.path: SourceFile.parse(file.path, laid[file.path]) for file in edits}
        comparison = compare(self.before, result.diagnostics, edits)
        scopes = [self._scope(one, edits, texts) for one in group]
        strays = [
            error
            for error in comparison.new_errors
            if not any(s is not None and s.contains(error.span) for s in scopes)
        ]
        if len(group) > 1 and strays:
            for one in group:
                yield from self._together([one])
            return
        for one, scope in zip(group, scopes, strict=True):
            own = scope if len(group) > 1 else None
            verdict = judge(one.case.diagnostic, one.candidate, comparison, texts, own)
            _tell(one, verdict, comparison, texts, alone=len(group) == 1)
            yield one, verdict

    def _laid(self, edits: Sequence[FileEdit]) -> dict[Path, bytes]:
        """Return the open documents' texts with the edits made, to lay over the disk's."""
        texts = dict(self.overlay)
        for file in edits:
            source = self.open_file(file.path)
            texts[file.path] = apply_edits(source.text if source else b"", file.edits)
        return texts

    def _scope(
        self, one: _Try, edits: Sequence[FileEdit], texts: Mapping[Path, SourceFile]
    ) -> Span | None:
        """Return the function of a shared try, in bytes after all edits of the group."""
        if one.body is None:
            return None
        path = one.case.diagnostic.path
        own = edits_by_path(edits).get(path, [])
        return function_span(texts[path], map_offset(one.body.start, own) + 1)

    def _body(self, diagnostic: Diagnostic, candidate: Candidate) -> Span | None:
        """Return the function that holds the error and all edits in its body, or None."""
        source = self.open_file(diagnostic.path)
        if source is None or any(file.path != diagnostic.path for file in candidate.edits):
            return None
        whole = function_span(source, diagnostic.span.start)
        if whole is None:
            return None
        function = ancestor(source.node_at(Span(whole.start, whole.end)), "function_item")
        block = function.child_by_field_name("body") if function else None
        if block is None or next(descendants(block, "function_item", "impl_item"), None):
            return None
        body = span_of(block)
        inside = all(body.contains(e.span) for file in candidate.edits for e in file.edits)
        return whole if inside else None


def _tell(
    one: _Try,
    verdict: Verdict,
    comparison: Comparison,
    texts: Mapping[Path, SourceFile],
    *,
    alone: bool,
) -> None:
    """Let the chain know what an edit left."""
    chain = one.case.chain
    if chain is None:
        return
    accepted = verdict.verification == Verification.PASSED
    left = verdict.uncovered if accepted else comparison.left_by(one.case.diagnostic)
    if alone and left is not None:
        chain.saw(one.candidate, texts, left, accepted=accepted)
    elif accepted and not left:
        chain.saw(one.candidate, texts, (), accepted=True)
    elif left is not None:
        chain.saw_among_others(one.candidate)


def _groups(tries: Sequence[_Try]) -> Iterator[list[_Try]]:
    """Yield the tries that may share a check: at most one for each function, in disjoint ones."""
    shared: list[list[_Try]] = []
    taken: list[set[tuple[Path, Span]]] = []
    for one in tries:
        if one.body is None:
            continue
        key = (one.case.diagnostic.path, one.body)
        free = next((i for i, keys in enumerate(taken) if key not in keys), None)
        if free is None:
            shared.append([one])
            taken.append({key})
        else:
            shared[free].append(one)
            taken[free].add(key)
    yield from shared
    yield from ([one] for one in tries if one.body is None)


def _edits(group: Sequence[_Try]) -> list[FileEdit]:
    """Return the edits of all tries of a group, one `FileEdit` for each file."""
    by_path = edits_by_path(file for one in group for file in one.candidate.edits)
    return [FileEdit(path, tuple(edits)) for path, edits in by_path.items()]
