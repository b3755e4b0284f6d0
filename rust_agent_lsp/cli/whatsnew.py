"""`rust-agent-lsp whatsnew`: what the installed Rust brings, and which entries want a look."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from rust_agent_lsp.cli.indexes import read_documentation
from rust_agent_lsp.model.errors import RustAgentError, StoreError, ToolchainError
from rust_agent_lsp.stores.concepts import Concepts
from rust_agent_lsp.stores.knowledge import Knowledge, knowledge_root
from rust_agent_lsp.toolchain.locate import default_docs_root

# It reads HTML, which no other command needs at its start.
if TYPE_CHECKING:
    from rust_agent_lsp.features.whats_new import WhatsNew

_SHOWN = ("language", "compatibility notes", "compiler")
_MOST = 15


def whatsnew(
    since: Annotated[
        str, typer.Option(help="Releases after this one, such as 1.93; else the latest minor one.")
    ] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Say what the installed release notes name as new, changed or gone, what of it is known, which
    entries want a look, and what differs from the documentation that was read before."""
    from rust_agent_lsp.ingest.release_notes import version_of

    console = Console()
    errors = Console(stderr=True)
    try:
        bound = version_of(since) if since else None
    except ValueError as error:
        errors.print(f"{since!r} is no version such as 1.93", style="red", markup=False)
        raise typer.Exit(2) from error
    try:
        found = look(bound, errors)
    except RustAgentError as error:
        errors.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    if json_:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False))
    else:
        _show(found, console)


def look(since: tuple[int, ...] | None, console: Console) -> WhatsNew:
    """Return what is new after the version `since`, or in the latest minor one.

    Raises `ToolchainError` where no documentation is installed, `StoreError` where it cannot be
    read.
    """
    from rust_agent_lsp.features.whats_new import whats_new
    from rust_agent_lsp.ingest.release_notes import newer, read_release_notes

    docs = default_docs_root()
    if docs is None:
        raise ToolchainError("no documentation is installed: rustup component add rust-docs")
    releases = newer(read_release_notes(docs), since)
    with ExitStack() as opened:
        path = read_documentation(console)
        concepts = Concepts(path)
        opened.callback(concepts.close)
        before = _before(path)
        if before is not None:
            opened.callback(before.close)
        entries = Knowledge(knowledge_root()).load_all()
        return whats_new(releases, entries, concepts, before)


def _before(path: Path) -> Concepts | None:
    """Return the documentation that was read before the one in the file `path`."""
    others = (other for other in path.parent.glob("*.sqlite3") if other != path)
    for other in sorted(others, key=lambda file: file.stat().st_mtime, reverse=True):
        try:
            return Concepts(other)
        except StoreError:
            continue
    return None


def _show(found: WhatsNew, console: Console) -> None:
    from rust_agent_lsp.features.whats_new import Change

    if not found.releases:
        console.print("There is no later release than that one.")
        return

    def say(text: str, style: str = "") -> None:
        console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)

    for release in found.releases:
        say(f"Rust {release.name} ({release.date})", "bold")
        for section, notes in release.sections.items():
            if section.lower() in _SHOWN or section == "Changes":
                say(f"  {section}")
                _list([note.text for note in notes], console)
    for change in Change:
        rows = [
            f"{one.name} ({one.version}; {one.entry or 'no entry of ours'}): {one.note}"
            for one in found.named
            if one.change is change
        ]
        if rows:
            say(f"Lints and codes: {change.value}", "bold")
            _list(rows, console)
    known = [api for api in found.apis if api.concept]
    say(f"Stabilised: {len(found.apis)} items, {len(known)} of them among the concepts", "bold")
    _list([f"{api.name}  [{api.concept or 'not found'}]" for api in found.apis], console)
    if found.unlisted:
        say(f"Further items that say they are of these versions: {len(found.unlisted)}", "bold")
        _list(found.unlisted, console)
    say(f"Entries to review: {len(found.review)}", "bold")
    _list([f"{entry} — {why}" for entry, why in sorted(found.review.items())], console)
    difference = found.difference
    if difference is None:
        say("The documentation that was read before says the same, or there is none.")
        return
    for title, ids in (
        ("New", difference.new), ("Changed", difference.changed), ("Gone", difference.gone),
    ):  # fmt: skip
        say(f"{title} against the documentation read before: {len(ids)}", "bold")
        _list(ids, console)


def _list(rows: Sequence[str], console: Console) -> None:
    for row in rows[:_MOST]:
        console.print(f"    - {row}", markup=False, highlight=False, soft_wrap=True)
    if len(rows) > _MOST:
        console.print(f"    … and {len(rows) - _MOST} more (all with --json)", style="dim")
