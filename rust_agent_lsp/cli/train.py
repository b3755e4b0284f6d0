"""`rust-agent-lsp train`: make the small embedding model anew (extra `train`)."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from rust_agent_lsp.cli.indexes import ingest_with_progress
from rust_agent_lsp.learning.train_model import Question
from rust_agent_lsp.learning.train_model import train as train_model
from rust_agent_lsp.model.concept import Concept
from rust_agent_lsp.model.errors import KnowledgeError, RustAgentError
from rust_agent_lsp.stores.concepts import Concepts, asked_of
from rust_agent_lsp.stores.knowledge import Knowledge, knowledge_root
from rust_agent_lsp.toolchain.locate import own_toolchain


def train(
    output: Annotated[Path, typer.Argument(help="The folder to write the model to.")],
    base: Annotated[
        Path | None, typer.Option(help="A folder with MiniLM's weights, if not the package's.")
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option(help="A TOML file of questions, `ask`, `entry` and `part` (train, held-out)."),
    ] = None,
) -> None:
    """Distil a static model from MiniLM and tune it on the entries and on what the installed
    toolchain says of the same errors. A few minutes on 2 cores."""
    console = Console()
    try:
        asked = _read(questions) if questions else []
        toolchain = own_toolchain()
        concepts, places = _documentation(toolchain.docs_root, console)
        entries = Knowledge().load_all()
        report = train_model(output, entries, base, asked, toolchain, concepts, places)
    except RustAgentError as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    for name, value in asdict(report).items():
        console.print(f"{name.replace('_', ' ')}: {value}", highlight=False, markup=False)


def _documentation(
    docs_root: Path | None, console: Console
) -> tuple[list[Concept], dict[str, tuple[str, ...]]]:
    """Return the stable concepts of the installed documentation and what is asked about them."""
    if docs_root is None:
        console.print("Not trained on the documentation: it is not installed.")
        return [], {}
    file = Concepts(ingest_with_progress(docs_root, console).concepts)
    concepts = [concept for concept in file.all() if not concept.unstable]
    file.close()
    return concepts, asked_of(knowledge_root())


def _read(file: Path) -> list[Question]:
    """Return the questions of a file. Raises `KnowledgeError`."""
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))["questions"]
        return [Question(q["ask"], q["entry"], q["part"] == "held-out") for q in found]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(f"{file}: no list of questions: {error!r}") from error
