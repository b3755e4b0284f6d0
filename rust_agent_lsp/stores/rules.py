"""What is known of each fix rule: the user's switches, and what became of its fixes."""

from __future__ import annotations

from rust_agent_lsp.model.events import Outcome, Scope, Switch, TargetKind
from rust_agent_lsp.stores.database import Database


def turn(database: Database, switch: Switch) -> None:
    """Write down that the user turned a rule on or off, in place of what they said before.

    Raises `StoreError`.
    """
    with database.write() as db:
        db.execute(
            "INSERT OR REPLACE INTO rule_switches (rule, code, workspace, is_on)"
            " VALUES (?, ?, ?, ?)",
            (switch.rule, switch.code, switch.workspace, switch.is_on),
        )


def switches(database: Database) -> list[Switch]:
    """Return all that the user said, oldest first. Raises `StoreError`."""
    rows = database.read("SELECT * FROM rule_switches ORDER BY timestamp, rule, code, workspace")
    return [
        Switch(r["rule"], r["code"], r["workspace"], bool(r["is_on"]), r["timestamp"]) for r in rows
    ]


def outcomes(database: Database) -> list[Outcome]:
    """Return what became of every fix that was applied or judged. Raises `StoreError`."""
    rows = database.read(
        "SELECT rule, code, workspace, fix_id, undone_at IS NOT NULL AS bad, 0 AS everywhere,"
        " coalesce(undone_at, timestamp) AS at FROM journal"
        " UNION ALL SELECT subject, code, workspace, target_id, NOT helpful, scope = ?, timestamp"
        " FROM feedback WHERE kind = ?",
        (Scope.EVERYWHERE, TargetKind.FIX),
    )
    return [
        Outcome(
            r["rule"],
            r["code"] or "",
            r["workspace"],
            r["fix_id"],
            bool(r["bad"]),
            bool(r["everywhere"]),
            r["at"],
        )
        for r in rows
    ]
