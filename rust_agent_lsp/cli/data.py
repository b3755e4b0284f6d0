"""`rust-agent-lsp data`: see all that is kept of you, and remove it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.stores.retention import everything, remove

FAILED = 2

app = typer.Typer(help="What is kept of you on this machine.", no_args_is_help=True)


@app.command("export")
def export_data(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
) -> None:
    """Write everything that is kept of you as JSON: tables, journal, feedback, conversations,
    figures, and your own entries. Literals and secrets stay redacted, as they are stored.

    Exit 0: written; 2: the folder is not empty, or something could not be read or written.
    """
    # Used here alone; other commands should not wait for it.
    from rust_agent_lsp.features.user_data import export
    from rust_agent_lsp.stores.database import Database

    console = Console()
    places = Places.of_user()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        console.print(f"{folder} is not an empty folder.", markup=False, highlight=False)
        raise typer.Exit(FAILED)
    try:
        database = Database(places.database)
        try:
            written = export(database, places, folder)
        finally:
            database.close()
    except (StoreError, OSError) as error:
        console.print(f"Not everything was written: {error}", style="red", markup=False)
        raise typer.Exit(FAILED) from error
    for path in written:
        console.print(str(path), markup=False, highlight=False, soft_wrap=True)


@app.command()
def wipe(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove everything that is kept of you, after a question. It cannot be undone.

    What can be made anew without you (the index of the shipped entries) stays. Exit 0: nothing is
    left; 1: you said no; 2: something could not be removed.
    """
    console = Console()
    kept = everything(Places.of_user())
    if not kept:
        console.print("Nothing is kept of you.")
        return
    for one in kept:
        _say(console, f"{one.path}: {one.what}, {one.size:,} bytes")
    if not yes and not typer.confirm("Remove all of this?"):
        raise typer.Exit(1)
    failed = False
    for one in kept:
        try:
            remove(one)
            _say(console, f"removed {one.path}")
        except OSError as error:
            failed = True
            _say(console, f"NOT removed {one.path}: {error.strerror}")
    raise typer.Exit(FAILED if failed else 0)


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
