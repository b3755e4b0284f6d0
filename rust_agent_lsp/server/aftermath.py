"""Watches what becomes of an applied fix in the minutes after it: kept, or changed by hand."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rust_agent_lsp.features.aftermath import is_edited
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.text import Span, placed
from rust_agent_lsp.server.session import Offer, Session
from rust_agent_lsp.stores import journal

log = logging.getLogger(__name__)

WATCHED_SECONDS = 600.0
"""For how long a change of what a fix put there still speaks of the fix."""


@dataclass(frozen=True, slots=True)
class _Watched:
    root: Path
    texts: Mapping[Path, bytes]
    places: Mapping[Path, Sequence[Span]]
    until: float


@dataclass(slots=True)
class Aftermath:
    """The fixes under watch, by their number in the journal; used on the event loop only."""

    session: Session
    _watched: dict[int, _Watched] = field(default_factory=dict)

    def applied(self, offer: Offer, number: int) -> None:
        """Begin to watch a fix that was just applied."""
        texts = {path: after for path, (_, after) in self.session.applied_texts[number].items()}
        places = {
            file.path: [place for _, place in placed(file.edits) if place.start < place.end]
            for file in offer.fix.candidate.edits
        }
        until = asyncio.get_running_loop().time() + WATCHED_SECONDS
        self._watched[number] = _Watched(offer.root, texts, places, until)

    def saved(self, path: Path) -> None:
        """Look at the fixes in a file that was just saved."""
        now = asyncio.get_running_loop().time()
        self._watched = {
            number: fix
            for number, fix in self._watched.items()
            if fix.until > now and number in self.session.applied_texts
        }
        document = self.session.server.documents.at_path(path)
        for number, fix in tuple(self._watched.items()):
            if document is not None and path in fix.places:
                self.session.in_background(self._look(number, fix, path, document.text))

    async def _look(self, number: int, fix: _Watched, path: Path, text: bytes) -> None:
        if not await asyncio.to_thread(is_edited, fix.texts[path], fix.places[path], text):
            return
        self._watched.pop(number, None)
        database = await self.session.database()
        if database is None or database.read_only:
            return
        try:
            await self.session.on_disk(journal.mark_edited, database, number)
            await self.session.on_disk(self.session.workspaces.weights(fix.root).reload)
        except StoreError as error:
            log.warning("that a fix was changed by hand was not written down: %s", error)
