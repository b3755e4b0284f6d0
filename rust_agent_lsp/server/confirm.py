"""From a chosen fix to the user's yes, the edit, the proof that it was made, and the journal.

No edit is sent without a yes, none for another text than the one that was checked, and none
outside the workspace.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pygls.exceptions import JsonRpcException

from rust_agent_lsp.features import fix as feature
from rust_agent_lsp.features import journal as journal_feature
from rust_agent_lsp.model.errors import EditConflict, StoreError
from rust_agent_lsp.model.events import TargetKind
from rust_agent_lsp.model.fix import Verification
from rust_agent_lsp.server.convert import Json
from rust_agent_lsp.server.session import Offer, Session, Shown
from rust_agent_lsp.stores import journal

log = logging.getLogger(__name__)

VERDICT_SECONDS = 600.0
ANSWER_SECONDS = 600.0
EDIT_SECONDS = 10.0
DIFF = "fix.diff"

Texts = Mapping[Path, tuple[bytes, bytes]]


async def apply(session: Session, offer: Offer) -> Json:
    """Ask, apply, prove and write down one fix; return `{"applied": bool, "reason"?}`."""
    async with session.applying:
        offer = await _with_verdict(session, offer)
        if offer.fix.verdict.verification == Verification.REFUSED:
            return _say(session, f"Not offered any more: {offer.fix.verdict.reason}.")
        try:
            texts = feature.predicted(offer.fix, offer.texts)
        except EditConflict as error:
            return _say(session, f"The fix does not fit the text: {error}.")
        trouble = _trouble(session, offer, texts)
        if trouble:
            return _say(session, trouble)
        if not await _confirmed(session, offer):
            return {"applied": False, "reason": "declined"}
        trouble = _trouble(session, offer, texts)
        if trouble:
            return _say(session, trouble)
        if not await edited(
            session,
            offer.fix.candidate.title,
            session.workspaces.document_edits(offer.fix.candidate.edits),
        ):
            return {"applied": False, "reason": "the editor refused the edit"}
        outcome = await arrived(session, texts)
        if outcome != "made":
            return _not_made(session, outcome)
        await _write_down(session, offer, texts)
        return {"applied": True}


async def arrived(session: Session, texts: Texts) -> str:
    """Wait until the editor's texts show the edit; return `made`, `unchanged` or `different`.

    Editors answer `applied: true` after a No as well, so only the text itself is believed.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + EDIT_SECONDS
    while True:
        now = {path: _current(session, path) for path in texts}
        if all(now[path] == after for path, (_, after) in texts.items()):
            return "made"
        changed = any(now[path] != before for path, (before, _) in texts.items())
        if loop.time() >= deadline:
            return "different" if changed else "unchanged"
        await session.text_changed(deadline - loop.time())


async def _with_verdict(session: Session, offer: Offer) -> Offer:
    """Wait for the verdict of a fix that is still being checked."""
    fix = offer.fix
    if fix.verdict.verification != Verification.PENDING:
        return offer
    desk = session.desk(fix.diagnostic.path)
    if desk is None:
        return offer
    answer = await asyncio.to_thread(
        desk.wait, fix.diagnostic, offer.texts.overlay, VERDICT_SECONDS
    )
    for found in answer.finding.fixes if answer.finding else ():
        if found.id == fix.id:
            return Offer(found, offer.texts, offer.root)
    verdict = replace(
        fix.verdict, verification=Verification.REFUSED, reason="the compiler does not accept it"
    )
    return Offer(fix.with_verdict(verdict), offer.texts, offer.root)


def _trouble(session: Session, offer: Offer, texts: Texts) -> str:
    """Return why the fix may not be applied now, for the user; empty when it may."""
    for path, (before, _) in texts.items():
        if not _inside(path, offer.root):
            return f"{path} lies outside of the workspace; nothing was changed."
        if _current(session, path) != before:
            return "The text has changed since the fix was checked; ask for fixes again."
    return ""


def _inside(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())


def _current(session: Session, path: Path) -> bytes:
    lines = session.workspaces.lines_of(path)
    return lines.text if lines is not None else b""


async def _confirmed(session: Session, offer: Offer) -> bool:
    """Ask the user; an error, a time-out or a closed question is a No."""
    try:
        if session.editor.is_ours:
            return await _ask_our_client(session, offer)
        return await _ask(session, offer)
    except (JsonRpcException, TimeoutError) as error:
        log.info("no answer to the question before a fix: %s", error)
        return False
    finally:
        await session.editor.forget_document(DIFF)


async def _ask_our_client(session: Session, offer: Offer) -> bool:
    fix = offer.fix
    params = {
        "title": fix.candidate.title,
        "verification": fix.verdict.verification.value,
        "safety": fix.candidate.safety.value,
        "edits": session.workspaces.document_edits(fix.candidate.edits),
    }
    if fix.candidate.cost:
        params["cost"] = fix.candidate.cost
    answer = await session.server.request("rustAgent/confirmFix", params, ANSWER_SECONDS)
    return isinstance(answer, dict) and answer.get("choice") == "apply"


async def _ask(session: Session, offer: Offer) -> bool:
    message = feature.question(offer.fix)
    choices = ["Apply", "Show diff", "Cancel"]
    while True:
        params = {"type": 3, "message": message, "actions": [{"title": c} for c in choices]}
        answer = await session.server.request("window/showMessageRequest", params, ANSWER_SECONDS)
        choice = answer.get("title") if isinstance(answer, dict) else None
        if choice != "Show diff" or choice not in choices:
            return choice == "Apply"
        diff = feature.diff(offer.fix, offer.texts, offer.root)
        if not await session.editor.show_document(DIFF, diff):
            message = f"{message}\n\n{diff}"
        choices = ["Apply", "Cancel"]


async def edited(session: Session, label: str, changes: list[Json]) -> bool:
    """Have the editor make the changes; return its word, which `arrived` has yet to prove."""
    params: dict[str, Any] = {"label": label, "edit": {"documentChanges": changes}}
    try:
        answer = await session.server.request("workspace/applyEdit", params, ANSWER_SECONDS)
    except (JsonRpcException, TimeoutError) as error:
        log.warning("the edit was not applied: %s", error)
        return False
    return isinstance(answer, dict) and answer.get("applied") is True


def _not_made(session: Session, outcome: str) -> Json:
    if outcome == "unchanged":
        return {"applied": False, "reason": "declined in the editor"}
    return _say(
        session,
        "The text is not what the fix should have made of it; it was not written down. Use your"
        " editor's undo if you do not want it.",
    )


async def _write_down(session: Session, offer: Offer, texts: Texts) -> None:
    """Put an applied fix into the journal."""
    fix, root = offer.fix, offer.root
    session.note_shown(
        Shown(
            TargetKind.FIX,
            fix.id,
            fix.candidate.rule,
            fix.diagnostic.code,
            root,
            fix.diagnostic.location,
        )
    )
    database = await session.database()
    if database is None:
        return
    try:
        key = await session.on_disk(session.places.redaction_key)
        record = await session.on_disk(journal_feature.applied, fix, root, dict(texts), key)
        number = await session.on_disk(journal.add, database, record)
        session.applied_texts[number] = dict(texts)
        await session.on_disk(session.workspaces.weights(root).reload)
    except (StoreError, OSError) as error:
        session.editor.say_once(
            "journal", f"The fix was applied but could not be written down: {error}"
        )


def _say(session: Session, message: str) -> Json:
    session.server.protocol.notify("window/showMessage", {"type": 2, "message": message})
    return {"applied": False, "reason": message}
