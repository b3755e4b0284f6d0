"""The commands of `rust-agent-lsp`."""

from __future__ import annotations

import typer

from rust_agent_lsp.cli import knowledge
from rust_agent_lsp.cli.check import check
from rust_agent_lsp.cli.demo import demo
from rust_agent_lsp.cli.doctor import doctor
from rust_agent_lsp.cli.serve import serve

app = typer.Typer(
    help="Explains Rust errors and offers fixes that the compiler has accepted.",
    pretty_exceptions_enable=False,
)
app.add_typer(knowledge.app, name="knowledge")
app.command()(serve)
app.command()(demo)
app.command()(check)
app.command()(doctor)
