"""`rust-agent-lsp learn`: how the crates on this disk use std and the patterns of the library."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.syntax import Syntax

from rust_agent_lsp.cli.indexes import read_documentation
from rust_agent_lsp.features.crate_examples import Examples, code_of, examples_of
from rust_agent_lsp.features.learn_crates import (
    Learned,
    learn,
    number_of,
    sources_of,
    uses_path,
)
from rust_agent_lsp.model.crate_use import UsedKind
from rust_agent_lsp.model.errors import RustAgentError, ToolchainError
from rust_agent_lsp.stores.crate_uses import CrateUses
from rust_agent_lsp.stores.places import Places

app = typer.Typer(
    no_args_is_help=True, help="How the crates on this disk use std and the library's patterns."
)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_MOST_NAMED = 10


@app.command()
def crates(
    path: Annotated[
        Path, typer.Option(help="A workspace with its dependencies, or a folder of crates.")
    ] = Path(),
    json_: AsJson = False,
) -> None:
    """Read the crates that a workspace depends on; what was read before is not read again.

    Naming a path trusts it for this run: cargo reads its configuration. Nothing of a crate is run.
    Stopped at any point (Ctrl-C), it goes on from there the next time.
    Exit 0: all read; 1: stopped, or some could not be read; 2: no crates were found.
    """
    errors = Console(stderr=True)
    cache = Places.of_user().cache
    try:
        with _stopped_by_user() as cancel:
            sources = sources_of(path.absolute(), cache / "shadows", cancel)
            concepts = _concepts(errors)
            store = uses_path(cache, concepts)
            with Progress(console=errors, transient=True) as bar:
                task = bar.add_task(f"Reading {len(sources)} crates", total=None)

                def progress(done: int, total: int, _last: str) -> None:
                    bar.update(task, completed=done, total=total)

                done = learn(sources, store, concepts, progress, cancel)
        if json_:
            typer.echo(json.dumps(done.as_json(), ensure_ascii=False))
        else:
            _show_learned(done, Console())
    except RustAgentError as error:
        errors.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    raise typer.Exit(1 if done.stopped or done.failed else 0)


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(help="A std item (mem::take, Vec::push) or a pattern's id.")
    ],
    json_: AsJson = False,
) -> None:
    """Show how the crates that were read use it: five places, one a crate, the clearest first.

    Exit 0: shown; 1: no crate uses it, or none was read; 2: what was read is out of reach.
    """
    try:
        found = examples_of(Places.of_user().cache, name)
    except RustAgentError as error:
        Console(stderr=True).print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    if found is None:
        said = f"No crate that was read uses {name}; `rust-agent-lsp learn crates` reads them."
        Console(stderr=True).print(said, markup=False)
        raise typer.Exit(1)
    if json_:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        _show_examples(found, Console())


@contextmanager
def _stopped_by_user() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C sets, so that what runs beside is ended in order."""
    cancel = threading.Event()
    before = signal.signal(signal.SIGINT, lambda _signal, _frame: cancel.set())
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)


def _concepts(errors: Console) -> Path | None:
    try:
        return read_documentation(errors)
    except ToolchainError as error:
        errors.print(f"Only patterns are looked for: {error}", style="yellow", markup=False)
        return None


def _show_learned(done: Learned, console: Console) -> None:
    def say(text: str) -> None:
        console.print(text, markup=False, highlight=False, soft_wrap=True)

    for sentence in done.told():
        say(sentence)
    with closing(CrateUses(done.store)) as store:
        totals = store.totals()
        most = store.most_used(UsedKind.PATTERN, _MOST_NAMED)
    say(
        f"In all: {number_of(totals.crates, 'crate')}, {totals.std_items:,} std items,"
        f" {totals.patterns} patterns; seen most:"
    )
    for name, uses, in_crates in most:
        say(f"  {name}: {uses} in {number_of(in_crates, 'crate')}")


def _show_examples(found: Examples, console: Console) -> None:
    def say(text: str, style: str = "") -> None:
        console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)

    often, crates = number_of(found.uses, "use"), number_of(found.crates, "crate")
    say(f"{found.name}: {often} in {crates}", "bold")
    for place in found.places:
        inside = f", {place.inside}" if place.inside else ""
        say(f"\n{place.crate} {place.version}{inside}", "bold")
        say(f"{place.file}:{place.line}", "dim")
        console.print(Syntax(code_of(place), "rust", background_color="default"))
    if found.others:
        say("\nAlso called so: " + ", ".join(found.others), "dim")
