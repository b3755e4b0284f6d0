"""What is checked ahead only ever saves time: it is judged against the check of the same texts."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from rust_agent_lsp.fixes import workshop as module
from rust_agent_lsp.fixes.answers import MAX_KEPT, Answers
from rust_agent_lsp.fixes.workshop import Texts, Workshop, best, worth_fixing
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.toolchain.check import CheckResult, Status, check
from rust_agent_lsp.toolchain.shadow import Shadow

PATIENCE = 60.0
MANIFEST = '[package]\nname = "ws"\nversion = "0.1.0"\nedition = "2021"\n'
BROKEN = """\
fn main() {
    let count = 1;
    count += 1;
    println!("{count}");
}
"""
Asked = tuple[Shadow, Mapping[Path, bytes], threading.Event]


def no_weight(_code: str | None, _rule: str) -> float:
    return 0.0


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    (tmp_path / "ws/src").mkdir(parents=True)
    (tmp_path / "ws/Cargo.toml").write_text(MANIFEST)
    (tmp_path / "ws/src/main.rs").write_text(BROKEN)
    made = Workshop(tmp_path / "ws", tmp_path / "cache", Settings())
    yield made
    made.close()


class Compiler:
    """Stands before the real check: notes what is asked where, and may hold the first shadow or
    the second one up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[Asked] = []
        self.answered = threading.Event()  # something in the second shadow
        self.hold: dict[bool, threading.Event] = {}
        monkeypatch.setattr(module, "check", self._check)

    def _check(
        self,
        shadow: Shadow,
        overlay: Mapping[Path, bytes],
        settings: Settings,
        toolchain: Any,
        cancel: threading.Event,
        *rest: Any,
        **more: Any,
    ) -> CheckResult:
        self.asked.append((shadow, overlay, cancel))
        ahead = threading.current_thread().name == "ahead"
        if ahead in self.hold:
            assert self.hold[ahead].wait(PATIENCE)
        result = check(shadow, overlay, settings, toolchain, cancel, *rest, **more)
        if ahead:
            self.answered.set()
        return result

    def slots(self) -> list[str]:
        return [shadow.slot.name for shadow, _, _ in self.asked]


@pytest.fixture
def compiler(monkeypatch: pytest.MonkeyPatch) -> Compiler:
    return Compiler(monkeypatch)


def main_file(workshop: Workshop) -> Path:
    return workshop.root / "src/main.rs"


def expect(workshop: Workshop, more: str = "") -> tuple[Texts, list[Diagnostic]]:
    """Check the text on disk; return a slightly longer one, and what to expect of it."""
    file = main_file(workshop)
    before = workshop.check({file: BROKEN.encode()}, threading.Event())
    assert before.status is Status.OK, before.detail
    return Texts({file: (BROKEN + f"// {more}\n").encode()}), worth_fixing(before.diagnostics)


def fixes(workshop: Workshop, texts: Texts, before: CheckResult) -> Sequence[str]:
    targets = [d for d in worth_fixing(before.diagnostics) if d.severity == "error"]
    found = [
        best(finding, guesses=True)
        for finding in workshop.find_fixes(texts, before, targets, no_weight, threading.Event())
        if finding.final
    ]
    return [fix.candidate.rule for fix in found if fix is not None]


def test_the_first_candidate_is_checked_beside_the_text_itself(
    workshop: Workshop, compiler: Compiler
) -> None:
    texts, expected = expect(workshop)
    errors = [d for d in expected if d.severity == "error"]
    compiler.hold[False] = threading.Event()
    compiler.asked.clear()
    workshop.foresee(texts, errors, no_weight, threading.Event())
    found: list[CheckResult] = []
    thread = threading.Thread(
        target=lambda: found.append(workshop.check(texts.overlay, threading.Event()))
    )
    thread.start()
    assert compiler.answered.wait(PATIENCE)  # while the first check stands still
    compiler.hold.pop(False).set()
    thread.join(PATIENCE)
    assert compiler.slots().count("0") == 1
    assert fixes(workshop, texts, found[0])[0] == "declare_mutable"
    candidate = next(overlay for shadow, overlay, _ in compiler.asked if shadow.slot.name == "1")
    again = [o for s, o, _ in compiler.asked if s.slot.name == "0" and o == candidate]
    assert again == []  # what was checked ahead is not checked once more


