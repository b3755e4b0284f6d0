"""`rust-agent-lsp explain-command`: what a shell line does, flag by flag, and what it may lose."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console

from rust_agent_lsp.features.explain_command import Explained, Explainer, Explanation
from rust_agent_lsp.ingest.manual_options import Manuals
from rust_agent_lsp.model.errors import RustAgentError
from rust_agent_lsp.stores.knowledge import knowledge_root
from rust_agent_lsp.stores.places import Places


def explain_command(
    line: Annotated[str, typer.Argument(help="The line between quotes; it is never run.")],
    json_: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Explain a shell line: each program and flag, what may be lost, the safer way, the way back.

    Exit 0: explained; 1: nothing is known of its programs; 2: there is no command in it.
    """
    console = Console()
    try:
        explainer = Explainer(knowledge_root(), Manuals(Places.of_user().cache))
        found = explainer.line(line)
    except RustAgentError as error:
        Console(stderr=True).print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    if not found.commands:
        Console(stderr=True).print("There is no command in this line.", style="red")
        raise typer.Exit(2)
    if json_:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        _show(found, console)
    raise typer.Exit(0 if any(command.known for command in found.commands) else 1)


def _show(found: Explanation, console: Console) -> None:
    if found.destructive:
        console.print("This line may destroy something for good.", style="bold red")
    if found.broken:
        console.print("It is no complete shell line: a quote or bracket is open.", style="yellow")
    if found.what:
        console.print(found.what, markup=False, highlight=False)
    for danger in found.dangers:
        console.print(f"Careful: {danger}", style="red", markup=False, highlight=False)
    for number, command in enumerate(found.commands):
        if number or found.destructive or found.broken or found.what:
            console.print()
        _show_one(command, console)


def _show_one(command: Explained, console: Console) -> None:
    def say(text: str, style: str = "") -> None:
        console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)

    say(command.text, "bold")
    if command.after:
        say(f"  ({command.after})", "dim")
    for danger in command.dangers if command.destructive else ():
        say(f"  Careful: {danger}", "red")
    say(f"  {command.what or 'Nothing is known of this program.'}")
    width = max((len(part.text) for part in command.parts), default=0)
    for part in command.parts:
        meaning = part.meaning or ("unknown" if part.is_flag else "")
        say(f"    {part.text:{min(width, 28)}}  {meaning}".rstrip())
    for danger in () if command.destructive else command.dangers:
        say(f"  Note: {danger}")
    for title, lines in (
        ("See first what would happen", [command.preview]),
        ("Safer", list(command.safe_alternatives)),
        ("Take it back", command.undo.splitlines()),
        ("From", [command.source]),
    ):
        if said := [line for line in lines if line]:
            say(f"  {title}:", "bold")
            for line in said:
                say(f"    {line}")
