"""A syntax error behind a repaired one: hidden by it, or only moved along."""

from __future__ import annotations

import pytest

from rust_agent_lsp.fixes.compare import compare, judge
from rust_agent_lsp.model.fix import Verification
from tests.fixes.texts import HERE, edited, error, replacement

BEFORE = """\
fn first() {
    let a = 1
    take(a);
    let b = = 2;
}

fn second() {
    let c : = 3;
    take(c d);
}
"""


def accepted(
    part: str, new: str, at: str, left: str, *, text: str = BEFORE, message: str = "expected `;`"
) -> bool:
    """Whether the edit is accepted for the error `at`, where the parser then stops at `left`."""
    candidate = replacement(text, part, new)
    after = text.replace(part, new, 1)
    target = error(text, at, None, "expected one of `;`, found something")
    found = [error(after, left, None, message)]
    comparison = compare([target], found, candidate.edits)
    verdict = judge(target, candidate, comparison, edited({HERE: text}, candidate))
    return verdict.verification is Verification.PASSED


def test_an_error_in_a_later_statement_was_hidden() -> None:
    assert accepted("let a = 1", "let a = 1;", "take(a)", "= 2")


def test_an_error_in_a_later_item_was_hidden() -> None:
    text = BEFORE.replace("let a = 1\n", "let a = 1;\n")
    assert accepted("= = 2", "= 2", "= 2;", "= 3", text=text)


def test_the_complaint_moved_to_the_next_word_is_not_repaired() -> None:
    text = "fn f() {\n    a b c d;\n}\n"
    assert not accepted("a b", "a; b", "b", "c", text=text)


def test_the_complaint_at_the_same_word_is_not_repaired() -> None:
    text = "fn f() {\n    let a = 1\n    => 2;\n}\n"
    assert not accepted("= 1", "= 1;", "=> 2", "=> 2", text=text, message="expected expression")


def test_a_statement_that_still_does_not_parse_is_not_repaired() -> None:
    assert not accepted("take(c d)", "take(c, d)", "d);", "}\n", text=BEFORE + "fn x() { = }\n")
    text = "fn f() {\n    let a = 1 2 3\n;\n    let b = = 2;\n}\n"
    assert not accepted("1 2", "1, 2", "2 3", "= 2", text=text)


def test_an_error_before_the_repaired_place_is_caused() -> None:
    text = BEFORE.replace("let a = 1\n", "let a = 1;\n")
    assert not accepted("let c : =", "let c =", ": =", "b = =", text=text)


@pytest.mark.parametrize(
    "message", ["mismatched closing delimiter: `)`", "expected one of `;`, found `}`"]
)
def test_a_bracket_in_doubt_counts_as_moved(message: str) -> None:
    assert not accepted("let a = 1", "let a = 1;", "take(a)", "= 2", message=message)


def test_an_error_of_another_kind_is_caused() -> None:
    message = "cannot find macro `m` in this scope"
    assert not accepted("let a = 1", "let a = 1;", "take(a)", "= 2", message=message)
