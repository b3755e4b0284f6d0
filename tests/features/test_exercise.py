"""Exercises are failing programs, solved by repairing them and by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from rust_agent_lsp.features.exercise import Exercise, exercise_of, exercises, judge
from rust_agent_lsp.features.lesson import lesson_page
from rust_agent_lsp.model.entry import Entry
from rust_agent_lsp.model.events import Confusion
from rust_agent_lsp.stores.knowledge import Knowledge

FILE = Path("E0382-1.rs")


def entry(code: str) -> Entry:
    found = Knowledge().by_code(code)
    assert found is not None
    return found


@pytest.fixture
def moved() -> Exercise:
    return exercises(entry("E0382"))[0]


def test_an_exercise_begins_unsolved_and_is_known_by_its_first_line(moved: Exercise) -> None:
    assert exercise_of(moved.text, Knowledge()) == moved
    judgement = judge(moved, moved.text, FILE)
    assert not judgement.solved
    assert [d.code for d in judgement.diagnostics] == ["E0382"]
    assert judgement.diagnostics[0].path == FILE


def test_a_repair_solves_it(moved: Exercise) -> None:
    assert judge(moved, moved.text.replace("consume(data)", "consume(data.clone())"), FILE).solved


@pytest.mark.parametrize(
    ("solution", "reason"),
    [
        ("fn main() {}\n", "`consume` is gone"),
        ("fn consume(data: Vec<i32>) -> usize { todo!() }\nfn main() {}\n", "`todo!`"),
        ("fn consume() {}\nfn main() {}\n", "much of the program"),
    ],
)
def test_an_evasion_is_no_solution(moved: Exercise, solution: str, reason: str) -> None:
    judgement = judge(moved, solution, FILE)
    assert not judgement.solved
    assert reason in judgement.reason or "is gone" in judgement.reason


def test_a_lint_must_be_silent_and_not_silenced() -> None:
    task = exercises(entry("needless_return"))[0]
    assert not judge(task, task.text, FILE).solved
    silenced = f"#![allow(clippy::needless_return)]\n{task.block.code}"
    assert "silences" in judge(task, silenced, FILE).reason


def test_other_files_are_no_exercises() -> None:
    knowledge = Knowledge()
    assert exercise_of("fn main() {}\n", knowledge) is None
    assert exercise_of("// Exercise nonsense 1: x\n", knowledge) is None
    assert exercise_of("// Exercise ../../etc 1: x\n", knowledge) is None


def test_a_lesson_ends_with_an_exercise_and_shows_three_cases_of_the_users() -> None:
    cases = [
        Confusion("E0382", "/w", f"src/{n}.rs", f"`name{n}` was moved.", "2026-01-02 03:04:05")
        for n in range(4)
    ]
    page = lesson_page(entry("E0382"), None, "", cases)
    assert "## Exercise" in page
    assert page.index("## Why") < page.index("## Your own cases") < page.index("## Exercise")
    assert "`name3` was moved." in page
    assert "`name0`" not in page
    assert "## Your own cases" not in lesson_page(entry("E0382"), None, "", cases[:2])
