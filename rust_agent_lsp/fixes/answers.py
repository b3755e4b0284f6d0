"""Keeps what the compiler said, by the texts: for texts that come again, or are on their way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future

from rust_agent_lsp.toolchain.check import CheckResult, Status

# How many answers are kept: an accepted fix that was applied or taken back, the same edit for two
# errors.
MAX_KEPT = 64
MAX_DIAGNOSTICS = 2000


class Answers:
    """The compiler's answers; for several threads."""

    def __init__(self) -> None:
        # the least lately used first
        self._said: dict[Hashable, CheckResult] = {}
        self._coming: dict[Hashable, Future[CheckResult]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, ask: Callable[[], CheckResult]) -> CheckResult:
        """Return the answer for `key`; `ask` gives it where it is neither known nor on its way.

        One that another thread has asked for in vain (it was cancelled) is asked for again.
        Nothing is kept for the key None.
        """
        if key is None:
            return ask()
        while True:
            with self._lock:
                if key in self._said:
                    self._said[key] = self._said.pop(key)
                    return self._said[key]
                coming = self._coming.get(key)
                if coming is None:
                    mine = self._coming[key] = Future()
                    break
            result = coming.result()
            if result.status is Status.OK:
                return result
        result = CheckResult(Status.FAILED)
        try:
            result = ask()
        finally:
            with self._lock:
                del self._coming[key]
                if result.status is Status.OK:
                    self._keep(key, result)
            mine.set_result(result)
        return result

    def _keep(self, key: Hashable, result: CheckResult) -> None:
        self._said[key] = result
        while len(self._said) > 1 and self._is_too_much():
            del self._said[next(iter(self._said))]

    def _is_too_much(self) -> bool:
        kept = self._said.values()
        return len(kept) > MAX_KEPT or sum(len(r.diagnostics) for r in kept) > MAX_DIAGNOSTICS
