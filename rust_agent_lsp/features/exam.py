"""The exam: what this program must know and do, held against its targets."""

from __future__ import annotations

import hashlib
import statistics
import time
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from rust_agent_lsp.model.answer import Answers
from rust_agent_lsp.model.errors import KnowledgeError

EXAM = "exam.toml"

ANSWERS, COMMANDS, FIXES, PATTERNS, TEMPLATES = 95.0, 99.0, 95.0, 90.0, 90.0
FALSE_POSITIVES, MILLISECONDS = 5.0, 100.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what the best answer must say.

    One of each list of `contains` must stand in the answer, whatever the case; its command must be
    one of `command`, where that is not empty.
    """

    ask: str
    tool: str
    contains: tuple[tuple[str, ...], ...]
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One measure: `value` in `unit`, to reach `target`, or to stay below it where `below`.

    `total` is of how many cases, `missed` names those that failed.
    """

    id: str
    title: str
    value: float
    unit: str
    target: float
    total: int
    missed: tuple[str, ...] = ()
    below: bool = False

    @property
    def reached(self) -> bool:
        """Say whether the target is met; a part without cases shows nothing."""
        if not self.total:
            return False
        return self.value <= self.target if self.below else self.value >= self.target


@dataclass(frozen=True, slots=True)
class Result:
    """All parts of one exam."""

    parts: tuple[Part, ...]
    sample: int
    seed: int = 0

    @property
    def passed(self) -> bool:
        """Say whether every target is met."""
        return all(part.reached for part in self.parts)

    def as_json(self) -> dict[str, Any]:
        """Return the object that `exam --json` prints."""
        parts = [{**asdict(part), "reached": part.reached} for part in self.parts]
        taken = {"sample": self.sample, "seed": self.seed}
        return {"passed": self.passed, **taken, "parts": parts}


def read_exam(root: Path) -> list[Question]:
    """Return the questions below a knowledge folder. Raises `KnowledgeError`."""
    path = root / EXAM
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["questions"]
        return [
            Question(
                row["ask"],
                row.get("tool", "rust"),
                tuple(map(tuple, row.get("contains", ()))),
                tuple(row.get("command", ())),
            )
            for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(f"{path}: {error}") from error


def answer_parts(
    questions: Sequence[Question], ask: Callable[[str], Answers | None]
) -> tuple[Part, Part, Part]:
    """Ask every question; return how the answers, the commands and the response time fared."""
    if questions:
        ask(questions[0].ask)  # what is read at the first question is not the answer's time
    wrong: list[str] = []
    wrong_commands: list[str] = []
    took: list[float] = []
    for question in questions:
        began = time.perf_counter()
        found = ask(question.ask)
        took.append((time.perf_counter() - began) * 1000)
        if not holds(question, found):
            (wrong_commands if question.command else wrong).append(question.ask)
    commands = sum(bool(question.command) for question in questions)
    mean = round(statistics.fmean(took), 1) if took else 0.0
    return (
        share(
            "answers", "Answers that say what they must", ANSWERS, len(questions) - commands, wrong
        ),
        share("commands", "Commands suggested to the letter", COMMANDS, commands, wrong_commands),
        Part("time", "Mean response time", mean, "ms", MILLISECONDS, len(took), below=True),
    )


def holds(question: Question, found: Answers | None) -> bool:
    """Say whether the best answer says what it must."""
    if found is None or not found.answers:
        return False
    best = found.answers[0]
    if question.command and best.command not in question.command:
        return False
    text = "\n".join((best.title, best.text, best.command, *best.dangers)).lower()
    return all(any(word.lower() in text for word in words) for words in question.contains)


def share(id_: str, title: str, target: float, total: int, missed: Sequence[str]) -> Part:
    """Return a part that is the share of cases that were right, in percent."""
    value = 100 * (total - len(missed)) / total if total else 0.0
    return Part(id_, title, round(value, 1), "%", target, total, tuple(missed))


def sample(cases: Iterable[tuple[str, T]], count: int, seed: int = 0) -> list[tuple[str, T]]:
    """Return `count` of the named cases, all where it is 0; always the same for the same names and
    the same `seed`."""
    ordered = sorted(cases, key=lambda case: hashlib.sha256(f"{seed}:{case[0]}".encode()).digest())
    return ordered[:count] if count else ordered
