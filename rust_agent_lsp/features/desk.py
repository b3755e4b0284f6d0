"""Keeps the fixes for one workspace up to date in a thread, for the newest texts only.

The editor's side asks `finding` and is answered at once with what is known; the thread checks the
workspace, has candidates verified, and says `on_change` whenever more is known.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.features.state import Job, State
from rust_agent_lsp.fixes import suppress
from rust_agent_lsp.fixes.rank import Weight
from rust_agent_lsp.fixes.suppress import Suppression
from rust_agent_lsp.fixes.workshop import Finding, Texts, Workshop
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.toolchain.check import CheckResult, Status

log = logging.getLogger(__name__)


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
        self._state: State | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="fix-desk", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop the thread and whatever cargo it runs."""
        with self._news:
            self._closed = True
            if self._state is not None:
                self._state.end()
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
                earlier, state = state, State(Texts(dict(overlay)), clippy)
                if earlier is not None:
                    earlier.end()
                    state.clippy |= earlier.clippy
                    if same:  # Somebody may be waiting for these.
                        state.asked, state.lints = earlier.asked, earlier.lints
                self._state = state
            state.ask(asked)
            self._news.notify_all()

    def ask(self, diagnostics: Sequence[Diagnostic], overlay: Mapping[Path, bytes]) -> None:
        """Have the fixes of `diagnostics` found first, if `overlay` is the state at work."""
        with self._news:
            if state := self._at(overlay):
                state.ask(diagnostics)
                self._news.notify_all()

    def answer(self, diagnostic: Diagnostic, overlay: Mapping[Path, bytes]) -> Answer:
        """Return what is known of `diagnostic` in the state `overlay`."""
        with self._news:
            state = self._at(overlay)
            if state is None or state.result is None:
                return Answer(None, pending=True)
            if state.result.status is not Status.OK:
                return Answer(None, pending=False, problem=state.result.detail)
            twin = state.twin(diagnostic)
            if twin is None:
                return Answer(None, pending=False)
            finding = state.findings.get(id(twin))
            return Answer(finding, pending=finding is None or not finding.final)

    def known(self, overlay: Mapping[Path, bytes]) -> list[Finding]:
        """Return all that is known of fixes in the state `overlay`."""
        with self._news:
            state = self._at(overlay)
            return list(state.findings.values()) if state else []

    def suppression(
        self, lint: Diagnostic, overlay: Mapping[Path, bytes]
    ) -> tuple[Suppression | None, bool]:
        """Return the accepted way to silence `lint`, and whether it is still looked for.

        The first call begins to look.
        """
        with self._news:
            state = self._at(overlay)
            if state is None or state.result is None:
                return None, state is not None
            twin = state.twin(lint) if lint.is_lint else None
            if twin is None:
                return None, False
            if id(twin) not in state.suppressions:
                state.lints.append(twin)
                self._news.notify_all()
                return None, True
            return state.suppressions[id(twin)], False

    def wait(self, diagnostic: Diagnostic, overlay: Mapping[Path, bytes], timeout: float) -> Answer:
        """Block until nothing is pending for `diagnostic`, or `timeout` seconds are over.

        Ends as soon as the desk works on another state than `overlay`.
        """
        with self._news:
            self._news.wait_for(
                lambda: not (self._at(overlay) and self.answer(diagnostic, overlay).pending),
                timeout,
            )
            return self.answer(diagnostic, overlay)

    def wait_for_check(self, overlay: Mapping[Path, bytes], timeout: float) -> CheckResult | None:
        """Block until the compiler has been asked about the state `overlay`, or `timeout` seconds
        are over; return None when that is not the state at work."""
        with self._news:
            self._news.wait_for(
                lambda: (state := self._at(overlay)) is None or state.result is not None, timeout
            )
            return self.checked(overlay)

    def wait_for_suppression(
        self, lint: Diagnostic, overlay: Mapping[Path, bytes], timeout: float
    ) -> Suppression | None:
        """Block until it is known how to silence `lint`, or `timeout` seconds are over."""
        with self._news:
            self._news.wait_for(lambda: not self.suppression(lint, overlay)[1], timeout)
            return self.suppression(lint, overlay)[0]

    def check(
        self, overlay: Mapping[Path, bytes], changed: Mapping[Path, bytes], timeout: float
    ) -> CheckResult:
        """Block until the compiler has been asked about `changed` over the state `overlay`.

        The result is CANCELLED once that is no longer the state at work, and TIMEOUT after
        `timeout` seconds.
        """
        job = Job(changed, Future())
        with self._news:
            state = self._at(overlay)
            if state is None:
                return CheckResult(Status.CANCELLED)
            state.jobs.append(job)
            self._news.notify_all()
        try:
            return job.answer.result(timeout)
        except CancelledError:
            return CheckResult(Status.CANCELLED)
        except TimeoutError:
            return CheckResult(Status.TIMEOUT)

    def checked(self, overlay: Mapping[Path, bytes]) -> CheckResult | None:
        """Return the compiler's word on the state `overlay`, or None while there is none."""
        with self._news:
            state = self._at(overlay)
            return state.result if state else None

    def is_busy(self) -> bool:
        """Say whether there is something left to check."""
        with self._news:
            return self._state is not None and self._state.has_work()

    def _at(self, overlay: Mapping[Path, bytes]) -> State | None:
        """Return the state at work if its texts are `overlay`."""
        state = None if self._closed else self._state
        return state if state and state.texts.overlay == overlay else None

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._closed or self.is_busy())
                if self._closed:
                    return
                state = self._state
            assert state is not None  # noqa: S101 - `is_busy` says so
            try:
                self._work(state)
            except Exception:
                # The desk must outlive any single state; the user sees no fixes for this one.
                log.exception("finding fixes in %s failed", self._workshop.root)
                detail = "Finding fixes failed; the log says why."
                self._publish(state, CheckResult(Status.FAILED, detail=detail))

    def _work(self, state: State) -> None:
        if state.result is None:
            with self._news:
                expected = state.foresee()
            self._workshop.foresee(
                state.texts, expected, self._weight, state.cancel, clippy=state.clippy
            )
            result = self._workshop.check(state.texts.overlay, state.cancel, clippy=state.clippy)
            if state.cancel.is_set():
                return
            self._publish(state, result)
            self._on_checked(result, state.texts.overlay)
        elif state.jobs:
            with self._news:
                job = state.jobs.popleft()
            self._do(state, job)
        elif targets := state.open_targets():
            self._find_fixes(state, state.result, targets)
        else:
            for lint in state.open_lints()[:1]:
                self._suppress(state, state.result, lint)

    def _do(self, state: State, job: Job) -> None:
        if job.answer.set_running_or_notify_cancel():
            try:
                job.answer.set_result(self._check(state, job.changed))
            except Exception as error:
                job.answer.set_exception(error)

    def _find_fixes(self, state: State, result: CheckResult, targets: Sequence[Diagnostic]) -> None:
        for finding in self._workshop.find_fixes(
            state.texts, result, targets, self._weight, state.cancel, clippy=state.clippy
        ):
            with self._news:
                state.note(finding)
                self._news.notify_all()
                ours = {id(d) for d in targets}
                overtaken = any(id(d) not in ours for d in state.open_asked())
            self._on_change()
            if overtaken:
                return  # the user asks for something else; what was verified is known later

    def _suppress(self, state: State, result: CheckResult, lint: Diagnostic) -> None:
        source, way = state.texts.open_file(lint.path), None
        if source is not None:
            way = suppress.find(
                lint,
                source,
                result.diagnostics,
                lambda changed: self._check(state, changed),
                with_expect=self._workshop.has_rust(suppress.HAS_EXPECT, lint.path),
            )
        with self._news:
            state.suppressions[id(lint)] = way
            self._news.notify_all()
        self._on_change()

    def _check(self, state: State, changed: Mapping[Path, bytes]) -> CheckResult:
        texts = {**state.texts.overlay, **changed}
        return self._workshop.check(texts, state.cancel, clippy=state.clippy)

    def _publish(self, state: State, result: CheckResult) -> None:
        with self._news:
            state.result = result
            self._news.notify_all()
        self._on_change()
