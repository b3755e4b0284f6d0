"""`rust-agent-lsp team`: forms of repair shared with a team, by a Chroma server of its own."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import Annotated, Any

import typer

from rust_agent_lsp.cli.user_database import failure, user_database
from rust_agent_lsp.features import team
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.team import State
from rust_agent_lsp.stores import team_client
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.stores.team_records import TeamFile
from rust_agent_lsp.stores.team_settings import (
    TeamSettings,
    authors,
    authors_file,
    settings_file,
    team_settings,
)
from rust_agent_lsp.stores.team_signatures import public_line

app = typer.Typer(help="Forms of repair shared with your team.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def status(json_: AsJson = False) -> None:
    """Show the server, your own key's line, the members on your list, and what is held here."""
    places = Places.of_user()
    try:
        settings = _settings(places)
        held = Counter(one.state.value for one in TeamFile.of(places).held.values())
        known: dict[str, Any] = {
            "url": settings.url,
            "key": public_line(places, settings.author),
            "authors": sorted(authors(places)),
            **{state.value: held[state.value] for state in State},
        }
    except StoreError as error:
        raise failure(str(error)) from error
    try:
        known["server"] = f"{team_client.count(settings)} records"
    except StoreError as error:
        known["server"] = str(error)
    if json_:
        typer.echo(json.dumps(known, ensure_ascii=False))
        return
    for name, value in known.items():
        typer.echo(f"{name}: {', '.join(value) if isinstance(value, list) else value}")
    if not known["authors"]:
        typer.echo(f"Nobody is on your list; put the others' keys into {authors_file(places)}.")


@app.command()
def push() -> None:
    """Send the repairs that you made by hand at least twice, signed with your key."""
    places = Places.of_user()
    with user_database() as database:
        sent = team.push(places, _settings(places), database)
    typer.echo(f"forms sent: {sent}")


@app.command()
def pull(json_: AsJson = False) -> None:
    """Fetch the team's forms; those count that are signed, known and accepted by your compiler."""
    places = Places.of_user()
    with user_database() as database:
        done = team.pull(places, _settings(places), database)
    if json_:
        typer.echo(json.dumps(asdict(done), ensure_ascii=False))
        return
    typer.echo(
        f"{done.found} records: {done.accepted} accepted, {done.quarantined} in quarantine,"
        f" {done.revoked} revoked, {sum(done.refused.values())} refused"
    )
    for why, number in sorted(done.refused.items()):
        typer.echo(f"  refused {number}: {why}")


@app.command()
def revoke(
    what: Annotated[str, typer.Argument(help="A record's id, or an author's name.")],
) -> None:
    """Let a record, or all of an author's, count no more; your own are taken back for all."""
    places = Places.of_user()
    with user_database() as database:
        number = team.revoke(places, _settings(places), database, what)
    typer.echo(f"{number} records count no more")


@app.command("list")
def list_(json_: AsJson = False) -> None:
    """List the records held here with what became of each."""
    try:
        held = list(TeamFile.of(Places.of_user()).held.values())
    except StoreError as error:
        raise failure(str(error)) from error
    if json_:
        typer.echo(json.dumps([asdict(one) for one in held], ensure_ascii=False))
        return
    for one in held:
        form = one.repair
        typer.echo(f"{one.id[:12]} {one.state.value} {form.author} {form.code}: {one.why}")
        typer.echo(f"    {form.before} → {form.after}")


def _settings(places: Places) -> TeamSettings:
    settings = team_settings(places)
    if settings is None:
        raise StoreError(f"no team is set; write `url` and `author` into {settings_file(places)}")
    return settings
