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
    toolchain: Annotated[
        bool, typer.Option(help="Hold the entries against the installed toolchain, too.")
    ] = True,
) -> None:
    """Say what failed, what was asked without an answer, which fixes were declined or undone, which
    codes have no entry and which entries the toolchain has left behind, each with what to do.

    Exit 0: reviewed; 2: the database or the page could not be read or written.
    """
    console = Console(stderr=True)
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
    from rust_agent_lsp.stores.database import Database
    from rust_agent_lsp.stores.knowledge import Knowledge
    from rust_agent_lsp.stores.places import Places

    stale = _stale(console) if with_toolchain else None
    database = Database(Places.of_user().database)
    try:
        return look(database, Knowledge(), days, stale)
    finally:
        database.close()


def _stale(console: Console) -> Section | None:
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
