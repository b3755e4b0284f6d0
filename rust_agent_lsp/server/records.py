"""Writes down what was done and met; a failure is logged, as no request depends on it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from rust_agent_lsp.model.answer import Answers
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.fix import Fix
from rust_agent_lsp.server.session import Session
from rust_agent_lsp.stores import actions
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


async def _write(session: Session, work: Callable[[Database], None]) -> None:
    database = await session.database()
    if database is None or database.read_only:  # of which the user knows
        return
    try:
        await session.on_disk(work, database)
    except StoreError as error:
        log.warning("an action was not written down: %s", error)
