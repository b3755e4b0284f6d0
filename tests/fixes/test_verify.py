"""Which candidates share a check, and what each is told, with a checker that counts its calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rust_agent_lsp.fixes.verify import ENOUGH, MAX_TRIES, Case, Texts, Verifier
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.fix import Candidate, Verification
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.check import CheckResult, Status
from tests.fixes.texts import HERE, error, replacement

TEXT = """\
fn first() {
    bad_one();
    again_one();
}

fn second() {
    bad_two();
}

struct Third {
    bad_three: u8,
}
"""
OTHER = Path("/w/src/other.rs")
Says = Callable[[Mapping[Path, str]], Sequence[Diagnostic]]


class Compiler:
    """Finds each word that begins with `bad` or `again`, and what `says` adds; counts its calls."""

    def __init__(self, says: Says = lambda _texts: (), status: Status = Status.OK) -> None:
        self.seen: list[dict[Path, str]] = []
        self._says = says
        self._status = status

    def check(self, overlay: Texts) -> CheckResult:
        texts = {path: text.decode() for path, text in overlay.items()}
        self.seen.append(texts)
        found = [*found_in(texts), *self._says(texts)]
        return CheckResult(self._status, tuple(found), detail="why not")


def found_in(texts: Mapping[Path, str]) -> list[Diagnostic]:
    words = ("bad_one", "again_one", "bad_two", "bad_three")
    return [
        error(text, word, message=f"no {word}", path=path)
        for path, text in texts.items()
        for word in words
        if word in text
    ]


def run(
    compiler: Compiler, *cases: Case, text: str = TEXT, before: Sequence[Diagnostic] = ()
) -> dict[str, Verification]:
    """Return the verdicts by the candidates' titles."""
    files = {HERE: SourceFile.parse(HERE, text.encode())}
    verifier = Verifier({HERE: text.encode()}, before, compiler.check, files.get)
    return {c.title: v.verification for _, c, v in verifier.run(cases)}


BEFORE = found_in({HERE: TEXT})
ONE, AGAIN, TWO, THREE = BEFORE


def good(word: str) -> Candidate:
    return replacement(TEXT, word, f"good_{word.partition('_')[2]}")


def test_different_functions_share_one_check() -> None:
    compiler = Compiler()
    cases = [Case(ONE, [good("bad_one")]), Case(TWO, [good("bad_two")])]
    assert set(run(compiler, *cases, before=BEFORE).values()) == {Verification.PASSED}
    (texts,) = compiler.seen
    assert "good_one" in texts[HERE] and "good_two" in texts[HERE]


def test_two_in_one_function_do_not_share() -> None:
    compiler = Compiler()
    cases = [Case(ONE, [good("bad_one")]), Case(AGAIN, [good("again_one")])]
    run(compiler, *cases, before=BEFORE)
    assert len(compiler.seen) == 2
    assert not any("bad_one" not in t[HERE] and "again_one" not in t[HERE] for t in compiler.seen)


def test_an_edit_outside_of_a_body_is_checked_alone() -> None:
    signature = replacement(TEXT, "second()", "second(x: u8)", rule="signature")
    compiler = Compiler()
    cases = [
        Case(ONE, [good("bad_one")]),
        Case(THREE, [good("bad_three")]),
        Case(TWO, [signature]),
    ]
    found = run(compiler, *cases, before=BEFORE)
    assert len(compiler.seen) == 3
    assert found["Write `second(x: u8)`"] is Verification.REFUSED


def test_an_edit_of_another_file_is_checked_alone() -> None:
    far = replacement(TEXT, "bad_two", "good_two", path=OTHER)
    compiler = Compiler()
    files = {path: SourceFile.parse(path, TEXT.encode()) for path in (HERE, OTHER)}
    overlay = {path: source.text for path, source in files.items()}
    verifier = Verifier(overlay, BEFORE, compiler.check, files.get)
    list(verifier.run([Case(ONE, [good("bad_one")]), Case(TWO, [far])]))
    assert len(compiler.seen) == 2


