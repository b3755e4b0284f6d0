"""`rust-agent-lsp ask`: a question about Rust, Git, Linux or the GitHub CLI, answered."""

from __future__ import annotations

import json
import time
from contextlib import closing
from typing import Annotated

import typer
from rich.console import Console
from rich.markdown import Markdown

from rust_agent_lsp.cli.indexes import Indexes
from rust_agent_lsp.features.answer import Library
from rust_agent_lsp.features.ask import Search
from rust_agent_lsp.features.ask import ask as answers_to
from rust_agent_lsp.model.answer import Answer, Answers
from rust_agent_lsp.model.errors import RustAgentError, StoreError
from rust_agent_lsp.stores import actions
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.stores.questions import note_unanswered

UNKNOWN = "I don't know."


def ask(
    question: Annotated[str, typer.Argument(help="In plain words, or with a name or code.")],
    json_: Annotated[bool, typer.Option("--json", help="Print all answers as JSON.")] = False,
    feedback: Annotated[
        bool, typer.Option("--feedback", help="Ask if it helped, and try again where not.")
    ] = False,
) -> None:
    """Answer a question from the entries and the documentation that is installed with Rust.

    Exit 0: answered, perhaps by "did you mean"; 1: nothing is known of it; 2: it cannot be asked.
    """
    try:
        indexes = Indexes(Console(stderr=True))
        with closing(indexes):
            library = Library(Knowledge(), indexes.concepts, Places.of_user().cache)
            search = indexes.search()
            began = time.perf_counter()
            found = answers_to(question, library, search)
            took = (time.perf_counter() - began) * 1000
            answers = found or Answers((), confident=False)
            if json_:
                typer.echo(json.dumps(answers.as_json(), ensure_ascii=False))
            else:
                _show(answers, Console())
            _note(question, answers, took)
            if feedback and answers.answers and not json_:
                _talk(question, answers, library, search)
    except RustAgentError as error:
        Console(stderr=True).print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    raise typer.Exit(0 if answers.answers else 1)


def _talk(question: str, answers: Answers, library: Library, search: Search) -> None:
    """Ask if the answer helped. Raises `StoreError` where that cannot be kept."""
    from rust_agent_lsp.cli.dialogue import after_answer  # other questions need not wait for it

    console = Console()
    database = Database(Places.of_user().database)
    with closing(database):
        after_answer(
            question,
            answers,
            library,
            search,
            lambda answer: _show_one(answer, console),
            database,
            console,
        )


def _note(question: str, answers: Answers, milliseconds: float) -> None:
    """Write down how a question was answered; where that fails, the answer stands all the same."""
    try:
        database = Database(Places.of_user().database)
        try:
            actions.note(database, actions.answer(answers, milliseconds))
            if not answers.answers:
                note_unanswered(database, question)
        finally:
            database.close()
    except StoreError as error:
        Console(stderr=True).print(f"It was not written down: {error}", style="dim", markup=False)


def _show(answers: Answers, console: Console) -> None:
    if not answers.answers:
        console.print(UNKNOWN)
        return
    first, others = answers.answers[0], answers.answers[1:]
    if not answers.confident:
        console.print("Did you mean this?", style="bold")
    _show_one(first, console)
    if others:
        console.print("\nSee also:", style="dim")
        for other in others:
            console.print(f"  {other.title}", style="dim", markup=False, highlight=False)


def _show_one(answer: Answer, console: Console) -> None:
    console.print(answer.title, style="bold", markup=False, highlight=False)
    console.print(Markdown(answer.text))
    for title, lines in (
        ("Careful", answer.dangers),
        ("See first what would happen", (answer.preview,)),
        ("Safer", answer.safe_alternatives),
        ("Take it back", (answer.undo,)),
        ("From", answer.source),
        (
            "In your dependencies",
            tuple(f"{p}  ({p.file}:{p.line})" for p in answer.in_dependencies),
        ),
    ):
        if said := [line for line in lines if line]:
            console.print(f"{title}:", style="bold")
            for line in said:
                console.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
