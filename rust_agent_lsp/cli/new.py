"""`rust-agent-lsp new`: code from a description, for a file, or as a whole program in a folder."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.prompt import Confirm

from rust_agent_lsp.cli.indexes import open_entries
from rust_agent_lsp.features.draft import Place
from rust_agent_lsp.features.insert import HITS, Candidate, Suggestions, suggest
from rust_agent_lsp.features.insert_check import Check, PlaceCheck, check_alone, wanting
from rust_agent_lsp.features.program import crate_name, program_files
from rust_agent_lsp.fixes.workshop import Workshop
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import RustAgentError
from rust_agent_lsp.model.fix import Verification
from rust_agent_lsp.model.pattern import PatternFile
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.stores.index_client import Hit
from rust_agent_lsp.stores.patterns import Patterns
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.rustfmt import formatter
from rust_agent_lsp.toolchain.workspace import dependency_names, find_workspace

UNKNOWN = "No pattern fits that description."
COULD_NOT_RUN = 2


def new(
    description: Annotated[str, typer.Argument(help="What is wanted, in plain words.")],
    file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The Rust file that it is for.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all candidates as JSON.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write it as a program of its own.")
    ] = None,
    yes: Annotated[bool, typer.Option(help="Write without a question.")] = False,
) -> None:
    """Print code for a description, filled with its names and compiled; the file stays as it is.

    Naming a file trusts its workspace for this run: cargo runs its build scripts.
    Exit 0: done; 1: nothing fits, or it was declined; 2: could not run.
    """
    console = Console(stderr=True)
    try:
        with ExitStack() as opened:
            check, place, available = _judge(file, opened)
            search = _search(console, opened)
            found = suggest(description, Patterns(), search, check, place, available)
    except (RustAgentError, OSError) as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(COULD_NOT_RUN) from error
    suggestions = found or Suggestions((), confident=False)
    if as_json:
        typer.echo(json.dumps(suggestions.as_json(), ensure_ascii=False))
    if not suggestions.candidates:
        console.print(UNKNOWN)
        raise typer.Exit(1)
    best = suggestions.candidates[0]
    if not as_json:
        _show(suggestions, console)
    if out is not None:
        raise typer.Exit(_write(best, out, console, yes=yes))


def _judge(
    file: Path | None, opened: ExitStack
) -> tuple[Check, Place | None, frozenset[str] | None]:
    """Return how code is judged: in the workspace of `file`, or by itself. Raises OSError."""
    if file is None:
        return check_alone, None, None
    path = file.resolve()
    place = Place(SourceFile.parse(path, path.read_bytes()), formatter=formatter(path))
    root = find_workspace(path)
    workshop = Workshop(
        root or path.parent, Places.of_user().shadows, Settings(), None if root else path
    )
    opened.callback(workshop.close)
    cancel = threading.Event()
    available = dependency_names(path)
    before = workshop.check({}, cancel)
    check = PlaceCheck(place, before, lambda texts: workshop.check(texts, cancel), available)
    return check, place, available


def _search(console: Console, opened: ExitStack) -> Callable[[str], Sequence[Hit]]:
    """Open the index of the entries, which is built where there is none."""
    from rust_agent_lsp.stores.embedding import load_encoder
    from rust_agent_lsp.stores.index_search import search
    from rust_agent_lsp.stores.intents import Intents
    from rust_agent_lsp.stores.models import installed_model

    intents = Intents.load_if_whole()
    index = open_entries(load_encoder(installed_model()), console)
    opened.callback(index.close)
    return lambda text: search([index], text, [EntryKind.PATTERN.value], HITS, intents=intents)


def _show(found: Suggestions, console: Console) -> None:
    """Print the code to the standard output, and what is said of it to the other."""
    best, others = found.candidates[0], found.candidates[1:]
    if not found.confident:
        console.print("Did you mean this?", style="bold")
    console.print(best.pattern.title, style="bold", markup=False, highlight=False)
    if best.verdict.verification is Verification.PASSED:
        console.print("The compiler accepts it.", style="green")
    elif best.verdict.reason:
        console.print(best.verdict.reason, style="yellow", markup=False, highlight=False)
    if best.missing and best.verdict.reason != wanting(best.missing):
        console.print(wanting(best.missing), style="yellow", markup=False, highlight=False)
    if best.draft.is_project:
        for file in best.draft.files:
            typer.echo(f"# {file.path}\n\n{file.text}")
    else:
        typer.echo(best.draft.code.rstrip("\n"))
    if others:
        console.print("\nSee also:", style="dim")
        for other in others:
            console.print(f"  {other.pattern.title}", style="dim", markup=False, highlight=False)


def _write(chosen: Candidate, folder: Path, console: Console, *, yes: bool) -> int:
    """Write a program after a yes; return the exit code."""
    files = program_files(chosen.draft, crate_name(folder.resolve().name))
    taken = [file.path for file in files if (folder / file.path).exists()]
    if taken:
        there = ", ".join(str(folder / path) for path in taken)
        console.print(f"There already: {there}. Nothing was written.", markup=False)
        return COULD_NOT_RUN
    console.print(f"In {folder}:", markup=False, highlight=False)
    for file in files:
        console.print(f"  {file.path}", markup=False, highlight=False)
    if not yes and not Confirm.ask("Write these?", console=console, default=False):
        return 1
    try:
        _write_all(files, folder)
    except OSError as error:
        console.print(f"It could not be written: {error}", style="red", markup=False)
        return COULD_NOT_RUN
    console.print("Written.", style="green")
    return 0


def _write_all(files: Sequence[PatternFile], folder: Path) -> None:
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="") as handle:
            handle.write(file.text)
