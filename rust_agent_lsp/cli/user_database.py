"""The user's database for the length of one command, and how a command fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.places import Places


@contextmanager
def user_database() -> Iterator[Database]:
    """Open the database and close it again; what goes wrong with it ends the command with 2."""
    try:
        database = Database(Places.of_user().database)
        try:
            yield database
        finally:
            database.close()
    except StoreError as error:
        raise failure(str(error)) from error


def failure(reason: str) -> typer.Exit:
    """Say why a command cannot go on; return what ends it."""
    typer.echo(reason, err=True)
    return typer.Exit(2)
