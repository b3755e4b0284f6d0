"""The toolchain's own text for what has no entry: fetched beside the event loop, remembered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Executor

from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.toolchain.own_text import own_text

log = logging.getLogger(__name__)

REMEMBERED = 200


class Official:
    """What the installed toolchain says of codes and lints; looks at no workspace."""

    def __init__(
        self, pool: Executor, fetched: Callable[[str, str], None] = lambda code, text: None
    ) -> None:
        """`fetched` is called with each code and its text, perhaps empty, in a thread of `pool`."""
        self._pool = pool
        self._fetched = fetched
        self._known: dict[str, str] = {}

    def want(self, codes: Iterable[str]) -> None:
        """Have the texts for `codes` fetched, so that a hover finds them."""
        for code in codes:
            if code not in self._known and len(self._known) < REMEMBERED:
                self._known[code] = ""
                self._pool.submit(self._fetch, code)

    def find(self, code: str | None) -> str:
        """Return what is known by now, perhaps nothing."""
        if code is None:
            return ""
        self.want([code])
        return self._known.get(code, "")

    async def wait(self, code: str) -> str:
        """Return the toolchain's text for `code`, empty when it has none."""
        if not self._known.get(code):
            await asyncio.get_running_loop().run_in_executor(self._pool, self._fetch, code)
        return self._known.get(code, "")

    def _fetch(self, code: str) -> None:
        try:
            self._known[code] = own_text(code) or ""
            self._fetched(code, self._known[code])
        except ToolchainError as error:
            log.info("no text for %s: %s", code, error)
