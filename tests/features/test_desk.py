"""The desk between its thread and those who wait for it: nobody waits for a text that is gone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from rust_agent_lsp.features.desk import FixDesk
from rust_agent_lsp.features.fix_all import CHANGED, MANY, MOST, Request, fix_all
from rust_agent_lsp.features.state import State
from rust_agent_lsp.fixes.batch import Batch
from rust_agent_lsp.fixes.workshop import Finding, Texts
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.fix import Candidate, Fix, Verdict, Verification
from rust_agent_lsp.model.text import Edit, FileEdit, Span
from rust_agent_lsp.toolchain.check import CheckResult, Status

ROOT = Path("/w")
HERE = ROOT / "src/main.rs"
PATIENCE = 60.0
PASSED = Verdict(Verification.PASSED)

Texted = Mapping[Path, bytes]


class FakeWorkshop:
    """Finds `E0001` at every `x`, and repairs it by a `y`; stands still where `hold` is set."""

    root = ROOT

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.reached = threading.Event()
        self.foreseen: list[list[str]] = []

    def check(
        self, overlay: Texted, cancel: threading.Event, *, clippy: bool = False
    ) -> CheckResult:
        self._stand_still(cancel)
        if cancel.is_set():
            return CheckResult(Status.CANCELLED)
        text = overlay[HERE]
        places = (at for at, byte in enumerate(text) if byte == ord("x"))
        found = (
            Diagnostic("E0001", Severity.ERROR, f"x {n}", HERE, Span(at, at + 1))
            for n, at in enumerate(places)
        )
        return CheckResult(Status.OK, tuple(found))

    def find_fixes(
        self,
        texts: Texts,
        before: CheckResult,
        targets: Sequence[Diagnostic],
        weight: Any,
        cancel: threading.Event,
        *,
        clippy: bool = False,
    ) -> Iterator[Finding]:
        for target in targets:
            edit = FileEdit(HERE, (Edit(target.span, "y"),))
            fix = Fix("", target, Candidate("a_rule", "Write `y`", (edit,)), PASSED)
            yield Finding(target, (fix,), final=True)

    def close(self) -> None:
        pass

    def foresee(
        self,
        texts: Texts,
        expected: Sequence[Diagnostic],
        weight: Any,
        cancel: threading.Event,
        *,
        clippy: bool = False,
    ) -> None:
        self.foreseen.append([d.message for d in expected])

    def _stand_still(self, cancel: threading.Event) -> None:
        self.reached.set()
        while not self.go.wait(0.01) and not cancel.is_set():
            pass


@pytest.fixture
def workshop() -> FakeWorkshop:
    return FakeWorkshop()


@pytest.fixture
def desk(workshop: FakeWorkshop) -> Iterator[FixDesk]:
    made = FixDesk(workshop, lambda *_: 0.0, lambda *_: None, lambda: None)  # type: ignore[arg-type]
    yield made
    made.close()


def text(of: str) -> dict[Path, bytes]:
    return {HERE: of.encode()}


def later(function: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(function()))
    thread.start()
    return thread, found


def request(file: Path | None = HERE) -> Request:
    first = Diagnostic("E0001", Severity.ERROR, "x 0", HERE, Span(0, 1))
    return Request(first, ROOT, file)


def test_a_job_is_done_over_the_state(desk: FixDesk) -> None:
    desk.look(text("x"))
    assert len(desk.check(text("x"), text("xxx"), PATIENCE).diagnostics) == 3


def test_a_job_of_another_state_is_not_begun(desk: FixDesk) -> None:
    desk.look(text("x"))
    assert desk.check(text("xx"), text("xxx"), PATIENCE).status is Status.CANCELLED


@pytest.mark.parametrize("event", ["another text", "the end"])
def test_nobody_waits_for_a_state_that_is_gone(
    desk: FixDesk, workshop: FakeWorkshop, event: str
) -> None:
    workshop.go.clear()
    desk.look(text("x"))
    assert workshop.reached.wait(PATIENCE)
    waiting = [
        later(lambda: desk.check(text("x"), text("xx"), PATIENCE).status),
        later(lambda: desk.wait_for_check(text("x"), PATIENCE)),
        later(lambda: desk.wait(request().diagnostic, text("x"), PATIENCE).finding),
        later(lambda: desk.wait_for_suppression(request().diagnostic, text("x"), PATIENCE)),
    ]
    if event == "another text":
        desk.look(text("y"))
    else:
        desk.close()
    for thread, _ in waiting:
        thread.join(PATIENCE / 2)
        assert not thread.is_alive()
    assert [found for _, found in waiting] == [[Status.CANCELLED], [None], [None], [None]]


def test_the_same_text_afresh_keeps_what_was_asked(desk: FixDesk) -> None:
    many = text("x" * 60)
    desk.look(many)
    assert desk.wait_for_check(many, PATIENCE) is not None
    last = Diagnostic("E0001", Severity.ERROR, "x 59", HERE, Span(59, 60))
    desk.ask([last], many)
    desk.look(many, afresh=True)
    assert desk.wait(last, many, PATIENCE).finding is not None


def test_an_error_has_no_suppression(desk: FixDesk) -> None:
    desk.look(text("x"))
    desk.wait_for_check(text("x"), PATIENCE)
    assert desk.suppression(request().diagnostic, text("x")) == (None, False)


def test_all_like_one_are_one_fix(desk: FixDesk) -> None:
    given = text("x = x + x")
    desk.look(given)
    made = fix_all(desk, request(), given, PATIENCE)
    assert not isinstance(made, str)
    batch, texts = made
    assert texts.overlay == given
    assert batch.fix.candidate.title == "Fix all 3 of E0001 in main.rs"
    assert (batch.fixed, batch.left) == (3, {})


def test_of_very_many_the_first_are_fixed_and_the_rest_is_told(desk: FixDesk) -> None:
    given = text(" x" * (MOST + 7))
    desk.look(given)
    first = Diagnostic("E0001", Severity.ERROR, "x 0", HERE, Span(1, 2))
    made = fix_all(desk, Request(first, ROOT, None), given, PATIENCE)
    assert not isinstance(made, str)
    batch: Batch = made[0]
    assert (batch.fixed, batch.left) == (MOST, {MANY: 7})
    title = f"Fix {MOST} of {MOST + 7} of E0001 in the workspace (left: 7 {MANY})"
    assert batch.fix.candidate.title == title


def test_a_text_that_changes_meanwhile_is_told(desk: FixDesk, workshop: FakeWorkshop) -> None:
    workshop.go.clear()
    desk.look(text("x x"))
    thread, found = later(lambda: fix_all(desk, request(), text("x x"), PATIENCE))
    desk.look(text("y"))
    thread.join(PATIENCE / 2)
    assert found == [CHANGED]


def test_what_was_asked_is_foreseen_before_the_check(desk: FixDesk, workshop: FakeWorkshop) -> None:
    compilers = Diagnostic("E0001", Severity.ERROR, "x 1", HERE, Span(1, 2))
    analyzers = Diagnostic("E0001", Severity.ERROR, "x", HERE, Span(0, 1), native=True)
    desk.look(text("xx"), [analyzers, compilers])
    assert desk.wait(compilers, text("xx"), PATIENCE).finding is not None
    assert workshop.foreseen == [["x 1"]]


def test_what_is_foreseen_comes_first_until_something_is_known_of_it() -> None:
    one, two = (
        Diagnostic("E0001", Severity.ERROR, f"x {n}", HERE, Span(n, n + 1)) for n in range(2)
    )
    state = State(Texts(text("xx")), clippy=False)
    state.ask([one])
    assert state.foresee() == (one,)
    state.ask([two])
    state.result = CheckResult(Status.OK, (one, two))
    assert state.open_targets() == [one]
    state.foreseen = ()
    assert state.open_targets() == [one, two]


def test_another_error_waits_for_the_foreseen_one_only_until_its_first_verdict(
    desk: FixDesk, workshop: FakeWorkshop
) -> None:
    first, other = (
        Diagnostic("E0001", Severity.ERROR, f"x {n}", HERE, Span(n, n + 1)) for n in range(2)
    )
    workshop.go.clear()
    desk.look(text("xx"), [first])
    assert workshop.reached.wait(PATIENCE)
    desk.ask([other], text("xx"))
    workshop.go.set()
    assert desk.wait(other, text("xx"), PATIENCE).finding is not None
    assert desk.wait(first, text("xx"), PATIENCE).finding is not None
