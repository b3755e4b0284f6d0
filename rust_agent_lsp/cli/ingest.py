"""`rust-agent-lsp ingest`: bring what is known and what is installed into the indexes."""

from __future__ import annotations

import typer
from rich.console import Console

from rust_agent_lsp.cli.indexes import ingest_with_progress
from rust_agent_lsp.cli.knowledge import build_index
from rust_agent_lsp.model.errors import RustAgentError
from rust_agent_lsp.stores.concepts import Concepts
from rust_agent_lsp.toolchain.locate import default_docs_root


def ingest() -> None:
    """Index the shipped entries, then the documentation that is installed with the toolchain;
    returns when both answer. What is done already is not done again."""
    console = Console()
    if failed := build_index(console):
        raise typer.Exit(failed)
    docs = default_docs_root()
    if docs is None:
        console.print(
            "There is no documentation to read; install it: rustup component add rust-docs"
        )
        raise typer.Exit(0)
    try:
        done = ingest_with_progress(docs, console)
        concepts = Concepts(done.concepts)
        counts = concepts.counts()
        concepts.close()
    except RustAgentError as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    for book, count in counts.items():
        console.print(f"{count:6} {book}", highlight=False)
    console.print(f"{sum(counts.values()):6} concepts in {done.concepts}", highlight=False)
