"""What comes after a "not helpful": the user's words decide, nothing rejected returns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rust_agent_lsp.features.answer import Library
from rust_agent_lsp.features.ask import ask
from rust_agent_lsp.features.second_try import ask_again, name_of, other_fixes
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.events import Problem
from rust_agent_lsp.model.fix import Candidate, Fix, Safety, Verdict, Verification
from rust_agent_lsp.model.text import Edit, FileEdit, Span
from rust_agent_lsp.stores.index_client import Hit
from rust_agent_lsp.stores.knowledge import Knowledge
from tests.features.test_ask import found

PATH = Path("/w/src/main.rs")
MOVED = Diagnostic("E0382", Severity.ERROR, "m", PATH, Span(0, 1))


def fix(
    number: int,
    title: str,
    rule: str = "borrow_argument",
    text: str = "&",
    verification: Verification = Verification.PASSED,
    safety: Safety = Safety.SAFE,
) -> Fix:
    edits = (FileEdit(PATH, (Edit.insert(0, text),)),)
    return Fix(
        str(number), MOVED, Candidate(rule, title, edits, safety), Verdict(verification), 1.0
    )


FIRST = fix(0, "Borrow `data`")
OTHERS = [
    fix(1, "Borrow `data` in the loop"),
    fix(2, "Use `data` before it moves", "use_before_move", "a longer text"),
    fix(3, "Clone `data`", "clone_moved_value", ".clone()"),
    fix(4, "Copy it", "derive_trait", "x", Verification.UNAVAILABLE),
    fix(5, "Clone all", "clone_all", "y", safety=Safety.GUESS),
]


def order(problem: str = "", words: str = "") -> list[str]:
    return [f.id for f in other_fixes([FIRST, *OTHERS], FIRST, problem, words)]


def test_another_rule_comes_first_and_guesses_last() -> None:
    assert order() == ["2", "3", "4", "1", "5"]


def test_the_users_words_come_before_that() -> None:
    assert order(words="I wanted the vector cloned")[0] == "3"
    assert order(words="the loop should only borrow it")[0] == "1"
    assert order(words="it is the a of") == order()


def test_the_smallest_comes_first_where_too_much_was_changed() -> None:
    assert order(Problem.CHANGES_TOO_MUCH) == ["4", "3", "2", "1", "5"]


def test_only_accepted_ones_are_left_where_it_did_not_compile() -> None:
    assert "4" not in order(Problem.DOES_NOT_COMPILE)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(Knowledge())


def test_what_was_rejected_never_returns(library: Library) -> None:
    asked: list[str] = []

    def search(text: str) -> Sequence[Hit]:
        asked.append(text)
        return [found("errors", "E0382"), found("errors", "E0505")]

    question, words = "why may I not use it any more", "the borrow checker"
    first = ask(question, library, search)
    assert first is not None and "E0382" in {name_of(a) for a in first.answers}
    asked.clear()
    again = ask_again(question, words, {"E0382"}, library, search)
    assert again is not None
    assert [name_of(a) for a in again.answers] == ["E0505"]
    assert asked == [f"{question} {words}", question]


def test_an_index_that_cannot_be_asked_is_no_answer(library: Library) -> None:
    assert ask_again("why", "so", set(), library, lambda _: None) is None
