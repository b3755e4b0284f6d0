"""The talk on a terminal after "was this helpful?": what was wrong, and is the next one better."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.prompt import Prompt

from rust_agent_lsp.features.answer import Library
from rust_agent_lsp.features.ask import Search
from rust_agent_lsp.features.second_try import (
    ANYWHERE,
    HERE,
    PROBLEMS,
    ask_again,
    name_of,
    other_fixes,
)
from rust_agent_lsp.model.answer import Answer, Answers
from rust_agent_lsp.model.events import Feedback, Problem, Switch, TargetKind
from rust_agent_lsp.model.fix import Fix
from rust_agent_lsp.stores import accepted, actions, feedback, rules
from rust_agent_lsp.stores.database import Database

ROUNDS = 3


def ask_problem(console: Console, kind: TargetKind) -> tuple[str, str]:
    """Ask what was wrong; return the id of what was chosen and the user's words, both perhaps
    empty."""
    choices: Mapping[str, str] = PROBLEMS[kind]
    for number, label in enumerate(choices.values(), 1):
        console.print(f"  {number}  {label}", highlight=False)
    numbers = [str(number) for number in range(1, len(choices) + 1)]
    chosen = Prompt.ask(
        "What was wrong? (Enter: something else)",
        console=console,
        choices=["", *numbers],
        show_choices=False,
        default="",
        show_default=False,
    )
    words = Prompt.ask(
        "In your own words, if you like", console=console, default="", show_default=False
    )
    return (list(choices)[int(chosen) - 1] if chosen else "", words.strip())


def after_answer(
    question: str,
    answers: Answers,
    library: Library,
    search: Search,
    show: Callable[[Answer], None],
    database: Database,
    console: Console,
) -> None:
    """Ask whether the first answer helped; where not, show others that take the words into account.

    Everything that is said is written down. Raises `StoreError`.
    """
    first = answers.answers[0]
    helpful = _yes_or_no(console, "Was this helpful?")
    if helpful is None:
        return
    _judge(database, question, first, helpful=helpful)
    if helpful:
        return
    number = database.read("SELECT max(id) FROM feedback")[0][0]
    problem, words = ask_problem(console, TargetKind.ANSWER)
    feedback.add_problem(database, number, problem, words)
    rejected = {name_of(first)}
    for _ in range(ROUNDS):
        found = ask_again(question, words, rejected, library, search)
        if found is None or not found.answers:
            console.print("I know no better answer. What you said is kept.")
            return
        best = found.answers[0]
        show(best)
        better = _yes_or_no(console, "Is this better?")
        if better is None:
            return
        _judge(database, question, best, helpful=better)
        names = (name_of(first), name_of(best))
        actions.note(
            database, actions.comparison(TargetKind.ANSWER, *names, problem, better=better)
        )
        if better:
            return
        rejected.add(name_of(best))


def judge_fix(
    fix: Fix, left: Iterable[Fix], workspace: str, database: Database | None, console: Console
) -> list[Fix]:
    """Ask what is wrong with a fix and write it down; return the others, the likeliest to please
    first. Raises `StoreError`."""
    problem, words = ask_problem(console, TargetKind.FIX)
    rule, code = fix.candidate.rule, fix.diagnostic.code
    if database is not None:
        judgement = Feedback(False, TargetKind.FIX, fix.id, rule, code, workspace, reason=words)
        feedback.add(
            database, replace(judgement, problem=problem if problem in tuple(Problem) else "")
        )
        if problem in (HERE, ANYWHERE):
            where = workspace if problem == HERE else ""
            rules.turn(database, Switch(rule, code or "", where, is_on=False))
    others = other_fixes(left, fix, problem, words)
    if problem in (HERE, ANYWHERE):
        return [other for other in others if other.candidate.rule != rule]
    return others


def _yes_or_no(console: Console, question: str) -> bool | None:
    said = Prompt.ask(
        f"{question} (y, n, Enter for no answer)",
        console=console,
        choices=["y", "n", ""],
        show_choices=False,
        default="",
        show_default=False,
    )
    return {"y": True, "n": False}.get(said)


def _judge(database: Database, question: str, answer: Answer, *, helpful: bool) -> None:
    name = name_of(answer)
    kind, here = TargetKind.ANSWER, str(Path.cwd())
    feedback.add(database, Feedback(helpful, kind, name, name, None, here))
    work = accepted.accept if helpful else accepted.withdraw
    work(database, question, name)
