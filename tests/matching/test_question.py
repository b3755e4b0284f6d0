"""What of a question says which entry answers it."""

from __future__ import annotations

import pytest

from rust_agent_lsp.matching.question import without_values


@pytest.mark.parametrize(
    ("asked", "searched"),
    [
        ("rename draft.md to final.md", "rename file to file"),
        ("how big is ./target/debug ?", "how big is folder ?"),
        ("clone https://example.org/a/b.git", "clone url"),
        ("connect to root@203.0.113.9", "connect to host"),
        ("put fa3b21c on this branch", "put commit on this branch"),
    ],
)
def test_a_value_is_a_noun(asked: str, searched: str) -> None:
    assert without_values(asked) == searched


@pytest.mark.parametrize(
    "asked",
    [
        "why does vec.iter() not move",
        "what is in /etc/fstab",
        "features in Cargo.toml",
        "unpack a tar.gz",
        "what does `std::mem::take` do",
        "the facade of a decade",
        "the last 3 commits and 2 GB",
    ],
)
def test_what_tells_something_stays(asked: str) -> None:
    assert without_values(asked) == asked
