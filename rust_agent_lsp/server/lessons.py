"""The teacher's side of an error: exercises, and the lesson offered when it comes up again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from pygls.exceptions import JsonRpcException

from rust_agent_lsp.features.exercise import Exercise, Judgement, exercise_of, judge, numbered
from rust_agent_lsp.features.lesson import CASES, lesson_page
from rust_agent_lsp.learning.redact import redact_prose
from rust_agent_lsp.matching.match import Match
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity, Source
from rust_agent_lsp.model.entry import Entry
from rust_agent_lsp.model.errors import RustAgentError, StoreError
from rust_agent_lsp.model.events import Confusion
from rust_agent_lsp.server.concept_hover import way_beside
from rust_agent_lsp.server.convert import Json
from rust_agent_lsp.server.session import Session
from rust_agent_lsp.stores import lessons

log = logging.getLogger(__name__)

COMMAND = "rustAgent.exercise"
SHOW, LATER = "Show the lesson", "No"
ANSWER_SECONDS = 300.0


async def open_exercise(session: Session, entry: Entry, number: int = 1) -> Json:
    """Write an exercise of `entry` into a file of ours, unless it is there, and open it."""
    task = numbered(entry, number)
    if task is None:
        return {"uri": None, "reason": f"There is no exercise {number} for {entry.id}."}
    path = _folder(session) / task.name
    try:
        await asyncio.to_thread(_write_new, path, task.text)
    except OSError as error:
        return {"uri": None, "reason": f"{path} could not be written: {error.strerror}."}
    if not session.editor.is_ours:
        await session.editor.show_file(path)
    return {"uri": path.as_uri(), "task": task.entry.title}


def is_exercise(session: Session, path: Path) -> bool:
    """Say whether a file is an exercise of ours."""
    return path.parent == _folder(session)


async def check_exercise(session: Session, path: Path) -> None:
    """Judge the saved file of an exercise, and tell the user."""
    document = session.server.documents.at_path(path)
    text = document.text.decode() if document else ""
    task = exercise_of(text, session.knowledge)
    if task is None:
        return
    try:
        judgement = await asyncio.to_thread(judge, task, text, path)
    except RustAgentError as error:
        session.editor.say_once("exercise", f"The exercise could not be checked: {error}")
        return
    session.diagnostics.put(Source.CHECK, path, text.encode(), judgement.diagnostics)
    session.publish(path, judgement.diagnostics)
    await _tell(session, task, judgement)


def note_met(session: Session, diagnostic: Diagnostic, match: Match) -> None:
    """Count an error that was just explained; the third of its kind brings an offer."""
    key = (diagnostic.path, diagnostic.message)
    if diagnostic.severity is not Severity.ERROR or key in session.met:
        return
    session.met.add(key)
    sentences = match.filled.sentences if match.filled else (match.entry.summary,)
    root = session.workspaces.root_of(diagnostic.path)
    inside = diagnostic.path.is_relative_to(root)
    file = diagnostic.path.relative_to(root) if inside else Path(diagnostic.path.name)
    case = Confusion(match.entry.id, str(root), file.as_posix(), redact_prose(" ".join(sentences)))
    session.in_background(_meet(session, match.entry, case))


async def cases_of(session: Session, entry: Entry) -> Sequence[Confusion]:
    """Return the user's cases of an entry; none where the database cannot be read."""
    database = await session.database()
    try:
        return await session.on_disk(lessons.cases, database, entry.id, CASES) if database else []
    except StoreError as error:
        log.warning("no earlier cases: %s", error)
        return []


async def _meet(session: Session, entry: Entry, case: Confusion) -> None:
    database = await session.database()
    if database is None:
        return
    try:
        new = await session.on_disk(lessons.meet, database, case)
        met = await session.on_disk(lessons.cases, database, entry.id, CASES)
        if not new or len(met) < CASES or not session.settings.lessons_offer:
            return
        if not await session.on_disk(lessons.claim_offer, database, entry.id):
            return
    except StoreError as error:
        log.warning("a case of %s was not written down: %s", entry.id, error)
        return
    if await _wants(session, entry):
        notes = session.notes.get(entry.id, ())
        way = await way_beside(session, entry)
        page = lesson_page(entry, session.docs_root, "", met, notes, way)
        await session.editor.show_page(f"{entry.id}.md", page)


async def _wants(session: Session, entry: Entry) -> bool:
    params = {
        "type": 3,
        "message": f"{entry.name} ({entry.title}) has come up"
        f" {CASES} times. There is a lesson on it, with your own cases and an exercise.",
        "actions": [{"title": SHOW}, {"title": LATER}],
    }
    try:
        answer = await session.server.request("window/showMessageRequest", params, ANSWER_SECONDS)
    except (JsonRpcException, TimeoutError) as error:
        log.info("no answer to the offer of a lesson: %s", error)
        return False
    return isinstance(answer, dict) and answer.get("title") == SHOW


async def _tell(session: Session, task: Exercise, judgement: Judgement) -> None:
    if judgement.solved:
        database = await session.database()
        try:
            if database is not None:
                await session.on_disk(lessons.add_session, database, [task.entry.id], 1)
        except StoreError as error:
            session.editor.say_once("database", f"The exercise could not be written down: {error}")
        message = f"Solved: {task.entry.title}."
    else:
        message = f"Not yet. {judgement.reason}"
    session.server.protocol.notify("window/showMessage", {"type": 3, "message": message})


def _folder(session: Session) -> Path:
    return session.places.data / "exercises"


def _write_new(path: Path, text: str) -> None:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
