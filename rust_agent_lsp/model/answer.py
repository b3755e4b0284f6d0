"""What a question is answered with."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from rust_agent_lsp.model.crate_use import CratePlace


class AnswerKind(StrEnum):
    """What an answer is about."""

    CONCEPT = "concept"
    STD = "std"
    ERROR = "error"
    LINT = "lint"
    PATTERN = "pattern"
    GIT = "git"
    LINUX = "linux"
    GH = "gh"
    CARGO = "cargo"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: `text` is Markdown that says it, its point first.

    `source` are places below the documentation's root (`book/ch04-01….html#ownership-rules`) or man
    pages; `entry` is the id of an entry of ours. `command` is exactly what was asked for, a step a
    line, unknown values as `<name>`; what is safer or shows or undoes it stands in keys of its own.
    `in_dependencies` is a place where a crate on the user's disk does what this is about.
    `score` runs from 0 to 1: how likely it is that this answers the question.
    """

    kind: AnswerKind
    title: str
    text: str
    score: float
    source: tuple[str, ...] = ()
    entry: str | None = None
    command: str = ""
    dangers: tuple[str, ...] = ()
    preview: str = ""
    undo: str = ""
    safe_alternatives: tuple[str, ...] = ()
    in_dependencies: tuple[CratePlace, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the object that `rustAgent.ask` and `ask --json` give."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known, best first. Not `confident`: "did you mean"; none at all: "I don't know"."""

    answers: tuple[Answer, ...]
    confident: bool

    def as_json(self) -> dict[str, Any]:
        """Return the object that `rustAgent.ask` and `ask --json` give."""
        return {"answers": [a.as_json() for a in self.answers], "confident": self.confident}
