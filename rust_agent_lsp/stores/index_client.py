"""The server's side of the index: asks a process of its own, and never waits for it."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from rust_agent_lsp.stores.child import command_of, started

_log = logging.getLogger(__name__)

_TRIES = 5
_FIRST_BACKOFF_SECONDS = 0.5
_GRACE_SECONDS = 0.5
_HEALTHY_SECONDS = 60.0


class IndexStatus(StrEnum):
    """What the worker is about."""

    STOPPED = "stopped"
    STARTING = "starting"
    INDEXING = "indexing"
    READY = "ready"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class IndexState:
    """The worker's status; `percent` counts while indexing, `reason` says why it is dead."""

    status: IndexStatus
    percent: int = 0
    reason: str = ""


LIKELY, ELSEWHERE = 5, 8


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that the index found.

    `role` is the text of the entry that was met (`exemplar`, `title`, …), `via` is `text` or
    `vector`, whichever said more for it. `score` is between 0 and 1, higher is better. `features`
    are those of `ranking.Evidence`, for who compares hits of different kinds: `LIKELY` and
    `ELSEWHERE` are the places of two of them.
    """

    kind: str
    entry: str
    role: str
    score: float
    via: str
    features: tuple[float, ...] = ()


class IndexClient:
    """Starts the index worker when told to, keeps it alive, and asks it. Safe for any thread.

    `on_state` is called with every change of state, from a thread of the client's own.
    """

    def __init__(
        self,
        cache_dir: Path,
        knowledge_dir: Path,
        on_state: Callable[[IndexState], None] = lambda _: None,
        model_dir: Path | None = None,
    ) -> None:
        self._command = command_of("rust_agent_lsp.stores.index_worker")
        self._command += ["--cache", str(cache_dir), "--knowledge", str(knowledge_dir)]
        self._command += ["--model", str(model_dir)] if model_dir else []
        self._on_state = on_state
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._keeper: threading.Thread | None = None
        self._worker: subprocess.Popen[str] | None = None
        self._state = IndexState(IndexStatus.STOPPED)
        self._asked: dict[int, Future[list[Hit] | None]] = {}
        self._last_id = 0
        self._further: Path | None = None

    @property
    def state(self) -> IndexState:
        """The present state."""
        return self._state

    def start(self) -> None:
        """Start the worker in the background, unless it runs or the client is closed.

        After `dead` it tries again from the beginning.
        """
        with self._lock:
            running = self._keeper is not None and self._keeper.is_alive()
            if running or self._closing.is_set():
                return
            self._keeper = threading.Thread(target=self._keep, name="index", daemon=True)
            self._keeper.start()

    def search(
        self, text: str, kinds: Sequence[str] = (), limit: int = 10, timeout: float = 0.2
    ) -> list[Hit] | None:
        """Return the best entries for `text`, or None when the index cannot say within `timeout`.

        An empty list means that the index was asked and knows nothing; None that it was not.
        """
        future = self.search_async(text, kinds, limit)
        try:
            return future.result(timeout)
        except FutureTimeout:
            return None

    def attach(self, path: Path) -> Future[list[Hit] | None]:
        """Have a further index searched too, also by the workers that come after this one.

        The result is an empty list once it is, None when it cannot be.
        """
        with self._lock:
            self._further = path
        return self._ask({"attach": str(path)})

    def search_async(
        self, text: str, kinds: Sequence[str] = (), limit: int = 10, *, each: bool = False
    ) -> Future[list[Hit] | None]:
        """Ask without waiting; the result is None when the index is not available.

        With `each` there are up to `limit` entries of each kind.
        """
        question = {"query": text, "kinds": list(kinds), "limit": limit, "each": each}
        return self._ask(question)

    def _ask(self, question: dict[str, Any]) -> Future[list[Hit] | None]:
        future: Future[list[Hit] | None] = Future()
        future.set_running_or_notify_cancel()  # A cancelled one could not be answered any more.
        with self._lock:
            worker = self._worker
            if worker is None or worker.stdin is None or self._state.status != IndexStatus.READY:
                future.set_result(None)
                return future
            self._last_id += 1
            self._asked[self._last_id] = future
            try:
                worker.stdin.write(json.dumps({"id": self._last_id, **question}) + "\n")
                worker.stdin.flush()
            except (OSError, ValueError):
                _log.debug("the index worker is gone; its keeper will say so")
        return future

    def close(self) -> None:
        """End the worker within a second, and answer everything still asked with None."""
        self._closing.set()
        with self._lock:
            worker, keeper = self._worker, self._keeper
        if worker is not None:
            _end(worker)
        if keeper is not None and keeper is not threading.current_thread():
            keeper.join(_GRACE_SECONDS)

    def _keep(self) -> None:
        """Run one worker after another until closed, or until it makes no sense any more."""
        failures, distrust = 0, False
        while not self._closing.is_set():
            began = time.monotonic()
            served, reason, hopeless = self._run_one(distrust)
            if self._closing.is_set():
                break
            failures = 1 if time.monotonic() - began > _HEALTHY_SECONDS else failures + 1
            # A worker that dies before it can serve may have died of the index itself.
            distrust = not served
            self._say(IndexState(IndexStatus.DEAD, reason=reason))
            if hopeless or failures >= _TRIES:
                return
            self._closing.wait(_FIRST_BACKOFF_SECONDS * 2 ** (failures - 1))
        self._say(IndexState(IndexStatus.STOPPED))

    def _run_one(self, distrust: bool) -> tuple[bool, str, bool]:
        """Run one worker to its end: did it ever serve, why did it end, and is it hopeless?"""
        self._say(IndexState(IndexStatus.STARTING))
        try:
            worker = self._spawn(distrust)
        except OSError as error:
            return False, f"the index worker could not be started: {error}", True
        served, failure = False, ""
        for line in worker.stdout or ():
            message = _parsed(line)
            match message.get("event"):
                case "progress":
                    percent = 100 * message["done"] // max(1, message["total"])
                    self._say(IndexState(IndexStatus.INDEXING, percent))
                case "ready":
                    served = True
                    self._say(IndexState(IndexStatus.READY))
                    if self._further is not None:
                        self.attach(self._further)
                case "failed":
                    failure = str(message["reason"])
                case None if "id" in message:
                    self._answer(message)
        code = worker.wait()
        with self._lock:
            self._worker = None
            asked, self._asked = self._asked, {}
        for future in asked.values():
            future.set_result(None)
        return served, failure or f"the index worker ended with {_told(code)}", bool(failure)

    def _spawn(self, distrust: bool) -> subprocess.Popen[str]:
        with self._lock:
            more = ["--distrust"] if distrust else []
            self._worker = started([*self._command, *more])
            worker = self._worker
        if self._closing.is_set():  # `close` may have looked before there was a worker.
            _end(worker)
        return worker

    def _answer(self, message: dict[str, Any]) -> None:
        with self._lock:
            future = self._asked.pop(message["id"], None)
        if future is not None:
            hits = message.get("hits")
            future.set_result(None if hits is None else [Hit(**hit) for hit in hits])

    def _say(self, state: IndexState) -> None:
        if state != self._state:
            self._state = state
            self._on_state(state)


def _parsed(line: str) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except ValueError:
        message = None
    if not isinstance(message, dict):
        _log.warning("the index worker said something else than JSON: %.200s", line)
        return {}
    return message


def _told(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit status {code}"


def _end(worker: subprocess.Popen[str]) -> None:
    """Let the worker end by itself for a moment, then kill its process group."""
    try:
        if worker.stdin is not None:
            worker.stdin.close()
        worker.wait(_GRACE_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        try:
            os.killpg(worker.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
