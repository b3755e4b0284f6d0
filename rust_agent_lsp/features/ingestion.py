"""The ingestion of the documentation as the server sees it: a process beside it, with progress."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.stores.child import command_of, started

_log = logging.getLogger(__name__)
_GRACE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Ingestion:
    """How far it is: `percent` until `concepts` (a file) and `index` (a folder) are there, or
    `failed` says why they will not be."""

    percent: int = 0
    concepts: Path | None = None
    index: Path | None = None
    failed: str = ""


class Ingester:
    """Runs one ingestion when told to. Safe for any thread."""

    def __init__(
        self,
        cache: Path,
        knowledge: Path,
        model: Path | None,
        on_state: Callable[[Ingestion], None],
    ) -> None:
        """`on_state` is called with each step, from a thread of its own."""
        self._command = command_of("rust_agent_lsp.ingest.run")
        self._command += ["--cache", str(cache), "--knowledge", str(knowledge)]
        self._command += ["--parent", str(os.getpid())]
        self._command += ["--model", str(model)] if model else []
        self._on_state = on_state
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._closed = False

    def start(self, docs_root: Path) -> None:
        """Ingest the documentation below `docs_root`, unless one is under way or this is closed."""
        with self._lock:
            if self._closed or self._process is not None:
                return
            try:
                command = [*self._command, "--docs", str(docs_root)]
                self._process = started(command, subprocess.DEVNULL)
            except OSError as error:
                self._on_state(Ingestion(failed=str(error)))
                return
            process = self._process
        threading.Thread(target=self._follow, args=(process,), name="ingest", daemon=True).start()

    def close(self) -> None:
        """End it; what is finished is kept for the next time."""
        with self._lock:
            self._closed = True
            process = self._process
        if process is not None and process.poll() is None:
            try:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(_GRACE_SECONDS)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                return

    def _follow(self, process: subprocess.Popen[str]) -> None:
        ended = False
        for line in process.stdout or ():
            try:
                message = json.loads(line)
            except ValueError:
                _log.warning("the ingestion said something else than JSON: %.200s", line)
                continue
            if "index" in message:
                self._on_state(Ingestion(100, Path(message["concepts"]), Path(message["index"])))
                ended = True
            elif "failed" in message:
                self._on_state(Ingestion(failed=str(message["failed"])))
                ended = True
            else:
                self._on_state(Ingestion(int(message["percent"])))
        code = process.wait()
        with self._lock:
            self._process = None
            closed = self._closed
        if not ended and not closed:
            self._on_state(Ingestion(failed=f"it ended with exit status {code}"))
