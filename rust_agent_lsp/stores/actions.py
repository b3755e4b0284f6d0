"""What this program did and how it went, a row each: the ground of metrics and review.

Only names of ours and numbers are written down: no source text, no literal, no question.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from rust_agent_lsp.model.answer import Answers
from rust_agent_lsp.stores.database import Database


class ActionType(StrEnum):
    """What was done."""

    FIX = "fix"
    UNDO = "undo"
    REFUSAL = "refusal"
    ANSWER = "answer"
    FEEDBACK = "feedback"
    PROBLEM = "problem"
    COMPARISON = "comparison"
    EDIT = "edit"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing done. `context` holds ids and numbers (`rule`, `code`, `entry`, `ms`);
    `opportunity` says what could be learned from it, empty where nothing."""

    kind: ActionType
    success: bool
    context: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)
    opportunity: str = ""


def answer(found: Answers, milliseconds: float) -> Action:
    """Return the action of having answered a question."""
    first = found.answers[0] if found.answers else None
    context: dict[str, str | int | float | bool | None] = {"ms": round(milliseconds, 1)}
    if first is not None:
        name = first.entry or (first.source[0] if first.source else first.title)
        context |= {"kind": first.kind, "entry": name}
    opportunity = "" if found.confident else "only guessed" if first else "nothing was known"
    return Action(ActionType.ANSWER, found.confident, context, opportunity)


def refusal(rule: str, code: str | None) -> Action:
    """Return the action of having offered a fix to which the user said no."""
    context = {"rule": rule, "code": code}
    return Action(ActionType.REFUSAL, success=False, context=context, opportunity="declined")


def comparison(kind: str, subject: str, following: str, problem: str, *, better: bool) -> Action:
    """Return the action of having shown something else after a "not helpful"."""
    context = {"kind": kind, "subject": subject, "next": following, "problem": problem}
    suits = f"{following} suits better than {subject}" if better else f"{following} does not either"
    return Action(ActionType.COMPARISON, better, context, suits)


def unanswered_in_a_row(database: Database) -> int:
    """Return how many of our latest unprompted questions got no answer. Raises `StoreError`."""
    rows = database.read(
        "SELECT count(*) FROM agent_actions WHERE action_type = ?1 AND id >"
        " coalesce((SELECT max(id) FROM agent_actions WHERE action_type = ?1 AND success), 0)",
        (ActionType.QUESTION,),
    )
    return int(rows[0][0])


def since_question(database: Database) -> tuple[int, float | None]:
    """Return how many fixes were applied since we last asked unprompted, and how many days ago
    that was, None where it never was. Raises `StoreError`."""
    rows = database.read(
        "SELECT max(id), julianday('now') - julianday(max(timestamp)) FROM agent_actions"
        " WHERE action_type = ?",
        (ActionType.QUESTION,),
    )
    latest, days = rows[0]
    fixes = database.read(
        "SELECT count(*) FROM agent_actions WHERE action_type = ? AND id > ?",
        (ActionType.FIX, latest or 0),
    )
    return int(fixes[0][0]), days


def note(database: Database, action: Action) -> None:
    """Write an action down. Raises `StoreError`."""
    with database.write() as db:
        write(db, action)


def write(db: sqlite3.Connection, action: Action) -> None:
    """Write an action down within a transaction that is open already."""
    db.execute(
        "INSERT INTO agent_actions (action_type, success, context, learning_opportunity)"
        " VALUES (?, ?, ?, ?)",
        (
            action.kind,
            action.success,
            json.dumps(dict(action.context), ensure_ascii=False),
            action.opportunity,
        ),
    )


@dataclass(frozen=True, slots=True)
class Noted:
    """An action as it stands in the database; `timestamp` is UTC."""

    id: int
    timestamp: str
    kind: str
    success: bool
    context: dict[str, Any]
    opportunity: str


def since(database: Database, days: int) -> list[Noted]:
    """Return the actions of the last `days`, oldest first. Raises `StoreError`."""
    rows = database.read(
        "SELECT * FROM agent_actions WHERE timestamp >= datetime('now', ?) ORDER BY id",
        (f"-{days} days",),
    )
    return [
        Noted(
            row["id"],
            row["timestamp"],
            row["action_type"],
            bool(row["success"]),
            context_of(row["context"]),
            row["learning_opportunity"],
        )
        for row in rows
    ]


def context_of(text: str) -> dict[str, Any]:
    """Return a context as it was given; empty where the disk has changed it."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
