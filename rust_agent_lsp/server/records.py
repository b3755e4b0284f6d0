"""Writes down what was done and met; a failure is logged, as no request depends on it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from rust_agent_lsp.model.answer import Answers
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.events import TargetKind
from rust_agent_lsp.model.fix import Fix
from rust_agent_lsp.server.session import Session, Shown
from rust_agent_lsp.stores import accepted, actions
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.questions import note_unanswered

log = logging.getLogger(__name__)


async def refused(session: Session, fix: Fix) -> None:
    """Note that the user said no to a fix."""
    action = actions.refusal(fix.candidate.rule, fix.diagnostic.code)
    await _write(session, lambda database: actions.note(database, action))


async def answered(session: Session, question: str, found: Answers, milliseconds: float) -> None:
    """Note how a question was answered, and one that was not."""
    action = actions.answer(found, milliseconds)
    await _write(session, lambda database: actions.note(database, action))
    if not found.answers:
        await _write(session, lambda database: note_unanswered(database, question))


async def judged(session: Session, shown: Shown, *, helpful: bool) -> None:
    """Note which answer to a question was helpful, and take it back where it was not after all.

    An answer that was named by its id is one to the last question.
    """
    asked = (s.question for s in reversed(session.shown) if s.question)
    question = shown.question or next(asked, "")
    if shown.kind is TargetKind.ANSWER and question:
        work = accepted.accept if helpful else accepted.withdraw
        await _write(session, lambda database: work(database, question, shown.target_id))


async def _write(session: Session, work: Callable[[Database], None]) -> None:
    database = await session.database()
    if database is None or database.read_only:  # of which the user knows
        return
    try:
        await session.on_disk(work, database)
    except StoreError as error:
        log.warning("an action was not written down: %s", error)
