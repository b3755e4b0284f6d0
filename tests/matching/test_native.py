"""rust-analyzer's own diagnostics stand beside the compiler's, and give way where both speak."""

from __future__ import annotations

from pathlib import Path

from rust_agent_lsp.matching.match import Matcher
from rust_agent_lsp.matching.normalize import normalize
from rust_agent_lsp.model.diagnostic import Forwarded, Source
from rust_agent_lsp.model.native import ORIGIN
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.stores.knowledge import Knowledge

HERE = Path("/w/src/main.rs")


def said(origin: str, code: str, message: str, at: int = 0, severity: int = 1) -> Forwarded:
    return Forwarded(HERE, Span(at, at + 4), severity, code, origin, message, text="name")


def test_its_hints_are_kept_and_those_of_the_compiler_folded() -> None:
    own = said(ORIGIN, "inactive-code", "code is inactive", severity=4)
    note = said("rustc", "E0308", "expected because of this", severity=4)
    assert [d.code for d in normalize([own, note], Source.FORWARDED)] == ["inactive-code"]


def test_it_gives_way_to_the_compiler_at_the_same_place() -> None:
    own = said(ORIGIN, "E0107", "expected 1 argument, found 2")
    same = said("rustc", "E0061", "this function takes 1 argument but 2 arguments were supplied")
    found = normalize([own, same], Source.FORWARDED)
    assert [(d.code, d.native) for d in found] == [("E0061", False)]
    elsewhere = said(ORIGIN, "E0107", "expected 1 argument, found 2", at=40)
    assert len(normalize([elsewhere, same], Source.FORWARDED)) == 2


def test_it_gives_way_to_clippy_whose_codes_lose_their_prefix() -> None:
    own = said(ORIGIN, "needless_return", "replace return <expr>; with <expr>", severity=4)
    same = said("clippy", "needless_return", "unneeded `return` statement", severity=2)
    assert [d.native for d in normalize([own, same], Source.FORWARDED)] == [False]


def test_its_own_names_lead_to_entries_and_its_wording_to_no_error_without_code() -> None:
    matcher = Matcher(Knowledge())
    own = said(ORIGIN, "unresolved-macro-call", "unresolved macro `shout!`")
    (diagnostic,) = normalize([own], Source.FORWARDED)
    match = matcher.match(diagnostic, lambda place: 3)
    assert match is not None and match.filled is not None
    assert match.filled.sentences == ("No macro `shout!` is known on line 3.",)
    stranger = Forwarded(HERE, Span(0, 4), 1, None, "rustc", "expected u8, found char")
    (diagnostic,) = normalize([stranger], Source.FORWARDED)
    match = matcher.match(diagnostic, lambda place: 3)
    assert match is None or match.entry.id != "E0308"
