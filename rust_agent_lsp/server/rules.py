"""The fix rules as the user's judgements leave them: shown, switched off and on again."""

from __future__ import annotations

from pathlib import Path

from rust_agent_lsp.learning.false_positives import Standing, standings
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.events import Switch
from rust_agent_lsp.server.commands import workspace_of
from rust_agent_lsp.server.convert import Json
from rust_agent_lsp.server.session import Session
from rust_agent_lsp.stores import rules
from rust_agent_lsp.stores.database import Database

COMMAND = "rustAgent.rules"


async def show_rules(session: Session, argument: Json) -> Json:
    """`rustAgent.rules {"rule"?, "on"?, "code"?, "scope"?}`: how each rule fared here, the worst
    first; with `rule` and `on`, it is switched off or on before."""
    root = workspace_of(session, argument)
    database = await session.database()
    if database is None:
        return {"rules": [], "reason": "the database cannot be read; see the status"}
    rule, wanted = argument.get("rule"), argument.get("on")
    try:
        if isinstance(rule, str) and rule and isinstance(wanted, bool):
            code = argument.get("code")
            everywhere = argument.get("scope") == "everywhere"
            await turn(
                session, rule, code if isinstance(code, str) else "", root, everywhere, on=wanted
            )
        found = await session.on_disk(_standings, database, root)
    except StoreError as error:
        session.editor.say_once("database", f"The rules could not be read or switched: {error}")
        return {"rules": [], "reason": str(error)}
    return {"rules": [as_json(one) for one in found]}


async def turn(
    session: Session, rule: str, code: str, root: Path, everywhere: bool, *, on: bool
) -> None:
    """Switch a rule off or on, in one workspace or everywhere. Raises `StoreError`."""
    database = await session.database()
    if database is None:
        return
    switch = Switch(rule, code, "" if everywhere else str(root), on)
    await session.on_disk(rules.turn, database, switch)
    await session.on_disk(session.workspaces.reload_weights)
    if on:  # nothing of it was looked for while it was off
        session.restart_desks()


def as_json(one: Standing) -> Json:
    """Return a rule's standing as the command gives it."""
    return {
        "rule": one.rule,
        "code": one.code,
        "fixes": one.fixes,
        "bad": one.bad,
        "sure": one.sure,
        "off": bool(one.by),
        "by": one.by,
    }


def _standings(database: Database, root: Path) -> list[Standing]:
    return standings(rules.outcomes(database), rules.switches(database), str(root))
