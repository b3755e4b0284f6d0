"""Says in the status item that the weekly review is due, where the user has asked for that."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from rust_agent_lsp.features.rounds import reminder
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.database import Database

if TYPE_CHECKING:
    from rust_agent_lsp.server.session import Session

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
"""How often it is looked: a review on the command line ends the reminder within that time."""


async def remind(session: Session, database: Database) -> None:
    """Keep `session.reminder` up to date until the session ends; the status tells of changes."""
    while True:
        text = ""
        if session.settings.review_remind:
            try:
                text = await session.on_disk(reminder, database)
            except StoreError as error:
                log.warning("it is not known whether a review is due: %s", error)
        if text != session.reminder:
            session.reminder = text
            session.tell_status()
        await asyncio.sleep(LOOK_SECONDS)
