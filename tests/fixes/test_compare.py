"""Before and after an edit: what is the same error, what is new, what had only been hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from rust_agent_lsp.fixes.compare import compare, function_span, holds_together, judge
from rust_agent_lsp.fixes.phases import Phase, phase
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.fix import Candidate, Verdict, Verification
from rust_agent_lsp.model.text import Edit, FileEdit, Span
from rust_agent_lsp.syntax.tree import SourceFile
from tests.fixes.texts import HERE, edited, error, replacement, span

BEFORE = """\
fn first() {
    let a = one();
    take(a);
    use_it(a);
}

fn second() {
    let b = two();
    take(b);
    use_it(b);
}
"""
CLONE = replacement(BEFORE, "take(a)", "take(a.clone())")
AFTER = BEFORE.replace("take(a)", "take(a.clone())")
OTHER = Path("/w/src/other.rs")


def verdict(
    before: list[Diagnostic], after: list[Diagnostic], candidate: Candidate = CLONE
) -> Verdict:
    comparison = compare(before, after, candidate.edits)
    return judge(before[0], candidate, comparison, edited({HERE: BEFORE}, candidate))


def test_gone_is_passed() -> None:
    assert verdict([error(BEFORE, "use_it(a)")], []) == Verdict(Verification.PASSED)


def test_an_error_that_only_moved_is_still_there() -> None:
    candidate = replacement(BEFORE, "let a", "let long_name_here = 1;\n    let a")
    after = BEFORE.replace("let a", "let long_name_here = 1;\n    let a")
    found = verdict([error(BEFORE, "use_it(a)")], [error(after, "use_it(a)")], candidate)
    assert found.verification is Verification.REFUSED
    assert "still there" in found.reason


def test_the_same_error_elsewhere_is_new() -> None:
    """By place, not by count: one gone and one come is no repair."""
    found = verdict([error(BEFORE, "use_it(a)")], [error(AFTER, "use_it(b)")])
    assert found.verification is Verification.REFUSED
    assert "E0382" in found.reason


def test_the_same_place_with_another_message_is_new() -> None:
    after = [error(AFTER, "use_it(a)", message="something else")]
    assert verdict([error(BEFORE, "use_it(a)")], after).verification is Verification.REFUSED


def test_the_same_place_in_another_file_is_new() -> None:
    after = [error(AFTER, "use_it(a)", path=OTHER)]
    assert verdict([error(BEFORE, "use_it(a)")], after).verification is Verification.REFUSED


def test_errors_that_were_there_before_do_no_harm() -> None:
    before = [error(BEFORE, "use_it(a)"), error(BEFORE, "use_it(b)"), error(BEFORE, "two", "E0425")]
    after = [error(AFTER, "use_it(b)"), error(AFTER, "two", "E0425")]
    assert verdict(before, after) == Verdict(Verification.PASSED)


def test_what_goes_with_it_and_new_warnings_are_counted() -> None:
    before = [error(BEFORE, "use_it(a)"), error(BEFORE, "use_it(b)")]
    after = [error(AFTER, "let a", "unused_mut", severity=Severity.WARNING)]
    found = verdict(before, after)
    assert (found.verification, found.also_repaired, found.new_warnings) == ("passed", 1, 1)


def test_two_of_the_same_wording_are_told_apart_by_place() -> None:
    before = [error(BEFORE, "take(a)", "E0308", "mismatched types")]
    before.append(error(BEFORE, "take(b)", "E0308", "mismatched types"))
    left = error(AFTER, "take(b)", "E0308", "mismatched types")
    comparison = compare(before, [left], CLONE.edits)
    assert not comparison.still_there(before[0])
    assert comparison.still_there(before[1])
    assert comparison.new_errors == ()


RESOLVED = replacement(BEFORE, "one()", "One::new()")
AFTER_RESOLVED = BEFORE.replace("one()", "One::new()")


def test_a_hidden_error_of_a_later_phase_is_accepted_and_named() -> None:
    target = error(BEFORE, "one", "E0425")
    uncovered = [
        error(AFTER_RESOLVED, "use_it(b)", "E0382"),
        error(AFTER_RESOLVED, "use_it(a)", "E0308"),
    ]
    found = verdict([target], uncovered, RESOLVED)
    assert found.verification is Verification.PASSED
    assert found.uncovered == tuple(uncovered)
    assert found.uncovered_nearby == 1


@pytest.mark.parametrize("code", ["E0425", None])
def test_an_error_of_the_same_or_an_earlier_phase_is_caused(code: str | None) -> None:
    target = error(BEFORE, "one", "E0425")
    after = [error(AFTER_RESOLVED, "use_it(b)", code)]
    assert verdict([target], after, RESOLVED).verification is Verification.REFUSED


def test_an_error_in_the_inserted_text_is_caused() -> None:
    target = error(BEFORE, "one", "E0425")
    after = [error(AFTER_RESOLVED, "One::new()", "E0308")]
    found = verdict([target], after, RESOLVED)
    assert found.verification is Verification.REFUSED
    assert "E0308" in found.reason


def test_an_error_that_points_at_the_inserted_text_is_caused() -> None:
    target = error(BEFORE, "one", "E0425")
    after = [error(AFTER_RESOLVED, "use_it(a)", "E0308", also="One::new()")]
    assert verdict([target], after, RESOLVED).verification is Verification.REFUSED


def test_types_hide_borrows_of_their_own_function_alone() -> None:
    target = error(BEFORE, "let a", "E0308")
    near, far = error(AFTER, "use_it(a)", "E0505"), error(AFTER, "use_it(b)", "E0505")
    assert verdict([target], [near]).verification is Verification.PASSED
    assert verdict([target], [far]).verification is Verification.REFUSED


def test_an_error_that_goes_with_the_target_hides_those_of_its_own_function() -> None:
    before = [error(BEFORE, "one()", "E0308"), error(BEFORE, "two()", "E0308")]
    after = [error(AFTER, "use_it(b)")]
    assert verdict(before, after).verification is Verification.PASSED
    assert verdict(before[:1], after).verification is Verification.REFUSED


def test_a_scope_limits_the_view_to_its_function() -> None:
    target = error(BEFORE, "use_it(a)")
    comparison = compare([target], [error(AFTER, "use_it(b)", "E0308")], CLONE.edits)
    texts = edited({HERE: BEFORE}, CLONE)
    scope = function_span(texts[HERE], span(AFTER, "let a").start)
    passed = judge(target, CLONE, comparison, texts, scope)
    assert passed.verification is Verification.PASSED
    assert judge(target, CLONE, comparison, texts).verification is Verification.REFUSED


def test_several_at_once_hold_together_or_not() -> None:
    one, two = error(BEFORE, "one", "E0425"), error(BEFORE, "two", "E0425")
    both = [RESOLVED, replacement(BEFORE, "two()", "Two::new()")]
    edits = [FileEdit(HERE, tuple(e for c in both for f in c.edits for e in f.edits))]
    texts = edited({HERE: BEFORE}, *both)
    after = texts[HERE].text.decode()
    pairs = list(zip([one, two], both, strict=True))

    def together(*left: Diagnostic) -> bool:
        return holds_together(pairs, compare([one, two], left, edits), texts)

    assert together()
    assert together(error(after, "use_it(b)", "E0382"))
    assert not together(error(after, "Two::new()", "E0308"))
    assert not together(error(after, "let b", "E0425"))
    kept = error(after, "Two", "E0425")
    assert not together(kept)


def test_the_outermost_function_is_the_unit() -> None:
    text = "fn outer() {\n    fn inner() { 1 }\n    inner();\n}\nstatic X: u8 = 1;\n"
    source = SourceFile.parse(HERE, text.encode())
    assert function_span(source, text.index("1")) == Span(0, text.index("static") - 1)
    assert function_span(source, text.index("static") + 2) is None


@pytest.mark.parametrize(
    ("code", "message", "wanted"),
    [
        (None, "expected `;`", Phase.PARSE),
        (None, "lifetime may not live long enough", Phase.BORROWCK),
        (None, "implementation of `FnOnce` is not general enough", Phase.BORROWCK),
        (None, "constant of non-structural type `Kind` in a pattern", Phase.PATTERNS),
        (None, "future cannot be sent between threads safely", Phase.TYPECK),
        (None, "generic parameters may not be used in const operations", Phase.RESOLVE),
        ("E0433", "", Phase.RESOLVE),
        ("E0308", "", Phase.TYPECK),
        ("E0004", "", Phase.PATTERNS),
        ("E0382", "", Phase.BORROWCK),
        ("unused_variables", "", Phase.LINT),
    ],
)
def test_phases(code: str | None, message: str, wanted: Phase) -> None:
    assert phase(error("x", "x", code, message)) is wanted


def test_places_are_told_apart_behind_wide_characters() -> None:
    """Offsets are mapped in bytes, also behind characters of several bytes."""
    text = 'fn f() { let é = "𝕏"; take(é); take(é); }'
    edits = [FileEdit(HERE, (Edit.insert(span(text, "let").start, "é;"),))]
    target = error(text, "take(é)", nth=1)
    after = text.replace("let", "é;let")
    kept = compare([target], [error(after, "take(é)", nth=1)], edits)
    assert kept.still_there(target)
    moved = compare([target], [error(after, "take(é)", nth=0)], edits)
    assert not moved.still_there(target)
