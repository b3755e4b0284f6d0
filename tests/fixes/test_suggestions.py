"""rustc's own suggestions: which become candidates, how they are called, what they cost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rust_agent_lsp.fixes.suggestions import RULE, candidates, takes_name_for_type
from rust_agent_lsp.model.diagnostic import Applicability, Suggestion
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit, Span
from rust_agent_lsp.syntax.tree import SourceFile
from tests.fixes.texts import HERE, error

SOURCE = "fn f() { let mut value = compute(); value.take(); }"


def made(
    text: str,
    *edits: Edit,
    applicability: Applicability = Applicability.MAYBE_INCORRECT,
) -> list[Candidate]:
    suggestion = Suggestion(text, (FileEdit(HERE, edits),), applicability)
    return list(candidates(replace(error(SOURCE, "value"), suggestions=(suggestion,))))


def test_a_suggestion_keeps_rustcs_edits_and_words() -> None:
    edit = Edit.insert(13, "&")
    (found,) = made("consider borrowing here: ", edit)
    assert found.rule == RULE and found.edits == (FileEdit(HERE, (edit,)),)
    assert found.title == "Consider borrowing here: `&`"
    assert (found.safety, found.cost) == (Safety.SAFE, "")


def test_a_title_that_shows_the_edit_is_left_alone() -> None:
    (found,) = made("write `self.` before it", Edit.insert(13, "self."))
    assert found.title == "Write `self.` before it"


@pytest.mark.parametrize(
    "text",
    [
        "/* value */",
        "f(/* u32 */, 1)",
        "Foo { .. /* fields */ }",
        "<item>",
        "fn f() { ... }",
        "Some(_ /* x */)",
    ],
)
def test_an_open_place_is_no_candidate(text: str) -> None:
    for applicability in Applicability:
        assert made("fill in", Edit.insert(13, text), applicability=applicability) == []


@pytest.mark.parametrize("text", ["unsafe { ", "#[allow(dead_code)]\n", "#![allow(unused)]\n"])
def test_unsafe_and_allow_are_never_offered(text: str) -> None:
    assert made("do this", Edit.insert(0, text)) == []


def test_taking_statements_away_is_never_offered() -> None:
    start = SOURCE.index("let")
    assert made("remove this", Edit.delete(start, start + 27)) == []


def test_taking_a_word_away_is() -> None:
    at = SOURCE.index("mut")
    (found,) = made("remove this `mut`", Edit.delete(at, at + 4))
    assert found.title == "Remove this `mut`"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (".clone()", "copy"),
        (".to_string()", "copy"),
        (".unwrap()", "Panics"),
        ('.expect("REASON")', "Panics"),
        (" as u8", "cuts off"),
    ],
)
def test_what_costs_something_says_so(text: str, word: str) -> None:
    (found,) = made("try this", Edit.insert(13, text))
    assert found.safety is Safety.CHANGES_BEHAVIOUR and word in found.cost


def test_a_stand_in_is_a_guess_that_says_what_it_is() -> None:
    (found,) = made("implement it", Edit.insert(13, "fn g() { todo!() }"))
    assert found.safety is Safety.GUESS and "panics" in found.cost


def test_what_rustc_calls_a_placeholder_is_a_guess() -> None:
    edit = Edit.insert(13, ": Vec<_>")
    (found,) = made("give a type", edit, applicability=Applicability.HAS_PLACEHOLDERS)
    assert found.safety is Safety.GUESS


@pytest.mark.parametrize("text", ["::<usize>", ": Box<str>", "::<Vec<_>>"])
def test_type_arguments_are_no_open_places(text: str) -> None:
    assert len(made("give a type", Edit.insert(13, text))) == 1


def test_several_suggestions_are_several_candidates() -> None:
    one, two = (Suggestion(t, (FileEdit(HERE, (Edit(Span(0, 2), t),)),), Applicability.UNSPECIFIED)
                for t in ("pub fn", "async fn"))  # fmt: skip
    found = candidates(replace(error(SOURCE, "value"), suggestions=(one, two)))
    assert [c.title for c in found] == ["Pub fn", "Async fn"]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("fn f(count) {}\n", True),
        ("fn f(&count) {}\n", True),
        ("fn f(String) {}\n", False),
        ("fn f(u8) {}\n", False),
        ("fn f(std::string::String) {}\n", False),
        ("fn f(count) {}\nstruct count;\n", False),
    ],
)
def test_a_parameters_name_is_not_taken_for_a_type(text: str, taken: bool) -> None:
    said = "if this is a type, explicitly ignore the parameter name"
    (found,) = made(said, Edit.insert(text.index("(") + 1, "_: "))
    assert takes_name_for_type(found, SourceFile.parse(HERE, text.encode())) is taken
