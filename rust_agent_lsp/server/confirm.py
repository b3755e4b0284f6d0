"""From a chosen fix to the user's yes, the edit, the proof that it was made, and the journal.

No edit is sent without a yes, none for another text than the one that was checked, and none
outside the workspace.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pygls.exceptions import JsonRpcException

from rust_agent_lsp.features import fix as feature
from rust_agent_lsp.features import journal as journal_feature
from rust_agent_lsp.model.errors import EditConflict, StoreError
from rust_agent_lsp.model.events import TargetKind
from rust_agent_lsp.model.fix import Verification
from rust_agent_lsp.model.text import FileEdit
from rust_agent_lsp.server import records
from rust_agent_lsp.server.convert import Json, with_snippets
from rust_agent_lsp.server.session import Offer, Session, Shown
from rust_agent_lsp.stores import journal

log = logging.getLogger(__name__)

VERDICT_SECONDS = 600.0
ANSWER_SECONDS = 600.0
EDIT_SECONDS = 10.0
DIFF = "fix.diff"
UNDO = "Use your editor's undo if you do not want it."

Texts = Mapping[Path, tuple[bytes, bytes]]


class Outcome(StrEnum):
    """What came of an edit, in words for the user."""

    MADE = "the edit was made"
    REFUSED = "the editor refused the edit"
    UNCHANGED = "declined in the editor"
    DIFFERENT = "The text is not what the edit should have made of it"
    LIED = "The editor says that it refused the edit, yet the text has changed"
    UNANSWERED = "The editor has not said whether it made the edit"


UNTOUCHED = (Outcome.REFUSED, Outcome.UNCHANGED)


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
        if trouble := stale(session, offer.root, texts):
            return _say(session, trouble)
        if not await _confirmed(session, offer):
            await records.refused(session, offer.fix)
            return {"applied": False, "reason": "declined"}
        return await to_the_end(_carry_out(session, offer, texts))


async def _carry_out(session: Session, offer: Offer, texts: Texts) -> Json:
    """Do what the user said yes to."""
    if trouble := stale(session, offer.root, texts):
        return _say(session, trouble)
    candidate = offer.fix.candidate
    outcome = await edit(session, candidate.title, candidate.edits, texts, offer.snippets)
    if outcome == Outcome.MADE:
        await _write_down(session, offer, texts)
        return {"applied": True}
    if outcome in UNTOUCHED:
        await records.refused(session, offer.fix)
        return {"applied": False, "reason": outcome.value}
    return _say(session, f"{outcome.value}; it was not written down. {UNDO}")


async def to_the_end(work: Coroutine[Any, Any, Json]) -> Json:
    """Finish what was begun even where the request is cancelled: an edit must be written down."""
    task = asyncio.ensure_future(work)
    withdrawn: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:  # may come more than once
            withdrawn = error
    if withdrawn is not None:
        raise withdrawn
    return task.result()


async def edit(
    session: Session,
    label: str,
    files: Sequence[FileEdit],
    texts: Texts,
    snippets: Mapping[str, str] = MappingProxyType({}),
) -> Outcome:
    """Have the editor make the edits, and see from its texts what came of it.

    Edits whose text `snippets` has are made as snippets, which read the same at first.
    Editors answer `applied: true` after a No as well, so only the text itself is believed.
    """
    seen: set[Path] = set()

    # At every change: a keystroke may follow the edit before anybody else has looked.
    def look() -> bool:
        seen.update(path for path in texts if _current(session, path) == texts[path][1])
        return len(seen) == len(texts)

    changes = with_snippets(session.workspaces.document_edits(files), snippets)
    session.watchers.append(look)
    try:
        applied = await _told_to(session, label, changes)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + (EDIT_SECONDS if applied else 0)
        while not look() and loop.time() < deadline:
            await session.text_changed(deadline - loop.time())
    finally:
        session.watchers.remove(look)
    changed = any(_current(session, path) != before for path, (before, _) in texts.items())
    if applied is None:
        return Outcome.UNANSWERED
    if not applied:
        return Outcome.LIED if changed else Outcome.REFUSED
    if look():
        session.learner.made(texts)
        return Outcome.MADE
    return Outcome.DIFFERENT if changed else Outcome.UNCHANGED


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


def stale(session: Session, root: Path, texts: Texts) -> str:
    """Return why these edits may not be made now, for the user; empty when they may."""
    for path, (before, _) in texts.items():
        if not _inside(path, root):
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


async def _told_to(session: Session, label: str, changes: list[Json]) -> bool | None:
    """Send the changes to the editor; return its word, which is yet to be proved, or None where it
    gives none in time."""
    params: dict[str, Any] = {"label": label, "edit": {"documentChanges": changes}}
    try:
        answer = await session.server.request("workspace/applyEdit", params, ANSWER_SECONDS)
    except TimeoutError:
        return None
    except JsonRpcException as error:
        log.warning("the edit was not applied: %s", error)
        return False
    return isinstance(answer, dict) and answer.get("applied") is True


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
    if database is None or database.read_only:  # of which the user knows
        return
    try:
        key = await session.on_disk(session.places.redaction_key)
        record = await session.on_disk(journal_feature.applied, fix, root, dict(texts), key)
        number = await session.on_disk(journal.add, database, record)
        session.applied_texts[number] = dict(texts)
        await session.learner.note(fix.candidate.rule, "accepted")
        await session.on_disk(session.workspaces.weights(root).reload)
        for told in session.after_applied:
            told(offer, number)
    except (StoreError, OSError) as error:
        session.editor.say_once(
            "journal", f"The fix was applied but could not be written down: {error}"
        )


def _say(session: Session, message: str) -> Json:
    session.server.protocol.notify("window/showMessage", {"type": 2, "message": message})
    return {"applied": False, "reason": message}
