"""The user's judgements: helpful or not, of what, why."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from rust_agent_lsp.model.events import Feedback, Note, Scope, TargetKind
from rust_agent_lsp.stores import actions
from rust_agent_lsp.stores.actions import Action, ActionType
from rust_agent_lsp.stores.database import Database


def add(database: Database, feedback: Feedback) -> int:
    """Write a judgement down and return its id. Raises `StoreError`."""
    with database.write() as db:
        cursor = db.execute(
            "INSERT INTO feedback (helpful, kind, target_id, subject, code, workspace, scope,"
            " reason, problem) VALUES (:helpful, :kind, :target_id, :subject, :code, :workspace,"
            " :scope, :reason, :problem)",
            asdict(feedback),
        )
        actions.write(db, _action(feedback))
    return int(cursor.lastrowid or 0)


def tally(
    database: Database, workspace: str, kind: TargetKind = TargetKind.FIX
) -> Counter[tuple[str | None, str, bool]]:
    """Count the judgements that hold in `workspace` by (code, subject, helpful).

    Those of other workspaces count only where their scope is everywhere. Raises `StoreError`.
    """
    rows = database.read(
        "SELECT code, subject, helpful, count(*) FROM feedback"
        " WHERE kind = ? AND (workspace = ? OR scope = ?) GROUP BY 1, 2, 3",
        (kind, workspace, Scope.EVERYWHERE),
    )
    return Counter({(row[0], row[1], bool(row[2])): row[3] for row in rows})


def add_problem(database: Database, number: int, problem: str, reason: str) -> None:
    """Write down what was wrong, once the user has said it. Raises `StoreError`."""
    with database.write() as db:
        db.execute(
            "UPDATE feedback SET problem = ?, reason = ? WHERE id = ?", (problem, reason, number)
        )
        for row in db.execute("SELECT kind, subject, code FROM feedback WHERE id = ?", (number,)):
            said = {**dict(row), "problem": problem}
            opportunity = f"this {row['kind']} was not helpful: {problem or 'in words'}"
            actions.write(db, Action(ActionType.PROBLEM, False, said, opportunity))


def notes(database: Database) -> list[Note]:
    """Return what the user wrote of explanations that did not help, oldest first.

    Raises `StoreError`.
    """
    rows = database.read(
        "SELECT id, subject, problem, reason, timestamp FROM feedback"
        " WHERE NOT helpful AND reason != '' AND kind != ? ORDER BY id",
        (TargetKind.FIX,),
    )
    return [Note(r["id"], r["subject"], r["problem"], r["reason"], r["timestamp"]) for r in rows]


def forget_note(database: Database, number: int) -> bool:
    """Forget what the user wrote there, not the judgement; say whether it was there.

    Raises `StoreError`.
    """
    with database.write() as db:
        cursor = db.execute(
            "UPDATE feedback SET reason = '' WHERE id = ? AND reason != '' AND kind != ?",
            (number, TargetKind.FIX),
        )
    return cursor.rowcount > 0


def _action(feedback: Feedback) -> Action:
    context = {"kind": feedback.kind, "subject": feedback.subject, "code": feedback.code}
    if feedback.problem:
        context["problem"] = feedback.problem
    opportunity = "" if feedback.helpful else f"this {feedback.kind} was not helpful"
    return Action(ActionType.FEEDBACK, feedback.helpful, context, opportunity)
