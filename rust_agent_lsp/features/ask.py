"""Questions answered from what we know: found, weighed against each other, put into words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from rust_agent_lsp.features.answer import Library, answer_of
from rust_agent_lsp.features.crate_examples import in_dependencies
from rust_agent_lsp.matching.complaint import heard
from rust_agent_lsp.matching.question import Question, understand, without_values
from rust_agent_lsp.matching.weighing import likelihoods
from rust_agent_lsp.model.answer import Answer, Answers
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.stores.index_client import Hit

Search = Callable[[str], Sequence[Hit] | None]
"""Gives the nearest entries of each kind, None where the index cannot be asked."""

HITS = 8
"""How many entries of each kind are weighed for one question."""

MOST = 5
"""How many answers are given at the most."""

SURE, PERHAPS = 0.9, 0.45
"""From which likelihood on an answer is given as such, and from which as "did you mean"."""

_LEAST = 0.01
_NAMED = 0.97
_ENTRY_PAGE = re.compile(r"error_codes/(E\d{4})\.html")


@dataclass(frozen=True, slots=True)
class _Found:
    kind: EntryKind
    entry: str
    score: float


def ask(text: str, library: Library, search: Search) -> Answers | None:
    """Answer a question; None while the index cannot be asked and nothing is named outright."""
    question = understand(text)
    named = list(_named(question, library))
    hits = search(without_values(text))
    named += _complained_of(text, hits or (), library)
    if hits is None and not named:
        return None
    found = _best_of_each([*named, *_weighed(question, hits or ())])
    known = {(one.kind, one.entry) for one in named}
    found.sort(key=lambda one: ((one.kind, one.entry) not in known, -one.score))
    answers: list[Answer] = []
    for one in found:
        # Beside an answer the next best are worth a look, though each is less likely.
        if one.score < (_LEAST if answers else PERHAPS) or len(answers) == MOST:
            break
        answer = answer_of(one.kind, one.entry, text, library)
        if answer is not None:
            seen = in_dependencies(answer, library.cache) if library.cache else ()
            answers.append(replace(answer, score=round(one.score, 3), in_dependencies=seen))
    return Answers(tuple(answers), bool(answers) and answers[0].score >= SURE)


def _named(question: Question, library: Library) -> Iterable[_Found]:
    """Yield what the question names by its own spelling.

    A name in the documentation counts where the question is what it stands for: who asks why
    `v.len()` and an `i32` cannot be compared asks for something else.
    """
    for code in question.codes:
        if library.knowledge.by_code(code) is not None:
            yield _Found(EntryKind.ERROR, code, _NAMED)
    for number, name in enumerate(question.names):
        score = _NAMED - 0.01 * (number + 1)
        lint = name.removeprefix("clippy::")
        if re.fullmatch(r"[a-z][a-z0-9_]+", lint) and library.knowledge.by_code(lint) is not None:
            yield _Found(EntryKind.LINT, lint, score)
        elif library.concepts is not None and question.of_names:
            for concept in library.concepts.named(name):
                yield _Found(EntryKind.CONCEPT, concept.id, score)
                score -= 0.05


def _complained_of(text: str, hits: Sequence[Hit], library: Library) -> Iterable[_Found]:
    """Yield the commands that cure what a program is quoted to have said, the surest first."""
    found = []
    for hit in hits:
        command = None
        if hit.kind == EntryKind.COMMAND.value and library.names_failures(hit.entry):
            command = library.command(hit.entry)
        if command and (said := heard(command.errors, text)):
            found.append((-said.fixed, hit.entry))
    for number, (_, entry) in enumerate(sorted(found)):
        yield _Found(EntryKind.COMMAND, entry, _NAMED - 0.01 * number)


def _weighed(question: Question, hits: Sequence[Hit]) -> Iterable[_Found]:
    for likely, hit in likelihoods(question, hits):
        kind, entry = EntryKind(hit.kind), hit.entry
        if page := _ENTRY_PAGE.match(entry):
            kind, entry = EntryKind.ERROR, page[1]
        yield _Found(kind, entry, likely)


def _best_of_each(found: Iterable[_Found]) -> list[_Found]:
    best: dict[tuple[EntryKind, str], _Found] = {}
    for one in found:
        key = (one.kind, one.entry)
        if key not in best or best[key].score < one.score:
            best[key] = one
    return list(best.values())
