"""Shows in the editor how far the index of explanations is built."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from pygls.exceptions import JsonRpcException

from rust_agent_lsp.server.protocol import AgentServer
from rust_agent_lsp.stores.index_client import IndexState, IndexStatus

log = logging.getLogger(__name__)

TOKEN = "rustAgent/index"  # noqa: S105 - LSP's name for the handle of a progress report


class IndexProgress:
    """One work-done progress, from the first word of indexing to its end."""

    def __init__(self, server: AgentServer) -> None:
        self._server = server
        self._begun: asyncio.Task[bool] | None = None

    def show(self, state: IndexState) -> None:
        """Begin, go on with or end the report, as the state of the index has it."""
        if state.status is IndexStatus.INDEXING:
            if self._begun is None:
                self._begun = asyncio.create_task(self._begin())
            self._report({"kind": "report", "percentage": state.percent})
        elif self._begun is not None:
            begun, self._begun = self._begun, None
            begun.add_done_callback(lambda task: self._send({"kind": "end"}, task))

    async def _begin(self) -> bool:
        """Say that indexing has begun; False where the editor shows no progress."""
        window = self._server.protocol.client_capabilities.window
        if window is None or not window.work_done_progress:
            return False
        try:
            await self._server.request("window/workDoneProgress/create", {"token": TOKEN}, 30)
        except (JsonRpcException, TimeoutError) as error:
            log.info("the editor shows no progress: %s", error)
            return False
        value = {"kind": "begin", "title": "Indexing explanations", "percentage": 0}
        self._server.protocol.notify("$/progress", {"token": TOKEN, "value": value})
        return True

    def _report(self, value: dict[str, Any]) -> None:
        if self._begun is not None and self._begun.done():
            self._send(value, self._begun)

    def _send(self, value: dict[str, Any], begun: asyncio.Task[bool]) -> None:
        if not begun.cancelled() and begun.result():
            self._server.protocol.notify("$/progress", {"token": TOKEN, "value": value})
