"""A pattern inserted at the cursor: found by a description, compiled, and confirmed like a fix."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from rust_agent_lsp.features import insert as feature
from rust_agent_lsp.features.draft import Draft, Place
from rust_agent_lsp.features.insert import Candidate, Suggestions
from rust_agent_lsp.features.insert_check import Check, PlaceCheck, check_alone, wanting
from rust_agent_lsp.fixes.workshop import Texts
from rust_agent_lsp.matching.wish import read_wish
from rust_agent_lsp.model.fix import Verdict, Verification
from rust_agent_lsp.server import confirm
from rust_agent_lsp.server.commands import tell
from rust_agent_lsp.server.convert import Json, to_offset
from rust_agent_lsp.server.documents import to_utf8, uri_to_path
from rust_agent_lsp.server.session import Offer, Session
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.rustfmt import as_it_is, formatter
from rust_agent_lsp.toolchain.workspace import dependency_names

log = logging.getLogger(__name__)

COMMAND = "rustAgent.insertPattern"
LONGEST = 2_000
"""In characters."""
TITLES = 3
CANCEL = "Cancel"
NOTHING = "No pattern fits that description."


@dataclass(frozen=True, slots=True)
class _Where:
    """The open file, if one was named, and how code in it is judged."""

    place: Place | None
    check: Check
    available: frozenset[str] | None = None


async def insert_pattern(session: Session, argument: Json) -> Json:
    """`rustAgent.insertPattern {"description", "textDocument"?, "position"?, "dryRun"?, "id"?}`:
    what could be inserted, or the one that the user chooses (or `id` names), after a yes."""
    description = argument.get("description")
    if not isinstance(description, str):
        raise JsonRpcInvalidParams(f"{COMMAND} needs `description`, a text")
    description = to_utf8(description.strip()[:LONGEST]).decode()
    where = await _where(session, argument)
    found = await _found(session, description, where)
    if argument.get("dryRun"):
        return found.as_json()
    if where.place is None:
        return tell(session, "Open a Rust file, and put the cursor where the code is to go.")
    if not found.candidates:
        return tell(session, NOTHING)
    chosen = await _chosen(session, found, argument.get("id"))
    if chosen is None:
        return {"applied": False, "reason": "declined"}
    judged = await asyncio.to_thread(feature.settled, chosen, description, where.check, where.place)
    return await _insert(session, feature.offered(judged), description, where.place)


async def _found(session: Session, description: str, where: _Where) -> Suggestions:
    hits = await session.teacher.search(read_wish(description).without_names())
    if hits is None:
        reason = session.similar.state.reason or "it is not ready yet, or switched off"
        session.editor.say_once("insert", f"Patterns are found by the index: {reason}.")
        return Suggestions((), confident=False)
    patterns = session.teacher.library.patterns
    found = await asyncio.to_thread(
        feature.suggest,
        description,
        patterns,
        lambda _: hits,
        where.check,
        where.place,
        where.available,
    )
    return found or Suggestions((), confident=False)


async def _where(session: Session, argument: Json) -> _Where:
    document = argument.get("textDocument")
    uri = document.get("uri") if isinstance(document, dict) else None
    path = uri_to_path(uri) if isinstance(uri, str) else None
    lines = session.workspaces.lines_of(path) if path is not None else None
    if path is None or lines is None or path.suffix != ".rs":
        return _Where(None, check_alone)
    offset = to_offset(lines, argument.get("position"), session.server.encoding)
    file = await asyncio.to_thread(SourceFile.parse, path, lines.text)
    trusted = session.desk(path) is not None
    place = Place(file, offset, formatter(path) if trusted else as_it_is)
    available = await asyncio.to_thread(dependency_names, path)
    check = await _check_in(session, place, available)
    return _Where(place, check, available)


async def _check_in(session: Session, place: Place, available: frozenset[str] | None) -> Check:
    """Return how code in a file is judged: by the desk of its workspace, where it may."""
    path = place.file.path
    desk = session.desk(path)
    if desk is None:
        reason = session.workspaces.refusal(path, session.settings)
        return lambda draft: _unjudged(draft, reason)
    overlay = session.workspaces.overlay(session.workspaces.root_of(path))
    desk.look(overlay)
    seconds = confirm.VERDICT_SECONDS
    before = await asyncio.to_thread(desk.wait_for_check, overlay, seconds)
    if before is None:
        return lambda draft: _unjudged(draft, "The text has changed meanwhile.")
    return PlaceCheck(place, before, lambda texts: desk.check(overlay, texts, seconds), available)


def _unjudged(_draft: Draft, reason: str) -> Verdict:
    return Verdict(Verification.UNAVAILABLE, reason=reason)


async def _chosen(session: Session, found: Suggestions, wanted: object) -> Candidate | None:
    """Return the candidate that is named or that the user takes; a closed question is a No."""
    if isinstance(wanted, str):
        return next((c for c in found.candidates if c.pattern.id == wanted), None)
    by_title = {c.pattern.title: c for c in found.candidates[:TITLES]}
    if len(by_title) == 1:
        return found.candidates[0]
    ask = "Insert which one?" if found.confident else "Did you mean one of these?"
    actions = [{"title": title} for title in (*by_title, CANCEL)]
    params = {"type": 3, "message": ask, "actions": actions}
    try:
        answer = await session.server.request(
            "window/showMessageRequest", params, confirm.ANSWER_SECONDS
        )
    except (JsonRpcException, TimeoutError) as error:
        log.info("no answer to which pattern is meant: %s", error)
        return None
    return by_title.get(str(answer.get("title"))) if isinstance(answer, dict) else None


async def _insert(session: Session, chosen: Candidate, description: str, place: Place) -> Json:
    path = place.file.path
    insertion = chosen.draft.insertion
    if insertion is None:
        return tell(session, feature.as_project(chosen, description))
    root = session.workspaces.root_of(path)
    texts = Texts({path: place.file.text}, {path: place.file})
    fix = feature.as_fix(chosen, description, place)
    snippets = {}
    if chosen.draft.snippet and _takes_snippets(session):
        snippets = {insertion.body.text: chosen.draft.snippet}
    answer = await confirm.apply(session, Offer(fix, texts, root, snippets))
    if answer["applied"] and chosen.missing:
        tell(session, wanting(chosen.missing))
    return {**answer, "id": chosen.pattern.id}


def _takes_snippets(session: Session) -> bool:
    workspace = session.editor.capabilities.get("workspace") or {}
    return (workspace.get("workspaceEdit") or {}).get("snippetEditSupport") is True
