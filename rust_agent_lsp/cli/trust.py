"""`rust-agent-lsp trust`: let cargo be run in a workspace where the editor has no say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rust_agent_lsp.stores.places import Places


def trust(path: Annotated[Path, typer.Argument(help="A folder, with all below it.")]) -> None:
    """Put a folder on your allow-list.

    Checks there run cargo, which obeys the folder's configuration and runs its build scripts. An
    editor that knows workspace trust (VS Code) decides by itself; this list is for the others.
    """
    places = Places.of_user()
    if not path.is_dir():
        typer.echo(f"{path} is not a folder", err=True)
        raise typer.Exit(2)
    try:
        places.trust(path)
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    except OSError as error:
        typer.echo(f"{places.trusted} could not be written: {error}", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{path.resolve()} is trusted; take its line out of {places.trusted} to end that")
