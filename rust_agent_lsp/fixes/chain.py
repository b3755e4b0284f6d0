"""Repairs that take more than one edit: what a first edit leaves is answered by a second.

A bounded search. It starts from candidates that took their own error away but left others: new
ones, for which the compiler refused them, or ones that the first error had hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.errors import EditConflict
from rust_agent_lsp.model.fix import Candidate, Fix, Safety
from rust_agent_lsp.model.text import FileEdit, apply_edits, compose, edits_by_path
from rust_agent_lsp.syntax.tree import SourceFile

# More errors than this after an edit mean that it was the wrong one.
MAX_LEFT = 3
MAX_EDITS = 3
# How many answers to the first error left are tried.
WIDTH = 3
# How many chains are tried for one diagnostic: where nothing was accepted, and where something was.
MAX_TRIES = 12
MAX_TRIES_ACCEPTED = 4

OpenFile = Callable[[Path], SourceFile | None]
Proposals = Callable[[Diagnostic, OpenFile], Sequence[Fix]]


@dataclass(frozen=True)
class Step:
    """An edit, the files that it changed, and the errors that the compiler finds in those then."""

    candidate: Candidate
    texts: Mapping[Path, SourceFile]
    left: tuple[Diagnostic, ...]
    accepted: bool
    edits: int


@dataclass
class Chain:
    """The search for one diagnostic, in one state of the texts, which `open_file` gives.

    `proposals` gives the fixes to try for an error, the likeliest first.
    """

    open_file: OpenFile
    proposals: Proposals
    _steps: list[Step] = field(default_factory=list)
    _unsure: list[Candidate] = field(default_factory=list)
    _waiting: list[Candidate] = field(default_factory=list)
    _edits: dict[int, int] = field(default_factory=dict)
    _outcomes: set[frozenset[tuple[Path, bytes]]] = field(default_factory=set)
    _tries: int = 0
    _accepted: bool = False
    _settled: bool = False

    def saw(
        self,
        candidate: Candidate,
        texts: Mapping[Path, SourceFile],
        left: tuple[Diagnostic, ...],
        *,
        accepted: bool,
    ) -> None:
        """Take note of a verdict on `candidate`, of which nothing but `left` was wrong."""
        self._accepted |= accepted
        self._settled |= accepted and not left and candidate.safety is not Safety.GUESS
        edits = self._edits.get(id(candidate), 1)
        if 0 < len(left) <= MAX_LEFT and edits < MAX_EDITS:
            self._steps.append(Step(candidate, texts, left, accepted, edits))

    def saw_among_others(self, candidate: Candidate) -> None:
        """Take note that `candidate` left errors in a check that it shared; look again, alone."""
        self._unsure.append(candidate)

    def next(self) -> Candidate | None:
        """Return the next candidate to be checked, alone; None when there is no hope left."""
        if self._settled or self._tries >= (MAX_TRIES_ACCEPTED if self._accepted else MAX_TRIES):
            return None
        while not self._waiting:
            if self._unsure and not self._accepted:
                return self._unsure.pop(0)
            step = self._best_step()
            if step is None:
                return None
            self._waiting = self._longer(step)
        self._tries += 1
        return self._waiting.pop(0)

    def _best_step(self) -> Step | None:
        """Take the step with the least left to do; once one was accepted, only such ones."""
        steps = [s for s in self._steps if s.accepted or not self._accepted]
        if not steps:
            return None
        best = min(steps, key=lambda s: (s.candidate.safety is Safety.GUESS, len(s.left), s.edits))
        self._steps = [s for s in steps if s is not best]
        return best

    def _longer(self, step: Step) -> list[Candidate]:
        """Return `step` with each answer to the first of the errors that it leaves."""

        def open_file(path: Path) -> SourceFile | None:
            return step.texts[path] if path in step.texts else self.open_file(path)

        found = []
        for second in self.proposals(step.left[0], open_file)[:WIDTH]:
            joined = self._join(step, second.candidate, open_file)
            if joined is not None:
                self._edits[id(joined)] = step.edits + 1
                found.append(joined)
        return found

    def _join(self, step: Step, second: Candidate, open_file: OpenFile) -> Candidate | None:
        """Return both edits as one; None where they lead to nothing new."""
        first = step.candidate
        mine, others = edits_by_path(first.edits), edits_by_path(second.edits)
        files = []
        outcome = set()
        try:
            for path in dict.fromkeys((*mine, *others)):
                source = open_file(path)
                middle = source.text if source else b""
                edits = compose(middle, mine.get(path, ()), others.get(path, ()))
                files.append(FileEdit(path, edits))
                before = self.open_file(path)
                after = apply_edits(middle, others.get(path, ()))
                if before is None or before.text != after:
                    outcome.add((path, after))
        except EditConflict:
            return None
        if not outcome or frozenset(outcome) in self._outcomes:
            return None
        self._outcomes.add(frozenset(outcome))
        return Candidate(
            f"{first.rule}+{second.rule}",
            f"{first.title}, then {second.title[:1].lower()}{second.title[1:]}",
            tuple(files),
            max(first.safety, second.safety, key=list(Safety).index),
            " ".join(dict.fromkeys(cost for cost in (first.cost, second.cost) if cost)),
        )
