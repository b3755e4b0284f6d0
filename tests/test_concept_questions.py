"""The test of `ask` is honest: its answers exist and say what they must, nothing comes twice."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from rust_agent_lsp.ingest.documentation import read_all
from rust_agent_lsp.toolchain.locate import default_docs_root

QUESTIONS = Path(__file__).parent / "bench" / "retrieval" / "concepts.toml"
PARTS = ("train", "held-out")
ID = re.compile(r"[a-z][\w.-]*(?:/[\w.-]+)+\.html(?:#[\w.-]+)?")


class Question(NamedTuple):
    """One question as asked, and every place of the documentation that answers it, the best first.

    `says` are words of which one at least stands in each of them. Without `right` the question
    must be refused.
    """

    ask: str
    right: tuple[str, ...]
    says: tuple[str, ...]
    part: str


def questions() -> list[Question]:
    rows = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["questions"]
    for row in rows:
        assert set(row) == {"ask", "right", "says", "part"}, row
    return [Question(r["ask"], tuple(r["right"]), tuple(r["says"]), r["part"]) for r in rows]


def words(text: str) -> str:
    """The words of a question alone, so that case, signs and spaces make no difference."""
    return " ".join(re.findall(r"\w+", text.lower()))


def test_there_are_enough_questions_of_a_natural_length() -> None:
    asked = questions()
    assert sum(bool(q.right) for q in asked) >= 500
    assert sum(not q.right for q in asked) >= 120
    assert not [q.ask for q in asked if not 2 <= len(q.ask.split()) <= 30]


def test_every_book_is_asked_about() -> None:
    books = Counter(q.right[0].partition("/")[0] for q in questions() if q.right)
    wanted = {"book", "std", "reference", "rust-by-example", "nomicon", "cargo", "edition-guide"}
    wanted |= {"rustc", "rustdoc", "clippy"}
    assert not {book for book in wanted if books[book] < 5}


def test_every_answer_is_a_page_with_its_anchor() -> None:
    assert not [(q.ask, i) for q in questions() for i in q.right if not ID.fullmatch(i)]


def test_only_what_is_answered_says_something() -> None:
    assert not [q.ask for q in questions() if bool(q.right) != bool(q.says)]
    assert not [(q.ask, said) for q in questions() for said in q.says if said != said.lower()]


def test_nothing_is_listed_twice() -> None:
    counts = Counter(words(q.ask) for q in questions())
    assert not [ask for ask, count in counts.items() if count > 1]
    assert not [q.ask for q in questions() if len(set(q.right)) != len(q.right)]


def test_the_parts_alternate_and_both_hold_questions_to_refuse() -> None:
    asked = questions()
    assert [q.part for q in asked] == [PARTS[n % 2] for n in range(len(asked))]
    for part in PARTS:
        assert sum(q.part == part and not q.right for q in asked) >= 60


def test_every_answer_exists_and_says_what_it_must() -> None:
    docs = default_docs_root()
    if docs is None:
        pytest.skip("rust-docs is not installed: there is nothing to hold the answers against")
    texts = {c.id: " ".join(c.text.lower().split()) for c in read_all(docs, lambda *_: None)}
    asked = questions()
    assert not [(q.ask, i) for q in asked for i in q.right if i not in texts]
    assert not [
        (q.ask, i) for q in asked for i in q.right if not any(said in texts[i] for said in q.says)
    ]
