"""The commands of `rust-agent-lsp`."""

from __future__ import annotations

import typer

from rust_agent_lsp.cli import knowledge

app = typer.Typer(
    help="Explains Rust errors and offers fixes that the compiler has accepted.",
    pretty_exceptions_enable=False,
)
app.add_typer(knowledge.app, name="knowledge")
