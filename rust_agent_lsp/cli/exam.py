"""`rust-agent-lsp exam`: what this program must know and do, held against its targets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from rust_agent_lsp.model.errors import RustAgentError, StoreError, ToolchainError

if TYPE_CHECKING:
    from rust_agent_lsp.features.exam import Part, Result

FAILED = 2


def exam(
    sample: Annotated[
        int, typer.Option(min=0, help="How many cases of each part are taken; 0: all.")
    ] = 40,
    seed: Annotated[int, typer.Option(help="Which sample: another number, other cases.")] = 0,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Ask what the best answers must say, repair what the rules must repair, compile templates, and
    hold all of it against the targets. The result is kept: `review` plots it.

    Exit 0: every target is met; 1: one is missed; 2: the exam could not be held.
    """
    console = Console(stderr=True)
    try:
        result = hold(sample, seed, console)
    except RustAgentError as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(FAILED) from error
    keep(result, console)
    if json_:
        typer.echo(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
    else:
        _show(result, Console())
    raise typer.Exit(0 if result.passed else 1)


def hold(sample: int, seed: int, console: Console) -> Result:
    """Hold the exam. Raises `RustAgentError` where it cannot be held."""
    # Half of the program, which no other command should pay for.
    from rust_agent_lsp.features.exam import Result

    with console.status("Asking") as status:
        parts = list(_asked(sample, seed, console))
        status.update("Compiling")
        parts += _compiled(sample, seed)
    return Result(tuple(parts), sample, seed)


def _asked(count: int, seed: int, console: Console) -> tuple[Part, ...]:
    from rust_agent_lsp.cli.indexes import Indexes
    from rust_agent_lsp.features.answer import Library
    from rust_agent_lsp.features.ask import ask
    from rust_agent_lsp.features.exam import answer_parts, read_exam, sample
    from rust_agent_lsp.stores.knowledge import Knowledge, knowledge_root

    questions = [(question.ask, question) for question in read_exam(knowledge_root())]
    indexes = Indexes(console)
    try:
        library, search = Library(Knowledge(), indexes.concepts), indexes.search()
        chosen = [question for _, question in sample(questions, count, seed)]
        return answer_parts(chosen, lambda text: ask(text, library, search))
    finally:
        indexes.close()


def _compiled(count: int, seed: int) -> Iterator[Part]:
    from rust_agent_lsp.features import exam_code as code
    from rust_agent_lsp.features.exam import sample as sample_of
    from rust_agent_lsp.fixes.registry import all_rules
    from rust_agent_lsp.stores.knowledge import knowledge_root
    from rust_agent_lsp.stores.patterns import Patterns
    from rust_agent_lsp.stores.places import Places

    cache = Places.of_user().cache / "blocks"
    rules = list(all_rules().values())
    patterns = list(Patterns(knowledge_root()).all().values())
    sample = partial(sample_of, count=count, seed=seed)
    yield code.fix_part(sample(code.rule_examples(rules)), cache)
    yield code.false_positive_part(sample(code.rule_refusals(rules)), cache)
    yield code.template_part(sample(code.template_cases(patterns)), cache)
    yield code.pattern_part(sample(code.pattern_cases(patterns)))


def keep(result: Result, console: Console) -> None:
    """Write the result down; where that fails, say so."""
    from rust_agent_lsp import __version__
    from rust_agent_lsp.stores import exams
    from rust_agent_lsp.stores.database import Database
    from rust_agent_lsp.stores.places import Places
    from rust_agent_lsp.toolchain.locate import locate

    try:
        toolchain = " ".join(locate(Path.home()).version.split()[:2])
    except ToolchainError:
        toolchain = "no rustc found"
    try:
        database = Database(Places.of_user().database)
        try:
            exams.add(database, toolchain, __version__, result.as_json())
        finally:
            database.close()
    except StoreError as error:
        console.print(f"The result was not kept: {error}", style="dim", markup=False)


def _show(result: Result, console: Console) -> None:
    table = Table("", "reached", "target", "of", "")
    for part in result.parts:
        sign = "≤" if part.below else "≥"
        verdict = "[green]met" if part.reached else "[red]missed"
        value, target = f"{part.value:g} {part.unit}", f"{sign} {part.target:g} {part.unit}"
        table.add_row(part.title, value, target, str(part.total), verdict)
    console.print(table)
    for part in result.parts:
        for name in part.missed:
            console.print(f"{part.id}: {name}", markup=False, highlight=False, soft_wrap=True)
