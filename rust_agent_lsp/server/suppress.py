"""A lint silenced with a reason of the user's: the command, and the code action that offers it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from pygls.exceptions import JsonRpcException, JsonRpcMethodNotFound

from rust_agent_lsp.fixes.suppress import READY_REASONS, RULE, Suppression
from rust_agent_lsp.fixes.workshop import Texts
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.fix import Safety, Verification
from rust_agent_lsp.server import confirm
from rust_agent_lsp.server.commands import tell
from rust_agent_lsp.server.convert import Json
from rust_agent_lsp.server.session import Offer, Session
from rust_agent_lsp.server.target import find_target, place_of

log = logging.getLogger(__name__)

COMMAND = "rustAgent.suppress"


async def suppress(session: Session, argument: Json) -> Json:
    """`rustAgent.suppress {"textDocument", "position", "reason"?, "code"?}`: silence the lint
    there; asks for the reason where none is given."""
    target = await find_target(session, argument, lint=True)
    if isinstance(target, str):
        return tell(session, target)
    lint, texts = target.diagnostic, Texts(target.overlay)
    way = await asyncio.to_thread(
        target.desk.wait_for_suppression, lint, target.overlay, confirm.VERDICT_SECONDS
    )
    if way is None:
        return tell(session, f"The compiler accepts nothing here that silences `{lint.code}`.")
    reason = argument.get("reason")
    if not isinstance(reason, str) or not reason.strip():
        reason = await _ask(session, way)
    if not reason:
        return {"applied": False, "reason": "no reason was given"}
    return await confirm.apply(session, Offer(way.fix(reason), texts, target.root))


def offer(
    session: Session, diagnostic: Diagnostic, own: Sequence[Json], start: Json
) -> tuple[Json | None, bool]:
    """Return the action that silences a lint, and whether it is still being checked.

    `own` are the editor's objects for the diagnostic, `start` is its position.
    """
    desk = session.desk(diagnostic.path)
    if desk is None or not diagnostic.is_lint:
        return None, False
    overlay = session.workspaces.overlay(session.workspaces.root_of(diagnostic.path))
    way, pending = desk.suppression(diagnostic, overlay)
    if way is None:
        return None, pending
    document = session.server.documents.at_path(diagnostic.path)
    uri = document.uri if document else diagnostic.path.as_uri()
    title = f"{way.title} ✓"
    action: Json = {
        "title": title,
        "kind": "quickfix",
        "diagnostics": list(own),
        "data": {
            "rule": RULE,
            "verification": Verification.PASSED.value,
            "safety": Safety.SAFE.value,
        },
    }
    arguments = [place_of(uri, start, diagnostic)]
    action["command"] = {"title": title, "command": COMMAND, "arguments": arguments}
    return action, False


async def _ask(session: Session, way: Suppression) -> str:
    """Return the user's reason; empty when there is no answer."""
    try:
        if session.editor.is_ours:
            try:
                return await _ask_our_client(session, way)
            except JsonRpcException as error:
                if error.code != JsonRpcMethodNotFound.CODE:
                    raise
        return await _ask_to_choose(session, way)
    except (JsonRpcException, TimeoutError) as error:
        log.info("no answer to the question for a reason: %s", error)
        return ""


async def _ask_our_client(session: Session, way: Suppression) -> str:
    params = {"title": way.title, "prompt": f"Why is `{way.diagnostic.code}` fine here?"}
    answer = await session.server.request("rustAgent/askReason", params, confirm.ANSWER_SECONDS)
    text = answer.get("text") if isinstance(answer, dict) else None
    return text.strip() if isinstance(text, str) else ""


async def _ask_to_choose(session: Session, way: Suppression) -> str:
    message = f"{way.title}. Why is `{way.diagnostic.code}` fine here?"
    actions = [{"title": reason} for reason in (*READY_REASONS, "Cancel")]
    params = {"type": 3, "message": message, "actions": actions}
    answer = await session.server.request(
        "window/showMessageRequest", params, confirm.ANSWER_SECONDS
    )
    chosen = answer.get("title") if isinstance(answer, dict) else None
    return chosen if chosen in READY_REASONS else ""
