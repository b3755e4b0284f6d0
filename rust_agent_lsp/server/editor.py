"""What the editor can do, and what it is told: messages, documents of ours, the status item."""

from __future__ import annotations

import asyncio
import logging
from functools import cached_property
from pathlib import Path

from pygls.exceptions import JsonRpcException

from rust_agent_lsp.server.convert import Json
from rust_agent_lsp.server.protocol import AgentServer

log = logging.getLogger(__name__)


class Editor:
    """The client at the other end; used on the event loop only.

    `is_ours` is true for clients that answer `rustAgent/confirmFix`. `problems` are the states that
    the user was told of and that still hold.
    """

    def __init__(self, server: AgentServer, shown: Path) -> None:
        """Documents of ours are written to the folder `shown` before the editor opens them."""
        self.server = server
        self.is_ours = False
        self.problems: dict[str, str] = {}
        self._shown = shown

    @cached_property
    def capabilities(self) -> Json:
        """What the client can do, as plain JSON; the first use takes longer than a hover."""
        protocol = self.server.protocol
        announced = protocol.plain(protocol.client_capabilities)
        return announced if isinstance(announced, dict) else {}

    def say_once(self, key: str, message: str) -> None:
        """Show a state to the user, once for each `key` and wording; the status keeps it."""
        if self.problems.get(key) != message:
            self.problems[key] = message
            log.warning("%s: %s", key, message)
            self.server.protocol.notify("window/showMessage", {"type": 2, "message": message})

    def solved(self, key: str) -> None:
        """Forget a state that no longer holds."""
        self.problems.pop(key, None)

    async def show_document(self, name: str, text: str) -> bool:
        """Open `text` in the editor as a file of ours; False where the editor cannot."""
        window = self.capabilities.get("window", {})
        if not window.get("showDocument", {}).get("support"):
            return False
        path = self._shown / name
        try:
            await asyncio.to_thread(_write_private, path, text)
        except OSError as error:
            log.warning("%s could not be shown: %s", name, error)
            return False
        return await self.show_file(path)

    async def show_file(self, path: Path) -> bool:
        """Open a file of ours in the editor; False where the editor cannot."""
        if not self.capabilities.get("window", {}).get("showDocument", {}).get("support"):
            return False
        try:
            params = {"uri": path.as_uri(), "takeFocus": True}
            answer = await self.server.request("window/showDocument", params, 30)
        except (JsonRpcException, TimeoutError) as error:
            log.warning("%s could not be shown: %s", path, error)
            return False
        return isinstance(answer, dict) and answer.get("success") is True

    async def show_page(self, name: str, markdown: str) -> None:
        """Show a Markdown page that no command brought back: clients of ours show it themselves."""
        if self.is_ours:
            page = {"name": name, "markdown": markdown}
            self.server.protocol.notify("rustAgent/showPage", page)
        else:
            await self.show_document(name, markdown)

    async def forget_document(self, name: str) -> None:
        """Delete a document of ours that held the user's code; the editor keeps what it shows."""
        await asyncio.to_thread((self._shown / name).unlink, missing_ok=True)


def _write_private(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="replace")
