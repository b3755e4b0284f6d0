"""`rust-agent-lsp train`: make the small embedding model anew (extra `train`)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from rust_agent_lsp.learning.train_model import train as train_model
from rust_agent_lsp.model.errors import RustAgentError
from rust_agent_lsp.stores.knowledge import Knowledge


def train(
    output: Annotated[Path, typer.Argument(help="The folder to write the model to.")],
    base: Annotated[
        Path | None, typer.Option(help="A folder with MiniLM's weights, if not the package's.")
    ] = None,
) -> None:
    """Distil a static model from MiniLM and tune it on the entries. About a minute on 2 cores."""
    console = Console()
    try:
        report = train_model(output, Knowledge().load_all(), base)
    except RustAgentError as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    for name, value in asdict(report).items():
        console.print(f"{name.replace('_', ' ')}: {value}", highlight=False, markup=False)
