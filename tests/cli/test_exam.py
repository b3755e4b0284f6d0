"""The exam counts what is right and what is wrong, and says so by its exit code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rust_agent_lsp.cli import exam as command
from rust_agent_lsp.cli.app import make_app
from rust_agent_lsp.features import exam_code
from rust_agent_lsp.features.exam import (
    Part,
    Question,
    Result,
    answer_parts,
    holds,
    read_exam,
    sample,
    share,
)
from rust_agent_lsp.features.review import review
from rust_agent_lsp.features.review_page import as_html
from rust_agent_lsp.fixes.registry import all_rules
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.rules.declare_mutable import DeclareMutable
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.answer import Answer, AnswerKind, Answers
from rust_agent_lsp.model.errors import KnowledgeError
from rust_agent_lsp.model.fix import Candidate
from rust_agent_lsp.stores import exams
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.knowledge import Knowledge, knowledge_root
from rust_agent_lsp.stores.patterns import Patterns

MOVE = Question("moved?", "rust", (("owner",), ("invalid", "no longer")), ())
STASH = Question("stash?", "git", (), ("git stash", "git stash push"))


def answers(text: str, command: str = "") -> Answers:
    return Answers((Answer(AnswerKind.ERROR, "t", text, 0.9, command=command),), True)


def test_an_answer_must_hold_one_of_each_list() -> None:
    assert holds(MOVE, answers("The OWNER changes; the old name is no longer valid."))
    assert not holds(MOVE, answers("The owner changes."))
    assert holds(STASH, answers("", "git stash push"))
    assert not holds(STASH, answers("git stash", "git stash list"))
    assert not holds(MOVE, None)
    assert not holds(MOVE, Answers((), confident=False))


def test_answers_commands_and_time_are_counted_apart() -> None:
    given = {"moved?": answers("owner invalid"), "stash?": answers("", "git stash drop")}
    said, typed, took = answer_parts([MOVE, STASH], lambda text: given[text])
    assert (said.value, said.total, said.reached) == (100.0, 1, True)
    assert (typed.value, typed.missed, typed.reached) == (0.0, ("stash?",), False)
    assert (took.total, took.unit, took.below) == (2, "ms", True)


def test_targets() -> None:
    assert share("a", "t", 95.0, 20, ["x"]).reached
    assert not share("a", "t", 95.0, 20, ["x", "y"]).reached
    assert not share("a", "t", 95.0, 0, []).reached, "without a case nothing is shown"
    low = Part("f", "t", 5.0, "%", 5.0, 20, below=True)
    assert low.reached
    assert not replace(low, value=5.1).reached
    assert not Result((low, replace(low, value=6.0)), 1).passed


def test_a_sample_is_always_the_same() -> None:
    cases = [(str(number), number) for number in range(50)]
    assert sample(cases, 5) == sample(reversed(cases), 5)
    assert len(sample(cases, 0)) == 50
    assert {name for name, _ in sample(cases, 5)} < {name for name, _ in sample(cases, 9)}
    assert sample(cases, 5, seed=1) == sample(cases, 5, seed=1) != sample(cases, 5, seed=2)


def test_the_shipped_questions_are_whole() -> None:
    questions = read_exam(knowledge_root())
    assert len(questions) >= 60
    assert {q.tool for q in questions} == {"rust", "git", "linux", "gh"}
    assert len({q.ask for q in questions}) == len(questions)
    for question in questions:
        assert question.contains or question.command, question.ask
        assert all(words and all(words) for words in question.contains), question.ask


def test_a_broken_exam_is_told(tmp_path: Path) -> None:
    (tmp_path / "exam.toml").write_text("[[questions]]\n")
    with pytest.raises(KnowledgeError, match=r"exam\.toml"):
        read_exam(tmp_path)


class _Wrong(DeclareMutable):
    """Finds nothing where it should, and something where it should not."""

    def propose(self, site: Site) -> Iterator[Candidate]:
        if "tuple" in site.source.text.decode():
            yield from super().propose(site)


def test_the_compiler_judges_repairs(tmp_path: Path) -> None:
    right, wrong = DeclareMutable(), _Wrong()
    (name, (_, example)) = sample(exam_code.rule_examples([right]), 1)[0]
    broken = Example(example.before, "fn main() { not rust", example.code)
    part = exam_code.fix_part(
        [(name, (right, example)), ("no fix", (wrong, example)), ("no end", (right, broken))],
        tmp_path,
    )
    assert (part.total, part.missed) == (3, ("no fix", "no end"))
    code = 'fn main() { let tuple = 1; println!("{tuple}"); tuple = 2; println!("{tuple}"); }'
    refused = [("offered", (wrong, code)), ("left alone", (right, right.refuses[0]))]
    spurious = exam_code.false_positive_part(refused, tmp_path)
    assert (spurious.value, spurious.missed) == (50.0, ("offered",))
    assert not spurious.reached


def test_templates_and_patterns(tmp_path: Path) -> None:
    patterns = Patterns(knowledge_root()).all()
    cases = sample(exam_code.template_cases(patterns.values()), 1)
    (name, pattern) = cases[0]
    (file,) = pattern.template
    broken = replace(pattern, template=(replace(file, text="fn f( {"),))
    part = exam_code.template_part([*cases, ("broken", broken)], tmp_path)
    assert (part.total, part.missed) == (2, ("broken",))
    seen = exam_code.pattern_part([("newtype", "fn main() {}")])
    assert seen.missed == ("newtype",)
    shown = dict(exam_code.pattern_cases(patterns.values()))
    assert len(shown) > 100
    assert name in patterns


def test_rules_have_cases_enough_for_a_sample() -> None:
    rules: list[FixRule] = list(all_rules().values())
    assert len(sample(exam_code.rule_examples(rules), 40)) == 40
    assert len(sample(exam_code.rule_refusals(rules), 40)) == 40


@pytest.mark.parametrize(("value", "code"), [(100.0, 0), (50.0, 1)])
def test_on_the_command_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: float, code: int
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    part = Part("answers", "Answers", value, "%", 95.0, 2, () if code == 0 else ("moved?",))
    monkeypatch.setattr(command, "_asked", lambda count, seed, console: (part,))
    monkeypatch.setattr(command, "_compiled", lambda count, seed: iter(()))
    for arguments in (["exam"], ["exam", "--json"]):
        done = CliRunner().invoke(make_app(), arguments)
        assert done.exit_code == code
    printed = json.loads(done.stdout)
    assert (printed["passed"], printed["parts"][0]["value"]) == (code == 0, value)
    database = Database(tmp_path / "rust-agent-lsp/agent.sqlite3")
    held = exams.history(database)
    page = as_html(review(database, Knowledge(), 7))
    database.close()
    assert [sat.result["passed"] for sat in held] == [code == 0] * 2
    assert "Exams: share that was right" in page
