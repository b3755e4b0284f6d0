"""`rust-agent-lsp rules`: how the fix rules fare with you, and which are switched off."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from rust_agent_lsp.cli.user_database import user_database
from rust_agent_lsp.learning.false_positives import LIMIT, Standing, standings
from rust_agent_lsp.model.events import Switch
from rust_agent_lsp.stores import rules
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.toolchain.workspace import find_workspace

app = typer.Typer(help="How the fix rules fare with you.", no_args_is_help=True)
Project = Annotated[Path, typer.Option("--path", help="The project that is meant.")]
Rule = Annotated[str, typer.Argument(help="The rule, as `rules list` names it.")]
Code = Annotated[str, typer.Option(help="At this error code or lint alone.", show_default=False)]
Everywhere = Annotated[bool, typer.Option(help="In every project.")]


@app.command("list")
def list_(
    path: Project = Path(),
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the rules whose fixes you applied or judged, the worst first.

    A fix that was taken back or called not helpful is a false positive. A rule is switched off in
    a project once it is 95 % sure that more than 10 % of its fixes are, after 5 bad ones of 5, 6
    of 10, 7 of 20 or 11 of 50.
    """
    with user_database() as database:
        found = _standings(database, path)
    if json_:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        state = {"you": "off, by you", "record": "off, by its record"}.get(one.by, "on")
        at = f" at {one.code}" if one.code else ""
        share = f"{one.bad} of {one.fixes} fixes were not wanted"
        sure = f"{one.sure:.0%} sure that it is more than {LIMIT:.0%}"
        typer.echo(f"{one.rule}{at}: {state}; {share}, {sure}")
    if not found:
        typer.echo("No fix was applied or judged in this project.")


@app.command("on")
def switch_on(
    rule: Rule, code: Code = "", path: Project = Path(), everywhere: Everywhere = False
) -> None:
    """Switch a rule on again; what was said of it before counts no more."""
    _turn(Switch(rule, code, _where(path, everywhere), is_on=True))


@app.command("off")
def switch_off(
    rule: Rule, code: Code = "", path: Project = Path(), everywhere: Everywhere = False
) -> None:
    """Switch a rule off: its fixes are not offered."""
    _turn(Switch(rule, code, _where(path, everywhere), is_on=False))


def _turn(switch: Switch) -> None:
    with user_database() as database:
        rules.turn(database, switch)
    where = switch.workspace or "every project"
    typer.echo(f"{switch.rule} is {'on' if switch.is_on else 'off'} in {where}")


def _standings(database: Database, path: Path) -> list[Standing]:
    known = (rules.outcomes(database), rules.switches(database))
    return standings(*known, _where(path, everywhere=False))


def _where(path: Path, everywhere: bool) -> str:
    if everywhere:
        return ""
    return str(find_workspace(path.resolve()) or path.resolve())
