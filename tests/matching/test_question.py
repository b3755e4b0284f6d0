"""What of a question says which entry answers it."""

from __future__ import annotations

import pytest

from rust_agent_lsp.matching.question import understand, without_values


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


@pytest.mark.parametrize(
    ("asked", "of_names"),
    [
        ("what does chunks_exact do", True),
        ("what is `dyn`", True),
        ("Vec::retain", True),
        ("difference between `String` and `&str`?", True),
        ("v.len() gives usize and my variable is i32", False),
        ("unwrap_or_else(|| 0) with a plain number", False),
        ("get_mut twice on one map is refused", False),
    ],
)
def test_whether_a_name_is_all_that_is_asked_for(asked: str, of_names: bool) -> None:
    question = understand(asked)
    assert question.names
    assert question.of_names is of_names
