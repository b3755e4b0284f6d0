"""Templates: rustc's wording in, sentences in the user's names out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_agent_lsp.model.diagnostic import (
    Applicability,
    Diagnostic,
    Label,
    Note,
    Severity,
    Suggestion,
)
from rust_agent_lsp.model.entry import Template
from rust_agent_lsp.model.template import Filled, fill, pattern
from rust_agent_lsp.model.text import Location, Span

HERE = Path("/w/src/main.rs")
ELSEWHERE = Path("/w/src/lib.rs")


def at(start: int, path: Path = HERE) -> Location:
    return Location(path, Span(start, start + 1))


def diagnostic(message: str, *labels: Label, notes: tuple[Note, ...] = ()) -> Diagnostic:
    return Diagnostic("E0382", Severity.ERROR, message, HERE, Span(50, 51), labels, notes)


def filled(template: Template, given: Diagnostic) -> Filled:
    found = fill(template, given, lambda place: place.span.start // 10 + 1)
    assert found is not None
    return found


def test_captures_and_roles_and_lines() -> None:
    template = Template(
        "borrow of moved value: `{name}`",
        {"moved": "value moved here{_}", "type": "move occurs because `{name}` has type `{ty}`{_}"},
        ("`{name}`, a `{ty}`, moved in line {moved.line} and is used in line {line}.",),
    )
    given = diagnostic(
        "borrow of moved value: `data`",
        Label(at(50), "value borrowed here after move", primary=True),
        Label(at(30), "value moved here, in previous iteration of loop"),
        Label(at(10), "move occurs because `data` has type `Vec<u8>`, which is not Copy"),
    )
    found = filled(template, given)
    assert found.sentences == ("`data`, a `Vec<u8>`, moved in line 4 and is used in line 6.",)
    assert found.captures == {"name": "data", "ty": "Vec<u8>"}
    assert found.roles == {"moved": at(30), "type": at(10)}


def test_a_sentence_with_an_open_place_is_left_out() -> None:
    template = Template("m `{a}`", {"r": "label `{b}`"}, ("Has {a}.", "Has {b}.", "At {r.line}."))
    assert filled(template, diagnostic("m `x`")).sentences == ("Has `x`.",)


def test_the_line_of_another_file_is_not_told_as_one_of_this() -> None:
    template = Template("m", {"r": "there"}, ("In line {r.line}.", "In line {line}."))
    found = filled(template, diagnostic("m", Label(at(10, ELSEWHERE), "there")))
    assert found.sentences == ("In line 6.",)
    assert found.roles["r"].path == ELSEWHERE


def test_an_unreadable_place_has_no_line() -> None:
    template = Template("m", {}, ("In line {line}.",))
    found = fill(template, diagnostic("m"), lambda _place: None)
    assert found is not None and found.sentences == ()


def test_a_capture_that_comes_twice_must_be_the_same() -> None:
    template = Template("`{a}` is not `{a}`", {}, ())
    assert fill(template, diagnostic("`x` is not `x`"), lambda _p: 1) is not None
    assert fill(template, diagnostic("`x` is not `y`"), lambda _p: 1) is None


def test_the_headline_wins_over_a_label() -> None:
    template = Template("m `{a}`", {"r": "label `{a}`"}, ("{a}",))
    found = filled(template, diagnostic("m `x`", Label(at(1), "label `y`")))
    assert found.captures == {"a": "x"}


def test_notes_and_suggestions_fill_roles_too() -> None:
    template = Template("m", {"n": "note on `{a}`", "s": "use `{b}`"}, ("{a} {b} {n.line}",))
    note = Note(Severity.NOTE, "note on `x`", (Label(at(20), ""),))
    given = diagnostic("m", notes=(note,))
    suggestion = Suggestion("use `y`", (), Applicability.MAYBE_INCORRECT)
    given = Diagnostic(
        given.code, given.severity, given.message, HERE, given.span, (), (note,), (suggestion,)
    )
    assert filled(template, given).sentences == ("`x` `y` 3",)


def test_other_wording_does_not_match() -> None:
    assert fill(Template("a `{x}` b", {}, ()), diagnostic("a `y` b and more"), lambda _p: 1) is None


def test_regular_expressions_in_a_wording_are_plain_text() -> None:
    assert pattern("f(x)? [{a}]").fullmatch("f(x)? [q]")
    assert not pattern("f(x)? [{a}]").fullmatch("fx [q]")


def test_a_bad_capture_is_named() -> None:
    with pytest.raises(re.error):
        pattern("{1a}")


@given(st.text(min_size=1, max_size=30))
def test_foreign_text_can_only_be_code(value: str) -> None:
    """Whatever a name holds, it ends up within one pair of backticks, outside as inside."""
    outside = Template("m {a}", {}, ("Look: {a}!",))
    inside = Template("m {a}", {}, ("Look: `{a}`!",))
    for template in (outside, inside):
        found = fill(template, diagnostic(f"m {value}"), lambda _p: 1)
        assert found is not None
        (sentence,) = found.sentences
        shown = sentence.removeprefix("Look: ").removesuffix("!")
        plain = shown.strip("`")
        assert "`" not in plain and "\n" not in sentence
        assert plain.isdigit() or (shown.startswith("`") and shown.endswith("`"))
