"""`rust-agent-lsp learned`: what was learned from your repairs, to see, change, share, forget."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from rust_agent_lsp.cli.user_database import failure, user_database
from rust_agent_lsp.learning.form import is_form
from rust_agent_lsp.model.events import Learned
from rust_agent_lsp.model.team import WORKSPACE as TEAM
from rust_agent_lsp.stores import learned

app = typer.Typer(help="What was learned from your own repairs.", no_args_is_help=True)
FORMAT = 1
Number = Annotated[int, typer.Argument(help="The number that `learned list` gives.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_(json_: AsJson = False) -> None:
    """List the forms of repair, what stood there and what stands there now.

    `$0` is what the diagnostic points at, `$1` a name, `#1` a literal, `%1` a name that the
    diagnostic quotes. Nothing else of your code is kept.
    """
    with user_database() as database:
        forms = learned.every(database)
    if json_:
        typer.echo(json.dumps([asdict(form) for form in forms], ensure_ascii=False))
        return
    console = Console()
    if not forms:
        console.print("Nothing has been learned yet.")
        return
    table = Table("id", "code", "before", "after", "seen", "undone", "workspace")
    for form in forms:
        numbers = (str(form.seen), str(form.withdrawn))
        table.add_row(
            str(form.id), form.code, form.before, form.after, *numbers, form.workspace or "any"
        )
    console.print(table, markup=False)


@app.command()
def show(number: Number, json_: AsJson = False) -> None:
    """Show one form with its record."""
    with user_database() as database:
        form = _form(learned.every(database), number)
    if json_:
        typer.echo(json.dumps(asdict(form), ensure_ascii=False))
        return
    for name, value in asdict(form).items():
        shown = ", ".join(value) if isinstance(value, tuple) else value
        typer.echo(f"{name}: {shown}")


@app.command()
def edit(
    number: Number,
    before: Annotated[str | None, typer.Option(help="What must stand there.")] = None,
    after: Annotated[str | None, typer.Option(help="What is to stand there then.")] = None,
    workspace: Annotated[
        Path | None, typer.Option(help="The workspace in which it counts from now on.")
    ] = None,
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="Let it count in any workspace.")
    ] = False,
) -> None:
    """Change a form, in the notation of `learned list`; its record stays.

    An edited form too is offered only where the compiler accepts it.
    """
    if everywhere and workspace is not None:
        raise failure("--workspace and --everywhere exclude each other")
    where = None if workspace is None else str(workspace.resolve())
    with user_database() as database:
        form = _form(learned.every(database), number)
        edited = replace(
            form,
            before=form.before if before is None else before,
            after=form.after if after is None else after,
            workspace="" if everywhere else where or form.workspace,
        )
        if edited == form:
            raise failure("say what is to change: --before, --after, --workspace or --everywhere")
        if not is_form(edited.before, edited.after):
            raise failure(f"{edited.before!r} → {edited.after!r} is no form")
        if not learned.edit(database, edited):
            raise failure("there is such a form already")
    typer.echo(f"form {number} is now {edited.before} → {edited.after}")


@app.command()
def remove(number: Number) -> None:
    """Forget one form."""
    with user_database() as database:
        if not learned.remove(database, number):
            raise failure(f"there is no form {number}")
    typer.echo(f"form {number} is forgotten")


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="Where to write; without it, print.")] = None,
) -> None:
    """Write all forms as JSON, without the names of your folders."""
    with user_database() as database:
        own = [f for f in learned.every(database) if not f.workspace.startswith(TEAM)]
    forms = [{**asdict(form), "workspace": ""} for form in own]
    text = json.dumps({"format": FORMAT, "learned": forms}, ensure_ascii=False, indent=2) + "\n"
    if file is None:
        sys.stdout.write(text)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise failure(f"{file} cannot be written: {error.strerror}") from error


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="What `learned export` wrote.")],
    workspace: Annotated[
        Path | None, typer.Option(help="The workspace that they count in; without it, any.")
    ] = None,
) -> None:
    """Take in forms that were exported elsewhere; what is known already stays as it is."""
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
        here = "" if workspace is None else str(workspace.resolve())
        forms = [_read(one, here) for one in given["learned"]]
    except OSError as error:
        raise failure(f"{file} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise failure(f"{file} is not what `learned export` writes: {error}") from error
    with user_database() as database:
        new = learned.add(database, forms)
    typer.echo(f"{new} of {len(forms)} forms are new")


def _form(forms: Sequence[Learned], number: int) -> Learned:
    form = next((form for form in forms if form.id == number), None)
    if form is None:
        raise failure(f"there is no form {number}")
    return form


def _read(one: dict[str, Any], workspace: str) -> Learned:
    known = {field.name: one[field.name] for field in fields(Learned)}
    known |= {"id": 0, "workspace": workspace, "times": tuple(map(str, known["times"]))}
    form = Learned(**known)
    texts = (form.code, form.before, form.after)
    numbers = (form.seen, form.accepted, form.refused, form.withdrawn)
    if not all(isinstance(text, str) for text in texts) or not is_form(form.before, form.after):
        raise ValueError(f"{form.before!r} → {form.after!r} is no form")
    if not all(type(number) is int and number >= 0 for number in numbers):
        raise ValueError(f"{numbers} are no counts")
    return form