def test_a_function_with_items_in_it_is_checked_alone() -> None:
    text = TEXT.replace("bad_two();", "fn inner() {}\n    bad_two();")
    before = found_in({HERE: text})
    compiler = Compiler()
    cases = [
        Case(before[0], [replacement(text, "bad_one", "good_one")]),
        Case(before[2], [replacement(text, "bad_two", "good_two")]),
    ]
    run(compiler, *cases, text=text, before=before)
    assert len(compiler.seen) == 2


def test_a_new_error_in_one_function_refuses_that_one_alone() -> None:
    def says(texts: Mapping[Path, str]) -> list[Diagnostic]:
        return [error(texts[HERE], "good_two", "E0308")] if "good_two" in texts[HERE] else []

    compiler = Compiler(says)
    cases = [Case(ONE, [good("bad_one")]), Case(TWO, [good("bad_two")])]
    found = run(compiler, *cases, before=BEFORE)
    assert found == {"Write `good_one`": "passed", "Write `good_two`": "refused"}
    assert len(compiler.seen) == 1


def test_an_error_that_belongs_to_nobody_makes_each_be_checked_alone() -> None:
    """Somewhere else appears an error: only a check of each shows whose it is."""

    def says(texts: Mapping[Path, str]) -> list[Diagnostic]:
        return [error(texts[HERE], "struct", "E0308")] if "good_two" in texts[HERE] else []

    compiler = Compiler(says)
    cases = [Case(ONE, [good("bad_one")]), Case(TWO, [good("bad_two")])]
    found = run(compiler, *cases, before=BEFORE)
    assert found == {"Write `good_one`": "passed", "Write `good_two`": "refused"}
    assert len(compiler.seen) == 3


def test_the_first_of_every_case_comes_before_any_second() -> None:
    wrong = replacement(TEXT, "bad_one", "bad_one ")
    compiler = Compiler()
    cases = [Case(ONE, [wrong, good("bad_one")]), Case(TWO, [good("bad_two")])]
    assert list(run(compiler, *cases, before=BEFORE)) == [
        "Write `bad_one `",
        "Write `good_two`",
        "Write `good_one`",
    ]
    assert len(compiler.seen) == 2


def test_enough_is_enough() -> None:
    many = [replacement(TEXT, "bad_one", f"fine{n}") for n in range(20)]
    run(compiler := Compiler(), Case(ONE, list(many)), before=BEFORE)
    assert len(compiler.seen) == ENOUGH
    none = [replacement(TEXT, "bad_one", "bad_one" + " " * n) for n in range(1, 20)]
    run(compiler := Compiler(), Case(ONE, list(none)), before=BEFORE)
    assert len(compiler.seen) == MAX_TRIES


def test_a_compiler_that_cannot_be_asked_accepts_nothing() -> None:
    for status in (Status.FAILED, Status.TIMEOUT, Status.MISSING_DEPENDENCIES, Status.NO_CARGO):
        compiler = Compiler(status=status)
        cases = [Case(ONE, [good("bad_one")]), Case(TWO, [good("bad_two")])]
        found = run(compiler, *cases, before=BEFORE)
        assert set(found.values()) == {Verification.UNAVAILABLE}


def test_nothing_more_after_a_cancel() -> None:
    compiler = Compiler()
    source = SourceFile.parse(HERE, TEXT.encode())
    verifier = Verifier(
        {HERE: TEXT.encode()},
        BEFORE,
        compiler.check,
        lambda _path: source,
        cancelled=lambda: bool(compiler.seen),
    )
    wrong = [replacement(TEXT, "bad_one", "bad_one" + " " * n) for n in range(1, 5)]
    assert len(list(verifier.run([Case(ONE, wrong)]))) == 1


def test_both_files_of_an_edit_are_laid_over() -> None:
    """The check sees the open texts with the edits made, and all other open texts as they are."""
    compiler = Compiler()
    source = SourceFile.parse(HERE, TEXT.encode())
    overlay = {HERE: TEXT.encode(), OTHER: b"fn other() {}\n"}
    verifier = Verifier(overlay, BEFORE, compiler.check, lambda p: source if p == HERE else None)
    list(verifier.run([Case(ONE, [good("bad_one")])]))
    assert compiler.seen == [{HERE: TEXT.replace("bad_one", "good_one"), OTHER: "fn other() {}\n"}]
