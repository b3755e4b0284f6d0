"""The questions for commands are honest: live answers, no copied utterance, enough of each sort."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rust_agent_lsp.matching.slots import fill_slots
from rust_agent_lsp.model.command import PLACEHOLDER, Command, Tool
from rust_agent_lsp.stores.commands import load_commands

QUESTIONS = Path(__file__).parent / "bench" / "retrieval" / "commands.toml"
DIFFICULTIES = {"plain", "other-words", "typos"}
PARTS = {"train", "held-out"}


class Question(NamedTuple):
    """One question and the entries that answer it, the best one first; none: out of scope."""

    ask: str
    answers: tuple[str, ...]
    command: str
    tool: str
    difficulty: str
    part: str


@cache
def questions() -> tuple[Question, ...]:
    rows = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["questions"]
    for row in rows:
        assert set(row) - {"also", "command"} == {"ask", "entry", "tool", "difficulty", "part"}, row
    return tuple(
        Question(
            row["ask"],
            (*([row["entry"]] if row["entry"] else []), *row.get("also", ())),
            row.get("command", ""),
            row["tool"],
            row["difficulty"],
            row["part"],
        )
        for row in rows
    )


@cache
def commands() -> dict[str, Command]:
    return {command.id: command for command in load_commands()}


def words(text: str) -> str:
    """The words of a question alone, so that case, signs and spaces make no difference."""
    return " ".join(re.findall(r"\w+", text.lower()))


def test_there_are_enough_questions_of_each_sort() -> None:
    answered = [q for q in questions() if q.answers]
    assert len(answered) >= 600
    assert len(questions()) - len(answered) >= 100
    assert {q.difficulty for q in answered} == DIFFICULTIES
    assert {q.part for q in questions()} == PARTS
    assert {q.tool for q in answered} == {tool.value for tool in Tool}
    assert sum(q.difficulty == "other-words" for q in answered) >= 300


def test_every_answer_is_a_live_entry_of_the_tool() -> None:
    for question in questions():
        assert all(answer in commands() for answer in question.answers), question
        assert len(set(question.answers)) == len(question.answers), question
        tool = commands()[question.answers[0]].tool.value if question.answers else ""
        assert question.tool == tool, question


def test_no_question_is_asked_twice() -> None:
    counts = Counter(words(q.ask) for q in questions())
    assert not [ask for ask, count in counts.items() if count > 1]


def test_no_question_is_an_utterance_or_a_title() -> None:
    said = {
        words(text)
        for command in commands().values()
        for text in (*command.utterances, command.title, command.purpose)
    }
    assert not [q.ask for q in questions() if words(q.ask) in said]


def test_all_questions_of_one_entry_are_in_one_part() -> None:
    parts: dict[str, set[str]] = {}
    for question in questions():
        if question.answers:
            parts.setdefault(question.answers[0], set()).add(question.part)
    assert not [entry for entry, found in parts.items() if len(found) > 1]


def test_both_parts_are_about_as_large() -> None:
    held = sum(q.part == "held-out" for q in questions())
    assert 0.45 <= held / len(questions()) <= 0.55


def test_at_least_95_of_100_commands_are_filled_as_asked() -> None:
    asked = [q for q in questions() if q.command]
    got = {q.ask: fill_slots(commands()[q.answers[0]], q.ask).command for q in asked}
    wrong = [(q.ask, q.command, got[q.ask]) for q in asked if got[q.ask] != q.command]
    assert len(asked) >= 60
    assert len(wrong) <= 0.05 * len(asked), wrong
    assert not [found for _, _, found in wrong if not PLACEHOLDER.search(found)]
