"""Keeps the fixes for one workspace up to date in a thread, for the newest texts only.

The editor's side asks `finding` and is answered at once with what is known; the thread checks the
workspace, has candidates verified, and says `on_change` whenever more is known.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rust_agent_lsp.fixes.rank import Weight
from rust_agent_lsp.fixes.workshop import Finding, Texts, Workshop, worth_fixing
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.toolchain.check import CheckResult, Status

log = logging.getLogger(__name__)

# In a storm of errors the rest is looked at when the user asks for it.
UNASKED = 40


@dataclass
class _State:
    """What is known of one state of the texts."""

    texts: Texts
    clippy: bool
    cancel: threading.Event = field(default_factory=threading.Event)
    result: CheckResult | None = None
    findings: dict[int, Finding] = field(default_factory=dict)
    asked: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a diagnostic's fixes now.

    `pending` says that more may come; `problem` says why nothing can be checked, for the user.
    """

    finding: Finding | None
    pending: bool
    problem: str = ""


class FixDesk:
    """The thread that finds fixes for one workspace."""

    def __init__(
        self,
        workshop: Workshop,
        weight: Weight,
        on_checked: Callable[[CheckResult, Mapping[Path, bytes]], None],
        on_change: Callable[[], None],
    ) -> None:
        """Both callbacks are called in the desk's own thread."""
        self._workshop = workshop
        self._weight = weight
        self._on_checked = on_checked
        self._on_change = on_change
        self._news = threading.Condition()
        self._state: _State | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="fix-desk", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop the thread and whatever cargo it runs."""
        with self._news:
            self._closed = True
            if self._state is not None:
                self._state.cancel.set()
            self._news.notify_all()
        self._thread.join(timeout=2.0)
        self._workshop.close()

    def look(
        self,
        overlay: Mapping[Path, bytes],
        asked: Sequence[Diagnostic] = (),
        *,
        clippy: bool = False,
        afresh: bool = False,
    ) -> None:
        """Make `overlay` the state to work on; `asked` are the diagnostics to begin with.

        The same texts again keep what is known, unless `afresh` says that the disk has changed.
        """
        with self._news:
            state = self._state
            same = state is not None and state.texts.overlay == overlay
            if state is None or not same or afresh or (clippy and not state.clippy):
                if state is not None:
                    state.cancel.set()
                clippy = clippy or (state is not None and state.clippy)
                state = self._state = _State(Texts(dict(overlay)), clippy)
            new = [d for d in asked if not any(is_twin(d, a) for a in state.asked)]
            state.asked += new
            self._news.notify_all()

    def answer(self, diagnostic: Diagnostic, overlay: Mapping[Path, bytes]) -> Answer:
        """Return what is known of `diagnostic` in the state `overlay`."""
        with self._news:
            state = self._state
            if state is None or state.texts.overlay != overlay or state.result is None:
                return Answer(None, pending=True)
            if state.result.status is not Status.OK:
                return Answer(None, pending=False, problem=state.result.detail)
            twin = find_twin(diagnostic, state.result.diagnostics)
            if twin is None:
                return Answer(None, pending=False)
            finding = state.findings.get(id(twin))
            return Answer(finding, pending=finding is None or not finding.final)

    def wait(self, diagnostic: Diagnostic, overlay: Mapping[Path, bytes], timeout: float) -> Answer:
        """Block until nothing is pending for `diagnostic`, or `timeout` seconds are over."""
        with self._news:
            self._news.wait_for(
                lambda: self._closed or not self.answer(diagnostic, overlay).pending, timeout
            )
            return self.answer(diagnostic, overlay)

    def checked(self, overlay: Mapping[Path, bytes]) -> CheckResult | None:
        """Return the compiler's word on the state `overlay`, or None while there is none."""
        with self._news:
            state = self._state
            return state.result if state and state.texts.overlay == overlay else None

    def is_busy(self) -> bool:
        """Say whether there is something left to check."""
        with self._news:
            return self._has_work()

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._closed or self._has_work())
                if self._closed:
                    return
                state = self._state
            assert state is not None  # noqa: S101 - `_has_work` says so
            try:
                self._work(state)
            except Exception:
                # The desk must outlive any single state; the user sees no fixes for this one.
                log.exception("finding fixes in %s failed", self._workshop.root)
                detail = "Finding fixes failed; the log says why."
                self._publish(state, CheckResult(Status.FAILED, detail=detail))

    def _has_work(self) -> bool:
        state = self._state
        if state is None or state.cancel.is_set():
            return False
        return state.result is None or bool(self._open_targets(state))

    def _work(self, state: _State) -> None:
        if state.result is None:
            result = self._workshop.check(state.texts.overlay, state.cancel, clippy=state.clippy)
            if state.cancel.is_set():
                return
            self._publish(state, result)
            self._on_checked(result, state.texts.overlay)
            return
        targets = self._open_targets(state)
        for finding in self._workshop.find_fixes(
            state.texts, state.result, targets, self._weight, state.cancel, clippy=state.clippy
        ):
            with self._news:
                state.findings[id(finding.diagnostic)] = finding
                self._news.notify_all()
            self._on_change()

    def _publish(self, state: _State, result: CheckResult) -> None:
        with self._news:
            state.result = result
            self._news.notify_all()
        self._on_change()

    def _open_targets(self, state: _State) -> list[Diagnostic]:
        """Return the diagnostics to look at next: those asked for, then the first of the rest."""
        result = state.result
        if result is None or result.status is not Status.OK:
            return []
        twins = [t for d in state.asked if (t := find_twin(d, result.diagnostics)) is not None]
        rest = [d for d in worth_fixing(result.diagnostics) if d.path in state.texts.overlay]
        wanted = {id(d): d for d in (*twins, *rest[:UNASKED])}
        done = {key for key, finding in state.findings.items() if finding.final}
        return [d for key, d in wanted.items() if key not in done]


def find_twin(diagnostic: Diagnostic, among: Sequence[Diagnostic]) -> Diagnostic | None:
    """Return the compiler's own version of a forwarded diagnostic."""
    return next((d for d in among if is_twin(diagnostic, d)), None)


def is_twin(one: Diagnostic, other: Diagnostic) -> bool:
    """Say whether two diagnostics speak of the same error at the same place."""
    return (
        one.code == other.code
        and one.path == other.path
        and one.message == other.message
        and (
            one.span.touches(other.span)
            or (one.hint is not None and one.hint.touches(other.span))
            or (other.hint is not None and other.hint.touches(one.span))
        )
    )
