"""Checks a likely text ahead of its turn, in a second shadow of the same workspace.

What comes out is only an answer that is kept (`fixes.answers`): nothing is judged here.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.toolchain.direct import Direct
from rust_agent_lsp.toolchain.shadow import Shadow, open_shadow

log = logging.getLogger(__name__)

_PATIENCE = 2.0


class Ahead:
    """One thread at a time with a shadow of its own, in which only rustc is called: cargo would
    build every dependency once more there."""

    def __init__(self, root: Path, cache_dir: Path) -> None:
        self._root = root
        self._cache_dir = cache_dir
        self._shadow: Shadow | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def begin(self, direct: Direct, work: Callable[[Shadow, Direct], None]) -> None:
        """Do `work` with the second shadow and the calls of `direct` for it, in a thread, once
        the work begun before has ended."""
        if self._closed:
            return
        self._thread = threading.Thread(
            target=self._run, args=(self._thread, direct, work), name="ahead", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Give the shadow free; whatever is at work there must have been cancelled before."""
        self._closed = True
        if self._thread is not None:
            self._thread.join(_PATIENCE)
            if self._thread.is_alive():
                return  # the lock ends with the process
        if self._shadow is not None:
            self._shadow.close()
            self._shadow = None

    def _run(
        self,
        earlier: threading.Thread | None,
        direct: Direct,
        work: Callable[[Shadow, Direct], None],
    ) -> None:
        if earlier is not None:
            earlier.join()
        if self._closed:
            return
        try:
            if self._shadow is None:
                self._shadow = open_shadow(self._root, self._cache_dir)
            work(self._shadow, direct.aside(self._shadow))
        except (ToolchainError, OSError) as error:
            log.info("nothing is checked ahead in %s: %s", self._root, error)
        except Exception:  # the ordinary way finds out the same, only later
            log.exception("checking ahead in %s failed", self._root)
