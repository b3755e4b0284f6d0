"""The user's judgements: helpful or not, of what, why."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from rust_agent_lsp.model.events import Feedback, Scope, TargetKind
from rust_agent_lsp.stores import actions
from rust_agent_lsp.stores.actions import Action, ActionType
from rust_agent_lsp.stores.database import Database


def add(database: Database, feedback: Feedback) -> int:
    """Write a judgement down and return its id. Raises `StoreError`."""
    with database.write() as db:
        cursor = db.execute(
            "INSERT INTO feedback (helpful, kind, target_id, subject, code, workspace, scope,"
            " reason) VALUES (:helpful, :kind, :target_id, :subject, :code, :workspace, :scope,"
            " :reason)",
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


def _action(feedback: Feedback) -> Action:
    context = {"kind": feedback.kind, "subject": feedback.subject, "code": feedback.code}
    opportunity = "" if feedback.helpful else f"this {feedback.kind} was not helpful"
    return Action(ActionType.FEEDBACK, feedback.helpful, context, opportunity)
