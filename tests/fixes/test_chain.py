"""Repairs of several edits: which are tried, in which order, and when the search ends."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rust_agent_lsp.fixes.chain import MAX_EDITS, Chain, OpenFile
from rust_agent_lsp.fixes.verify import Case, Verifier
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.fix import Candidate, Fix, Safety, Verdict, Verification
from rust_agent_lsp.model.text import apply_edits
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.check import CheckResult, Status
from tests.fixes.texts import HERE, error, replacement

TEXT = "fn main() { one(); }\n"
# Each word is an error; the answer to it is the words that may stand in its place.
ANSWERS = {"one": ("two", "dead"), "two": ("three",), "three": ("four",), "four": ("fine",)}
SAFETIES = {"three": Safety.API_CHANGE}


def found_in(text: str) -> list[Diagnostic]:
    return [
        error(text, word, message=f"no {word}")
        for word in (*ANSWERS, "dead")
        if f" {word}(" in text
    ]


def proposals(target: Diagnostic, open_file: OpenFile) -> list[Fix]:
    source = open_file(target.path)
    assert source is not None
    word = target.message.removeprefix("no ")
    text = source.text.decode()
    return [
        as_fix(
            target, replacement(text, word, new, rule=new, safety=SAFETIES.get(new, Safety.SAFE))
        )
        for new in ANSWERS.get(word, ())
    ]


def as_fix(target: Diagnostic, candidate: Candidate) -> Fix:
    return Fix("", target, candidate, Verdict(Verification.PENDING))


def check(overlay: Mapping[Path, bytes]) -> CheckResult:
    return CheckResult(Status.OK, tuple(found_in(overlay[HERE].decode())))


def search(text: str) -> list[tuple[Candidate, Verdict]]:
    files = {HERE: SourceFile.parse(HERE, text.encode())}
    (target,) = before = found_in(text)
    first = [fix.candidate for fix in proposals(target, files.get)]
    case = Case(target, first, Chain(files.get, proposals))
    verifier = Verifier({HERE: text.encode()}, before, check, files.get)
    return [(candidate, verdict) for _, candidate, verdict in verifier.run([case])]


def accepted(text: str) -> list[Candidate]:
    return [c for c, v in search(text) if v.verification == Verification.PASSED]


def test_a_second_edit_answers_what_the_first_left() -> None:
    (candidate,) = accepted(TEXT.replace("one", "three"))
    assert candidate.rule == "four+fine"
    assert candidate.title == "Write `four`, then write `fine`"
    (file,) = candidate.edits
    assert (
        apply_edits(TEXT.replace("one", "three").encode(), file.edits) == b"fn main() { fine(); }\n"
    )


def test_the_worse_safety_counts() -> None:
    (candidate,) = accepted(TEXT.replace("one", "two"))
    assert candidate.rule == "three+four+fine"
    assert candidate.safety is Safety.API_CHANGE


def test_the_search_is_bounded() -> None:
    assert accepted(TEXT) == []
    assert max(c.rule.count("+") + 1 for c, _ in search(TEXT)) == MAX_EDITS


def test_edits_that_lead_back_are_not_tried() -> None:
    chain = Chain({HERE: SourceFile.parse(HERE, TEXT.encode())}.get, _back)
    first = replacement(TEXT, "one", "two")
    text = TEXT.replace("one", "two")
    chain.saw(
        first, {HERE: SourceFile.parse(HERE, text.encode())}, (error(text, "two"),), accepted=False
    )
    assert chain.next() is None


def _back(target: Diagnostic, open_file: OpenFile) -> list[Fix]:
    source = open_file(HERE)
    assert source is not None
    return [as_fix(target, replacement(source.text.decode(), "two", "one"))]


def test_nothing_is_tried_after_a_clean_repair() -> None:
    chain = Chain({HERE: SourceFile.parse(HERE, TEXT.encode())}.get, proposals)
    chain.saw(replacement(TEXT, "one", "two"), {}, (error(TEXT, "one"),), accepted=False)
    chain.saw(replacement(TEXT, "one", "fine"), {}, (), accepted=True)
    assert chain.next() is None


def test_a_shared_check_is_repeated_alone() -> None:
    chain = Chain({HERE: SourceFile.parse(HERE, TEXT.encode())}.get, proposals)
    first = replacement(TEXT, "one", "two")
    chain.saw_among_others(first)
    assert chain.next() is first
