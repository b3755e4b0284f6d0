"""The commands of `rust-agent-lsp`."""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from rust_agent_lsp import __version__
from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.stores.knowledge import entry_files, knowledge_root
from rust_agent_lsp.toolchain.locate import locate

_COMMANDS = (
    *("explain-command", "whatsnew", "serve", "demo", "check", "ask", "new", "recognize"),
    *("exercise", "doctor", "trust", "ingest", "train", "review", "exam", "refresh"),
)
_GROUPS = ("knowledge", "concepts", "data", "learned", "feedback", "rules", "learn", "team")
_ALL = _COMMANDS + _GROUPS


def make_app(wanted: str = "") -> typer.Typer:
    """Return the command line; where `wanted` is the name of a command, with that alone.

    To load all of them takes half a second. Each is the function of its name (a group: `app`) in
    the module of its name.
    """
    app = typer.Typer(pretty_exceptions_enable=False)
    app.callback()(_main)
    for name in _COMMANDS:
        if wanted not in _ALL or name == wanted:
            function = name.replace("-", "_")
            app.command()(getattr(import_module(f"{__package__}.{function}"), function))
    for name in _GROUPS:
        if wanted not in _ALL or name == wanted:
            app.add_typer(import_module(f"{__package__}.{name}").app, name=name)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rust-agent-lsp {__version__} ({_knowledge()}; {_rustc()})")
        raise typer.Exit


def _knowledge() -> str:
    """Return the number of entries and a short hash of their names and texts."""
    root = knowledge_root()
    files = [path for _, path in entry_files(root)]
    content = hashlib.sha256()
    for path in files:
        content.update(hashlib.sha256(path.relative_to(root).as_posix().encode()).digest())
        content.update(hashlib.sha256(path.read_bytes()).digest())
    return f"knowledge: {len(files)} entries, {content.hexdigest()[:8]}"


def _rustc() -> str:
    """Return the compiler of the default toolchain, without its commit."""
    try:
        return " ".join(locate(Path.home()).version.split()[:2])
    except ToolchainError:
        return "no rustc found"


def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print and leave.")
    ] = False,
) -> None:
    """Explain Rust errors and offer fixes that the compiler has accepted."""
