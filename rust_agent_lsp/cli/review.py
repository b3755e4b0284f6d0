"""`rust-agent-lsp review`: what went wrong lately, each with what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from rust_agent_lsp.model.errors import RustAgentError

if TYPE_CHECKING:
    from rust_agent_lsp.features.review import Review, Section

FAILED = 2
SHOWN = 10
"""How many findings of a kind are printed as text; JSON and the page have all."""


def review(
    days: Annotated[int, typer.Option(min=1, help="How far back to look.")] = 7,
    json_: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page with plots.")
    ] = None,
    corrections: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write what you said of explanations as patches there."),
    ] = None,
    toolchain: Annotated[
        bool, typer.Option(help="Hold the entries against the installed toolchain, too.")
    ] = True,
) -> None:
    """Say what failed, what was asked without an answer, which fixes were declined or undone, which
    codes have no entry and which entries the toolchain has left behind, each with what to do.

    Exit 0: reviewed; 2: the database or the page could not be read or written.
    """
    console = Console(stderr=True)
    if corrections is not None:
        _write_corrections(corrections, console)
        return
    try:
        found = _review(days, console, with_toolchain=toolchain)
        if html is not None:
            from rust_agent_lsp.features.review_page import as_html

            html.write_text(as_html(found), encoding="utf-8")
    except (RustAgentError, OSError) as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(FAILED) from error
    if json_:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    elif html is not None:
        console.print(f"{html} is written.", markup=False, highlight=False, soft_wrap=True)
    else:
        _show(found, Console())


def _review(days: int, console: Console, *, with_toolchain: bool) -> Review:
    # Slow to import, and used here alone.
    from rust_agent_lsp.features.review import review as look
    from rust_agent_lsp.features.rounds import due_section
    from rust_agent_lsp.stores import rounds
    from rust_agent_lsp.stores.database import Database
    from rust_agent_lsp.stores.knowledge import Knowledge
    from rust_agent_lsp.stores.places import Places

    stale = stale_section(console) if with_toolchain else None
    database = Database(Places.of_user().database)
    try:
        found = look(database, Knowledge(), days, stale, due_section(database))
        if not database.read_only:
            findings = {section.id: len(section.rows) for section in found.sections}
            rounds.note(database, rounds.RoundKind.REVIEW, findings)
        return found
    finally:
        database.close()


def stale_section(console: Console) -> Section | None:
    """Return which entries the installed toolchain has left behind; None, with a word on
    `console`, where it cannot be asked."""
    from rust_agent_lsp.features.stale import stale
    from rust_agent_lsp.ingest.coverage import known_to
    from rust_agent_lsp.model.errors import ToolchainError
    from rust_agent_lsp.stores.knowledge import Knowledge
    from rust_agent_lsp.toolchain.locate import default_docs_root, locate

    docs = default_docs_root()
    if docs is None:
        console.print("Entries are not compared: the toolchain's documentation is not installed.")
        return None
    try:
        installed = locate(Path.home())
    except ToolchainError as error:
        console.print(f"Entries are not compared: {error}", markup=False)
        return None
    name = " ".join(installed.version.split()[:2])
    return stale(Knowledge().load_all(), known_to(installed, docs), docs, name)


def _write_corrections(folder: Path, console: Console) -> None:
    """Write a patch for each shipped entry that the user wrote something of."""
    from rust_agent_lsp.cli.user_database import failure, user_database
    from rust_agent_lsp.features.notes import by_entry, patches
    from rust_agent_lsp.stores import feedback
    from rust_agent_lsp.stores.knowledge import knowledge_root

    with user_database() as database:
        found, missing = patches(by_entry(feedback.notes(database)), knowledge_root())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for patch in found:
            (folder / patch.name).write_text(patch.text, encoding="utf-8")
            typer.echo(folder / patch.name)
    except OSError as error:
        raise failure(f"{folder} cannot be written: {error}") from error
    if missing:
        console.print(f"No entries of ours: {', '.join(missing)}", markup=False)
    if not found:
        console.print("You have written nothing of an entry that is shipped.")


def _show(found: Review, console: Console) -> None:
    console.print(f"The last {found.days} days", style="bold", highlight=False)
    for section in found.sections:
        console.print(f"\n{section.title}", style="bold", markup=False, highlight=False)
        if not section.rows:
            console.print("  nothing", style="dim")
        for row in section.rows[:SHOWN]:
            detail = f"  ({row.detail})" if row.detail else ""
            line = f"{row.count:8g}  {row.what}{detail}"
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        if (more := len(section.rows) - SHOWN) > 0:
            console.print(f"          and {more} more", style="dim", highlight=False)
        if section.todo:
            console.print(f"  → {section.todo}", markup=False, highlight=False, soft_wrap=True)