def test_the_second_slot_never_shares_the_target_folder(
    workshop: Workshop, compiler: Compiler
) -> None:
    texts, expected = expect(workshop)
    workshop.foresee(texts, expected, no_weight, threading.Event())
    assert compiler.answered.wait(PATIENCE)
    workshop.check(texts.overlay, threading.Event())
    shadows = {shadow.slot.name: shadow for shadow, _, _ in compiler.asked}
    assert set(shadows) == {"0", "1"}
    assert shadows["0"].target != shadows["1"].target
    assert not shadows["1"].target.is_relative_to(shadows["0"].slot)


def test_the_text_changes_while_both_are_checked(workshop: Workshop, compiler: Compiler) -> None:
    texts, expected = expect(workshop)
    compiler.hold = {False: threading.Event(), True: threading.Event()}
    gone = threading.Event()
    workshop.foresee(texts, expected, no_weight, gone)
    found: list[CheckResult] = []
    thread = threading.Thread(target=lambda: found.append(workshop.check(texts.overlay, gone)))
    thread.start()
    gone.set()
    for held in compiler.hold.values():
        held.set()
    thread.join(PATIENCE)
    assert found[0].status is Status.CANCELLED
    compiler.hold.clear()
    sound = {main_file(workshop): BROKEN.replace("let count", "let mut count").encode()}
    newer = Texts(sound)
    workshop.foresee(newer, expected, no_weight, threading.Event())
    result = workshop.check(newer.overlay, threading.Event())
    assert result.status is Status.OK
    assert not result.errors
    # What was cancelled is asked for again rather than taken for an answer.
    assert workshop.check(texts.overlay, threading.Event()).errors


def test_what_was_expected_is_not_what_the_compiler_says(
    workshop: Workshop, compiler: Compiler
) -> None:
    _, expected = expect(workshop)
    other = BROKEN.replace("count += 1", "drop(missing)")
    texts = Texts({main_file(workshop): other.encode()})
    workshop.foresee(texts, expected, no_weight, threading.Event())
    before = workshop.check(texts.overlay, threading.Event())
    assert [d.code for d in before.errors] == ["E0425"]
    for finding in workshop.find_fixes(texts, before, before.errors, no_weight, threading.Event()):
        assert finding.diagnostic in before.errors
        assert all(fix.diagnostic.code == "E0425" for fix in finding.fixes)


def test_a_failed_check_leaves_nothing_to_be_judged(workshop: Workshop, compiler: Compiler) -> None:
    texts, expected = expect(workshop)
    (workshop.root / "Cargo.toml").write_text("[package")
    workshop.foresee(texts, expected, no_weight, threading.Event())
    before = workshop.check(texts.overlay, threading.Event())
    assert before.status is Status.FAILED
    assert before.diagnostics == ()
    workshop.close()
    ahead = [shadow for shadow, _, _ in compiler.asked if shadow.slot.name == "1"]
    assert all(not list(shadow.target.rglob("*.rmeta")) for shadow in ahead)


def test_nothing_is_checked_ahead_before_cargo_ran(workshop: Workshop, compiler: Compiler) -> None:
    texts = Texts({main_file(workshop): BROKEN.encode()})
    workshop.foresee(texts, (), no_weight, threading.Event())
    assert compiler.asked == []


def test_an_answer_on_its_way_is_awaited_and_a_cancelled_one_asked_again() -> None:
    answers, begun, go = Answers(), threading.Event(), threading.Event()
    given: list[Status] = []

    def slowly(status: Status) -> CheckResult:
        begun.set()
        assert go.wait(PATIENCE)
        given.append(status)
        return CheckResult(status)

    for status, asked in ((Status.OK, 1), (Status.CANCELLED, 2)):
        begun.clear()
        go.clear()
        given.clear()
        thread = threading.Thread(target=answers.get, args=(status, lambda s=status: slowly(s)))
        thread.start()
        assert begun.wait(PATIENCE)
        threading.Timer(0.05, go.set).start()
        assert answers.get(status, lambda: slowly(Status.OK)).status is Status.OK
        thread.join(PATIENCE)
        assert len(given) == asked


def test_the_least_lately_used_answer_is_forgotten_first() -> None:
    answers = Answers()
    for number in range(MAX_KEPT):
        answers.get(number, lambda: CheckResult(Status.OK))
    answers.get(0, lambda: CheckResult(Status.FAILED))
    answers.get("new", lambda: CheckResult(Status.OK))
    assert answers.get(0, lambda: CheckResult(Status.FAILED)).status is Status.OK
    assert answers.get(1, lambda: CheckResult(Status.FAILED)).status is Status.FAILED
