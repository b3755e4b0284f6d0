"""`rust-agent-lsp train`: make the small embedding model anew, or tune the one in use (extra
`train`)."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from rust_agent_lsp.model.errors import KnowledgeError, RustAgentError

# They bring numpy, which no other command needs at its start.
if TYPE_CHECKING:
    from rust_agent_lsp.cli.adoption import Adoption
    from rust_agent_lsp.learning.training_pairs import Question

REFUSED, FAILED = 1, 2


def train(
    output: Annotated[
        Path | None, typer.Argument(help="The folder to write a model made anew to.")
    ] = None,
    base: Annotated[
        Path | None, typer.Option(help="A folder with MiniLM's weights, if not the package's.")
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option(help="A TOML file of questions, `ask`, `entry` and `part` (train, held-out)."),
    ] = None,
    intents: Annotated[
        bool,
        typer.Option(
            "--intents",
            help="Make the model of intents at OUTPUT instead: a transformer that names what a"
            " question asks for. 40 minutes on 2 cores.",
        ),
    ] = False,
    adopt: Annotated[
        bool,
        typer.Option(
            "--adopt",
            help="Tune the model in use on the entries and on the answers that you accepted; it"
            " takes the place of the one in use only if no test gets worse.",
        ),
    ] = False,
    back: Annotated[
        bool, typer.Option("--back", help="Return to the model before the adopted one.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Make the embedding model: anew from MiniLM at OUTPUT, or with --adopt from the one in use.

    What is trained on are the entries, what the installed toolchain says of the same errors, its
    documentation, and with --adopt your accepted answers. A few minutes on 2 cores.

    Exit 0: done; 1: the new model was not adopted; 2: it could not be made.
    """
    console = Console(stderr=True)
    if (output is not None) + adopt + back != 1 or (intents and output is None):
        console.print("Name one of: a folder OUTPUT, --adopt, --back.", style="red")
        raise typer.Exit(FAILED)
    try:
        if back:
            raise typer.Exit(_go_back(json_=json_))
        if output is None:
            from rust_agent_lsp.cli.adoption import adopt_new_model

            done = adopt_new_model(_read(questions) if questions else [], console)
            _show(done, json_=json_)
            raise typer.Exit(0 if done.adopted else REFUSED)
        if intents:
            report = _make_intents(output, base, console)
        else:
            report = _make(output, base, questions, console)
    except RustAgentError as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(FAILED) from error
    _print(report, json_=json_)


def _make(
    output: Path, base: Path | None, questions: Path | None, console: Console
) -> dict[str, object]:
    from rust_agent_lsp.cli.adoption import material
    from rust_agent_lsp.learning.train_model import require_extra
    from rust_agent_lsp.learning.train_model import train as train_model
    from rust_agent_lsp.learning.training_pairs import pairs_of

    require_extra()
    asked = _read(questions) if questions else []
    return asdict(train_model(output, pairs_of(material(asked, (), console)), base))


def _make_intents(output: Path, base: Path | None, console: Console) -> dict[str, object]:
    from rust_agent_lsp.cli.indexes import read_documentation
    from rust_agent_lsp.learning.train_intents import train_intents
    from rust_agent_lsp.learning.train_model import require_extra
    from rust_agent_lsp.stores.concepts import elsewhere_of
    from rust_agent_lsp.stores.index_open import documents_of_documentation
    from rust_agent_lsp.stores.index_texts import documents_of
    from rust_agent_lsp.stores.knowledge import Knowledge, knowledge_root

    require_extra()
    documents = documents_of(Knowledge().load_all())
    documents += documents_of_documentation(read_documentation(console), knowledge_root())
    return asdict(train_intents(output, documents, elsewhere_of(knowledge_root()), base))


def _go_back(*, json_: bool) -> int:
    from rust_agent_lsp.stores.models import SHIPPED_MODEL, go_back
    from rust_agent_lsp.stores.places import Places

    model = go_back(Places.of_user().data)
    if json_:
        typer.echo(json.dumps({"back": model is not None, "model": str(model or SHIPPED_MODEL)}))
    elif model is None:
        typer.echo("No model was adopted; the shipped one is in use.")
    else:
        which = "the shipped model" if model == SHIPPED_MODEL else str(model)
        typer.echo(f"In use again: {which}. A server that runs takes it at its next start.")
    return 0


def _show(done: Adoption, *, json_: bool) -> None:
    if json_:
        typer.echo(json.dumps(done.as_json(), ensure_ascii=False, indent=2))
        return
    console = Console()
    for test in done.tests:
        before, after = (f"{count} of {test.total}" for count in (test.before, test.after))
        differs = f"{test.gained} gained, {test.lost} lost"
        verdict = "worse" if test.worse else "no worse"
        line = f"{test.title}: before {before}, after {after} ({differs}): {verdict}"
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    if done.adopted:
        text = f"Adopted: {done.model}. A server that runs takes it at its next start."
        text += " `rust-agent-lsp train --back` returns to the one before."
    else:
        text = f"Not adopted: {done.reason}. Everything is as it was."
    console.print(text, highlight=False, markup=False, soft_wrap=True)


def _print(report: dict[str, object], *, json_: bool) -> None:
    if json_:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    for name, value in report.items():
        typer.echo(f"{name.replace('_', ' ')}: {value}")


def _read(file: Path) -> list[Question]:
    """Return the questions of a file. Raises `KnowledgeError`."""
    from rust_agent_lsp.learning.training_pairs import Question

    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))["questions"]
        return [Question(q["ask"], q["entry"], q["part"] == "held-out") for q in found]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(f"{file}: no list of questions: {error!r}") from error
