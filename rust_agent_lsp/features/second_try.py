"""What to show after a "not helpful": the other fixes or answers, as the user's words rank them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from rust_agent_lsp.features.answer import Library
from rust_agent_lsp.features.ask import MOST, SURE, Search, ask
from rust_agent_lsp.model.answer import Answer, Answers
from rust_agent_lsp.model.events import Problem, TargetKind
from rust_agent_lsp.model.fix import Fix, Safety, Verification
from rust_agent_lsp.stores.index_client import Hit

HERE, ANYWHERE = "not-useful-here", "not-useful-anywhere"
"""Beside the problems: that a rule should offer nothing more, in this project or at all."""

TAKEN_UP = 0.25
"""How much likelier an answer is to please if it takes up the words, beside its likelihood."""

_FIX: dict[str, str] = {
    Problem.WRONG_CAUSE: "It repairs the wrong cause",
    Problem.DOES_NOT_COMPILE: "It does not compile here",
    Problem.CHANGES_TOO_MUCH: "It changes too much",
    Problem.STYLE: "I would write it otherwise",
    Problem.NOT_ASKED: "It is not what I asked for",
    HERE: "Never offer this in this project",
    ANYWHERE: "Never offer this anywhere",
}
_TEXT: dict[str, str] = {
    Problem.WRONG_CAUSE: "It is wrong",
    Problem.UNCLEAR: "It is unclear",
    Problem.NOT_ASKED: "It is not what I asked for",
    Problem.DOES_NOT_COMPILE: "Its code does not compile here",
}
PROBLEMS: Mapping[TargetKind, Mapping[str, str]] = MappingProxyType(
    {
        TargetKind.FIX: _FIX,
        TargetKind.ENTRY: _TEXT,
        TargetKind.ANSWER: _TEXT,
        TargetKind.PATTERN: _TEXT | {Problem.STYLE: "I would write it otherwise"},
    }
)
"""What may be wrong with each kind of thing, in words to choose from."""

_ERROR_PAGE = re.compile(r"error_codes/(E\d{4})\.html")
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "a an and are as be but by do does for i in instead is it its me my no not of on only or"
        " should so that the this to use want wanted with without would",
    )
)


def other_fixes(
    fixes: Iterable[Fix], rejected: Fix, problem: str = "", words: str = ""
) -> list[Fix]:
    """Return the fixes to try after `rejected`, the likeliest to please first.

    Fixes whose titles share the user's words come first, else the order is that of `fixes`; for
    one that changed too much the smallest come first, for one that did not compile only accepted
    ones are left, for a wrong cause those of the same rule come last.
    """
    wanted = _telling(words)
    left = [f for f in fixes if f.id != rejected.id]
    if problem == Problem.DOES_NOT_COMPILE:
        left = [f for f in left if f.verdict.verification == Verification.PASSED]

    def likely(fix: Fix) -> tuple[bool, int, bool, int]:
        said = _telling(f"{fix.candidate.title} {fix.candidate.rule.replace('_', ' ')}")
        size = _size(fix) if problem == Problem.CHANGES_TOO_MUCH else 0
        same = fix.candidate.rule == rejected.candidate.rule
        return fix.candidate.safety == Safety.GUESS, -len(wanted & said), same, size

    return sorted(left, key=likely)


def ask_again(
    question: str, words: str, rejected: Collection[str], library: Library, search: Search
) -> Answers | None:
    """Answer a question once more, with the user's words on what was wrong, without what was
    `rejected` (`name_of` each); None while the index cannot be asked.

    Both the question with the words and the question alone are asked; what takes up a word of the
    user's is worth more.
    """

    def left(text: str) -> Sequence[Hit] | None:
        # Beside what was found for sure nothing else would seem likely.
        hits = search(text)
        return hits and [hit for hit in hits if _entry_of(hit) not in rejected]

    both = ask(f"{question} {words}".strip(), library, left)
    alone = ask(question, library, left) if words else None
    if both is None and alone is None:
        return None
    wanted = _telling(words)
    found: dict[str, tuple[float, Answer]] = {}
    for answer in (*(both.answers if both else ()), *(alone.answers if alone else ())):
        taken_up = wanted & _telling(f"{answer.title} {answer.text}")
        worth = answer.score + (TAKEN_UP if taken_up else 0)
        if name_of(answer) not in rejected:
            found.setdefault(name_of(answer), (worth, answer))
    order = sorted(found.values(), key=lambda pair: -pair[0])[:MOST]
    answers = tuple(answer for _, answer in order)
    return Answers(answers, bool(answers) and answers[0].score >= SURE)


def name_of(answer: Answer) -> str:
    """Return what a judgement of an answer names: its entry, else its place."""
    return answer.entry or (answer.source[0] if answer.source else answer.title)


def _entry_of(hit: Hit) -> str:
    page = _ERROR_PAGE.fullmatch(hit.entry.partition("#")[0])
    return page[1] if page else hit.entry


def _telling(text: str) -> set[str]:
    """Return the stems of the words that say something."""
    import snowballstemmer

    stem = snowballstemmer.stemmer("porter").stemWord
    return {stem(word) for word in re.findall(r"[^\W_]+", text.lower()) if word not in _EMPTY}


def _size(fix: Fix) -> int:
    edits = [edit for file in fix.candidate.edits for edit in file.edits]
    return sum(len(edit.text) + edit.span.end - edit.span.start for edit in edits)
