"""What a hover says of the user's own case: the timeline of a value, the chain of requirements."""

from __future__ import annotations

from pathlib import Path

import pytest

from rust_agent_lsp.matching.explain import case
from rust_agent_lsp.matching.match import Matcher
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.text import Location
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.syntax.lines import LineTable
from rust_agent_lsp.toolchain.snippet import check_snippet


def said(code: str, wanted: str) -> str:
    """Compile `code` and return our case for its diagnostic `wanted`."""
    found = [d for d in check_snippet(code) if d.code == wanted]
    assert found, f"rustc does not give {wanted}"
    return told(code, found[0])


def told(code: str, diagnostic: Diagnostic) -> str:
    lines = LineTable(code.encode())

    def line_at(place: Location) -> tuple[int, str]:
        return lines.shown(place.span.start)

    match = Matcher(Knowledge()).match(diagnostic, lambda place: line_at(place)[0])
    assert match is not None
    return case(diagnostic, match, line_at)


MOVED = """\
fn main() {
    let bricks = vec![1, 2];
    let wall = bricks;
    println!("{bricks:?} {wall:?}");
}
"""


def test_a_move_is_told_line_by_line() -> None:
    text = said(MOVED, "E0382")
    block = text[text.index("```text") :].splitlines()
    assert block[1].split() == [
        "2",
        "let",
        "bricks",
        "=",
        "vec![1,",
        "2];",
        "←",
        "bricks",
        "owns",
        "the",
        "value",
    ]
    assert block[2].split() == ["3", "let", "wall", "=", "bricks;", "←", "moved"]
    assert block[3].split()[0] == "4" and block[3].endswith("← used, but moved before")
    assert block[4] == "```"


def test_a_borrow_is_told_until_its_last_use() -> None:
    text = said(
        "fn main() {\n    let mut names = vec![String::new()];\n    let first = &names[0];\n"
        '    names.push("x".into());\n    println!("{first}");\n}\n',
        "E0502",
    )
    assert "← borrow, to read it" in text
    assert "← borrow, to change it" in text
    assert "← that borrow is still used" in text


def test_one_line_needs_no_timeline() -> None:
    text = said("pub fn f(a: String) { drop(a); drop(a); }\n", "E0382")
    assert "```" not in text


def test_the_users_backticks_stay_inside_the_block() -> None:
    code = MOVED.replace("let wall = bricks;", "let wall = bricks; // ```` [x](y)")
    text = said(code, "E0382")
    assert text.count("`````") == 2


def test_a_trait_error_tells_the_chain_and_who_has_the_trait() -> None:
    text = said(
        "pub trait Area {}\npub struct Square;\npub struct Circle;\npub struct Line;\n"
        "impl Area for Square {}\nimpl Area for Circle {}\n"
        "impl<T: Area> Area for Vec<T> {}\n"
        "pub fn total(_: impl Area) {}\npub fn run() {\n    total(vec![Line]);\n}\n",
        "E0277",
    )
    steps = [line for line in text.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert "`Line: Area`" in steps[0]
    assert "required for `Vec<Line>` to implement `Area`" in steps[1]
    assert "required by a bound in `total` (line 8)" in steps[2]
    assert "`Square`" in text.partition("These have it:")[2]


@pytest.mark.parametrize("code", ["E0308"])
def test_other_errors_get_neither(code: str) -> None:
    text = said("pub fn f() -> u8 {\n    true\n}\n", code)
    assert "```" not in text
    assert "1. " not in text


def test_places_in_other_files_are_left_out() -> None:
    diagnostic = check_snippet(MOVED)[0]
    elsewhere = Diagnostic(
        code=diagnostic.code,
        severity=diagnostic.severity,
        message=diagnostic.message,
        path=Path("other.rs"),
        span=diagnostic.span,
        labels=diagnostic.labels,
    )
    assert "```" not in told(MOVED, elsewhere)
