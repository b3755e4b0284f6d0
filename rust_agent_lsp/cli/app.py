"""The commands of `rust-agent-lsp`."""

from __future__ import annotations

from typing import Annotated

import typer

from rust_agent_lsp import __version__
from rust_agent_lsp.cli import knowledge
from rust_agent_lsp.cli.check import check
from rust_agent_lsp.cli.demo import demo
from rust_agent_lsp.cli.doctor import doctor
from rust_agent_lsp.cli.ingest import ingest
from rust_agent_lsp.cli.serve import serve
from rust_agent_lsp.cli.train import train
from rust_agent_lsp.cli.trust import trust

app = typer.Typer(
    pretty_exceptions_enable=False,
)
app.add_typer(knowledge.app, name="knowledge")
for command in (serve, demo, check, doctor, trust, ingest, train):
    app.command()(command)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rust-agent-lsp {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print and leave.")
    ] = False,
) -> None:
    """Explain Rust errors and offer fixes that the compiler has accepted."""
