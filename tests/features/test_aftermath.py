"""A change of what a fix put there is told from one beside it, and from formatting."""

from __future__ import annotations

import pytest

from rust_agent_lsp.features.aftermath import MOST, is_edited
from rust_agent_lsp.model.text import Span

AFTER = b"fn main() {\n    let n = take(data.clone());\n    show(n, data);\n}\n"
START = AFTER.index(b"data.clone()")
PLACES = [Span(START, START + len(b"data.clone()"))]


@pytest.mark.parametrize(
    ("was", "now", "edited"),
    [
        (b"data.clone()", b"data.to_vec()", True),
        (b"data.clone()", b"data", True),
        (b"data.clone()", b"data.iter().clone()", True),
        (b"    let n = take(data.clone());\n", b"", True),
        (b"take(data.clone())", b"take(\n        data\n            .clone()\n    )", False),
        (b"let n", b"let count", False),
        (b"show(n, data)", b"show(n, data.clone())", False),
        (b"fn main", b"// more\nfn main", False),
        (b"take(data.clone());", b"take(data.clone()); // why", False),
        (b"}\n", b"}\n\nfn more() {}\n", False),
    ],
)
def test_what_counts(was: bytes, now: bytes, edited: bool) -> None:
    assert AFTER.count(was) >= 1
    assert is_edited(AFTER, PLACES, AFTER.replace(was, now, 1)) is edited


def test_the_same_text_and_an_empty_one() -> None:
    assert not is_edited(AFTER, PLACES, AFTER)
    assert is_edited(AFTER, PLACES, b"")
    assert not is_edited(b"", [], AFTER)
    assert not is_edited(AFTER, [], b"")


def test_nothing_is_said_where_too_much_changed() -> None:
    long = b"// x\n" * MOST
    assert not is_edited(AFTER, PLACES, b"other\n" + long + b"\nother")
