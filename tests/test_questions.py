"""The question set is honest: every answer exists, and no question gives its answer away."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.stores.knowledge import entry_files, knowledge_root, parse_entry

QUESTIONS = Path(__file__).parent / "bench" / "retrieval" / "questions.toml"
PARTS = ("train", "held-out")


class Question(NamedTuple):
    """One question as asked, and the ids of all entries that answer it, the best one first."""

    ask: str
    answers: tuple[str, ...]
    part: str


def questions() -> list[Question]:
    rows = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["questions"]
    for row in rows:
        assert set(row) - {"also"} == {"ask", "entry", "part"}, row
    return [Question(r["ask"], (r["entry"], *r.get("also", ())), r["part"]) for r in rows]


def words(text: str) -> str:
    """The words of a question alone, so that case, signs and spaces make no difference."""
    return " ".join(re.findall(r"\w+", text.lower()))


def test_there_are_enough_questions_of_a_natural_length() -> None:
    asked = questions()
    assert len(asked) >= 300
    assert not [q.ask for q in asked if not 2 <= len(q.ask.split()) <= 30]


def test_every_answer_is_a_live_entry() -> None:
    entries = (
        parse_entry(path, kind, path.read_text(encoding="utf-8"))
        for kind, path in entry_files(knowledge_root())
    )
    live = {entry.id for entry in entries if not entry.retired}
    assert not [(q.ask, answer) for q in questions() for answer in q.answers if answer not in live]


def test_no_answer_is_listed_twice() -> None:
    assert not [q.ask for q in questions() if len(set(q.answers)) != len(q.answers)]


def test_no_question_holds_a_code_or_the_name_of_an_entry() -> None:
    kinds = (EntryKind.ERROR, EntryKind.LINT)  # the id of a pattern may be any word
    names = {path.stem.lower() for kind, path in entry_files(knowledge_root()) if kind in kinds}
    told = [
        q.ask
        for q in questions()
        if re.search(r"\be\d{4}\b|clippy::", q.ask.lower())
        or names & set(re.findall(r"\w+(?:-\w+)*", q.ask.lower()))
    ]
    assert not told


def test_no_question_is_asked_twice() -> None:
    counts = Counter(words(q.ask) for q in questions())
    assert not [ask for ask, count in counts.items() if count > 1]


def test_the_parts_alternate() -> None:
    parts = [q.part for q in questions()]
    assert parts == [PARTS[n % 2] for n in range(len(parts))]
