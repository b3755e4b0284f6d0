"""`rust-agent-lsp ingest`: bring what is known and what is installed into the indexes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from rust_agent_lsp.cli.indexes import ingest_with_progress
from rust_agent_lsp.cli.knowledge import build_index
from rust_agent_lsp.model.errors import KnowledgeError, RustAgentError
from rust_agent_lsp.stores.concepts import Concepts
from rust_agent_lsp.stores.given_folders import give_folder
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.toolchain.locate import default_docs_root


def ingest(
    path: Annotated[
        list[Path] | None,
        typer.Option(
            help="A further book (mdBook's pages, or its Markdown with SUMMARY.md), or questions"
            " with answers: Stack Exchange's Posts.xml, JSON Lines, a folder of Markdown."
        ),
    ] = None,
    forget: Annotated[
        list[Path] | None, typer.Option(help="A book, or questions, not to be read any more.")
    ] = None,
) -> None:
    """Index the shipped entries, then the documentation that is installed with the toolchain and
    the books that were given; returns when all answer. What is done already is not done again."""
    console = Console()
    try:
        _give(path or (), forget or (), console)
    except RustAgentError as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
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


def _give(path: Sequence[Path], forget: Sequence[Path], console: Console) -> None:
    """Put books and questions on the user's list, each read once to see that it is one, or take
    them off."""
    data = Places.of_user().data
    for folder in path:
        _look_at(folder, console)
        give_folder(data, folder)
    for folder in forget:
        give_folder(data, folder, keep=False)


def _look_at(given: Path, console: Console) -> None:
    """Read what was given and say how much is in it. Raises `KnowledgeError` where nothing is."""
    from rust_agent_lsp.ingest.given_books import find_book, read_given
    from rust_agent_lsp.ingest.question_dumps import find_dump, read_dump

    if dump := find_dump(given):
        count = sum(1 for _ in read_dump(dump))
        if not count:
            raise KnowledgeError(f"{given}: no question about Rust, Git or Linux has a good answer")
        console.print(f"{count:6} questions in “{dump.title}”", highlight=False)
        return
    book = find_book(given)
    console.print(f"{len(read_given(book)):6} sections in “{book.title}”", highlight=False)
