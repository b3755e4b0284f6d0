"""Shows in the editor how far something long has come: the index, the documentation."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from pygls.exceptions import JsonRpcException

from rust_agent_lsp.server.protocol import AgentServer

log = logging.getLogger(__name__)

INDEX = ("rustAgent/index", "Indexing explanations")
CRATES = ("rustAgent/crates", "Reading the crates of this workspace")
DOCUMENTATION = ("rustAgent/documentation", "Reading the installed documentation")


class Progress:
    """One work-done progress, from the first percent to its end; by its token and title."""

    def __init__(
        self, server: AgentServer, what: tuple[str, str], *, cancellable: bool = False
    ) -> None:
        self._server = server
        self._cancellable = cancellable
        self._token, self._title = what
        self._begun: asyncio.Task[bool] | None = None

    def show(self, percent: int | None) -> None:
        """Begin or go on with the report, or end it with None."""
        if percent is not None:
            if self._begun is None:
                self._begun = asyncio.create_task(self._begin())
            self._report({"kind": "report", "percentage": percent})
        elif self._begun is not None:
            begun, self._begun = self._begun, None
            begun.add_done_callback(lambda task: self._send({"kind": "end"}, task))

    async def _begin(self) -> bool:
        """Say that indexing has begun; False where the editor shows no progress."""
        window = self._server.protocol.client_capabilities.window
        if window is None or not window.work_done_progress:
            return False
        try:
            await self._server.request("window/workDoneProgress/create", {"token": self._token}, 30)
        except (JsonRpcException, TimeoutError) as error:
            log.info("the editor shows no progress: %s", error)
            return False
        value = {"kind": "begin", "title": self._title, "percentage": 0}
        value |= {"cancellable": True} if self._cancellable else {}
        self._server.protocol.notify("$/progress", {"token": self._token, "value": value})
        return True

    def _report(self, value: dict[str, Any]) -> None:
        if self._begun is not None and self._begun.done():
            self._send(value, self._begun)

    def _send(self, value: dict[str, Any], begun: asyncio.Task[bool]) -> None:
        if not begun.cancelled() and begun.result():
            self._server.protocol.notify("$/progress", {"token": self._token, "value": value})
