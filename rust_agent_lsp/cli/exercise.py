"""`rust-agent-lsp exercise`: repair a small broken program; the compiler judges."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from rust_agent_lsp.features.exercise import exercise_of, judge, numbered
from rust_agent_lsp.model.errors import RustAgentError, StoreError
from rust_agent_lsp.stores import lessons
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.stores.places import Places

BAD_INPUT = 2


def exercise(
    code: Annotated[
        str | None, typer.Argument(help="An error code or lint: E0382, needless_return.")
    ] = None,
    check: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Judge a solution instead.")
    ] = None,
    number: Annotated[int, typer.Option(help="Which exercise of the lesson.")] = 1,
    out: Annotated[Path, typer.Option(help="The folder for the new file.")] = Path(),
) -> None:
    """Write an exercise into the current folder, or judge one; without either, list what is solved.

    Exit 0: written, or solved; 1: not solved yet; 2: there is no such exercise or file.
    """
    console = Console()
    try:
        if check is not None:
            raise typer.Exit(_check(check, console))
        if code is not None:
            raise typer.Exit(_write(code, number, out, console))
        _list(console)
    except RustAgentError as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(BAD_INPUT) from error


def _write(code: str, number: int, out: Path, console: Console) -> int:
    entry = Knowledge().by_code(code)
    task = numbered(entry, number) if entry else None
    if task is None:
        console.print(f"There is no exercise {number} for {code}.", markup=False, highlight=False)
        return BAD_INPUT
    path = out / task.name
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(task.text)
    except FileExistsError:
        console.print(f"{path} is there already; it is left as it is.", markup=False)
        return BAD_INPUT
    except OSError as error:
        console.print(f"{path} could not be written: {error.strerror}.", markup=False)
        return BAD_INPUT
    console.print(f"{path}: {task.entry.title}", markup=False, highlight=False)
    console.print(
        f"Repair it, then run: rust-agent-lsp exercise --check {path}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    return 0


def _check(path: Path, console: Console) -> int:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        console.print(f"{path} cannot be read: {error}", markup=False)
        return BAD_INPUT
    task = exercise_of(text, Knowledge())
    if task is None:
        console.print(f"{path} does not begin with the first line of an exercise.", markup=False)
        return BAD_INPUT
    judgement = judge(task, text, path)
    for diagnostic in judgement.diagnostics:
        console.print(diagnostic.rendered.rstrip(), markup=False, highlight=False, soft_wrap=True)
    if not judgement.solved:
        console.print(f"Not yet. {judgement.reason}", markup=False, highlight=False)
        return 1
    console.print(f"Solved: {task.entry.title}.", style="green", markup=False, highlight=False)
    _record(task.entry.id, console)
    return 0


def _record(entry: str, console: Console) -> None:
    try:
        database = Database(Places.of_user().database)
        try:
            lessons.add_session(database, [entry], 1)
        finally:
            database.close()
    except StoreError as error:
        console.print(f"It was not written down: {error}", style="yellow", markup=False)


def _list(console: Console) -> None:
    database = Database(Places.of_user().database)
    try:
        solved = lessons.learned(database)
    finally:
        database.close()
    if not solved:
        console.print("None is solved yet. Begin with: rust-agent-lsp exercise E0382")
    for name in sorted(solved):
        entry = Knowledge().by_code(name)
        console.print(f"{name}  {entry.title if entry else ''}", markup=False, highlight=False)
