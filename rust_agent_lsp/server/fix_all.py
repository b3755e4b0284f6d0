"""One yes for all diagnostics of a kind: the command, and the code action that offers it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from pygls.exceptions import JsonRpcInvalidParams

from rust_agent_lsp.features import fix_all as feature
from rust_agent_lsp.fixes.workshop import Finding, best
from rust_agent_lsp.server import confirm
from rust_agent_lsp.server.commands import tell
from rust_agent_lsp.server.convert import Json
from rust_agent_lsp.server.session import Offer, Session
from rust_agent_lsp.server.target import find_target, place_of

COMMAND = "rustAgent.fixAll"
SCOPES = ("file", "workspace")


async def fix_all(session: Session, argument: Json) -> Json:
    """`rustAgent.fixAll {"textDocument", "position", "scope"?: "file" | "workspace", "code"?}`:
    all of the kind found there, in one verified edit."""
    scope = argument.get("scope") or "file"
    if scope not in SCOPES:
        raise JsonRpcInvalidParams(f"{COMMAND} knows the scopes {' and '.join(SCOPES)}")
    target = await find_target(session, argument)
    if isinstance(target, str):
        return _nothing(session, target)
    path = target.diagnostic.path if scope == "file" else None
    request = feature.Request(target.diagnostic, target.root, path)
    made = await asyncio.to_thread(
        feature.fix_all, target.desk, request, target.overlay, confirm.VERDICT_SECONDS
    )
    if isinstance(made, str):
        return _nothing(session, made)
    batch, texts = made
    left = sum(batch.left.values())
    answer = await confirm.apply(session, Offer(batch.fix, texts, target.root))
    if not answer["applied"]:
        return {**answer, "fixed": 0, "left": batch.fixed + left}
    reason = {"reason": feature.left_out(batch)} if left else {}
    return {"applied": True, "fixed": batch.fixed, "left": left, **reason}


def offer(session: Session, finding: Finding, own: Sequence[Json], start: Json) -> Json | None:
    """Return the action for all like `finding` in its file, where more than one can be fixed.

    `own` are the editor's objects for the diagnostic, `start` is its position.
    """
    fix, path = best(finding), finding.diagnostic.path
    desk = session.desk(path)
    if fix is None or desk is None:
        return None
    overlay = session.workspaces.overlay(session.workspaces.root_of(path))
    total, fixable = feature.alike(desk.known(overlay), finding)
    if fixable < 2:
        return None
    title = feature.title(finding.diagnostic, fixable, total, f"in {path.name}")
    document = session.server.documents.at_path(path)
    uri = document.uri if document else path.as_uri()
    argument = place_of(uri, start, finding.diagnostic)
    return {
        "title": title,
        "kind": "quickfix",
        "diagnostics": list(own),
        # Each of them was accepted alone. All together are checked before the question.
        "data": {
            "rule": fix.candidate.rule,
            "verification": fix.verdict.verification.value,
            "safety": fix.candidate.safety.value,
        },
        "command": {"title": title, "command": COMMAND, "arguments": [argument]},
    }


def _nothing(session: Session, reason: str) -> Json:
    return {**tell(session, reason), "fixed": 0, "left": 0}
