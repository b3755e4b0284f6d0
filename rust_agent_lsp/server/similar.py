"""Entries for messages that no exact key fits: asked of the index, never waited for."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.stores.index_client import Hit, IndexClient, IndexState, IndexStatus

log = logging.getLogger(__name__)

NEAR_ENOUGH = 0.9
"""Below this the nearest entry is as a rule about another error (measured on real messages)."""
REMEMBERED = 500

Found = tuple[EntryKind, str] | None


class Similar:
    """The index worker as the server sees it; what it found once is remembered."""

    def __init__(
        self,
        cache: Path,
        knowledge: Path,
        model: Path | None,
        on_state: Callable[[IndexState], None],
    ) -> None:
        """`on_state` is called from another thread."""
        self._client = IndexClient(cache, knowledge, on_state, model)
        self._known: OrderedDict[str, Found] = OrderedDict()

    def start(self) -> None:
        """Start the worker in the background."""
        self._client.start()

    def close(self) -> None:
        """End the worker."""
        self._client.close()

    @property
    def state(self) -> IndexState:
        """What the worker is about."""
        return self._client.state

    def search(self, text: str, limit: int) -> Future[list[Hit] | None]:
        """Ask for the nearest `limit` entries of each kind; None when the worker cannot say."""
        return self._client.search_async(text, limit=limit, each=True)

    def attach(self, index: Path) -> Future[list[Hit] | None]:
        """Have the index of the documentation searched too; None when it cannot be read."""
        return self._client.attach(index)

    def find(self, message: str) -> Found:
        """Return what is known of `message`; asks the worker when nothing is, for the next time."""
        if message in self._known:
            return self._known[message]
        if self._client.state.status is IndexStatus.READY:
            kinds = (EntryKind.ERROR, EntryKind.LINT)
            future = self._client.search_async(message, kinds, limit=1)
            future.add_done_callback(lambda done: self._remember(message, done))
        return self._known.get(message)

    def _remember(self, message: str, done: Future[list[Hit] | None]) -> None:
        hits = done.result()
        if hits is None:
            return
        best = next((h for h in hits if h.score >= NEAR_ENOUGH), None)
        self._known[message] = (EntryKind(best.kind), best.entry) if best else None
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
