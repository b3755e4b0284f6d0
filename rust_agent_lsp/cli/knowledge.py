"""`rust-agent-lsp knowledge`: check the entries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from rust_agent_lsp.ingest.coverage import coverage as measure
from rust_agent_lsp.ingest.coverage import known_to, larger_templates
from rust_agent_lsp.model.errors import RustAgentError
from rust_agent_lsp.stores.knowledge import Knowledge, knowledge_root
from rust_agent_lsp.stores.patterns import Patterns
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.toolchain.locate import default_docs_root, locate

app = typer.Typer(help="The entries behind explanations and answers.", no_args_is_help=True)


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Entry files; default: all.")] = None,
    update: Annotated[bool, typer.Option(help="Write the exemplars into the entries.")] = False,
) -> None:
    """Hold entries to their form and prove each. Exit 1 when something is wrong."""
    # The checker brings in pydantic and more, which no other command should pay for.
    from rust_agent_lsp.cli.check_entries import check_entries

    raise typer.Exit(check_entries(files or [], update))


@app.command("export")
def export_(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Write all patterns, commands and errors as plain JSON, yours included.

    The keys are: `pattern_id`, `category`, `code_template`, `explanation`, `common_errors`,
    `fixes`, `related_patterns`; `command`, `category`, `purpose`, `use_cases`, `dangers`,
    `safe_alternatives`; `error`, `explanation`, `example_code`, `fix`, `pattern`. Exit 0: written;
    2: not.
    """
    from rust_agent_lsp.cli.exchange import export_forms

    raise typer.Exit(export_forms(folder, Console()))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="One JSON object of that form, or a list of them.")],
) -> None:
    """Make entries of your own out of such objects, each only if it proves itself.

    A pattern's code and a fix's code must compile, an error's example must fail with its code, a
    command must be one that its manual knows. Exit 0: all taken in; 1: some were not, and why; 2:
    the file cannot be read.
    """
    from rust_agent_lsp.cli.exchange import import_forms

    raise typer.Exit(import_forms(file, Console()))


@app.command()
def coverage() -> None:
    """Say which errors and lints of the installed toolchain have no entry; exit 1 if a code has."""
    console = Console()
    docs = default_docs_root()
    if docs is None:
        console.print("Install the toolchain's documentation: `rustup component add rust-docs`.")
        raise typer.Exit(2)
    entries = Knowledge().load_all()
    found = measure(entries, known_to(locate(Path.cwd()), docs))
    for what, names in (
        ("error codes without an entry", found.missing_codes),
        ("retired error codes without a line", found.missing_retired),
        ("rustc lints without an entry", found.missing_rustc_lints),
        ("clippy lints without an entry", found.missing_clippy_lints),
        ("codes of ours that this toolchain does not know", found.unknown),
        ("codes called retired that it still gives", found.wrongly_retired),
    ):
        console.print(f"{len(names):4} {what}", highlight=False)
        if names:
            console.print("     " + " ".join(names), highlight=False, style="dim")
    console.print(f"{found.full:4} full entries", highlight=False)
    patterns = Patterns().all().values()
    larger = len(larger_templates(patterns))
    console.print(f"{len(patterns):4} patterns", highlight=False)
    console.print(f"{larger:4} templates of whole programs or modules", highlight=False)
    raise typer.Exit(1 if any((found.missing_codes, found.unknown, found.wrongly_retired)) else 0)


@app.command()
def build() -> None:
    """Build the index of the entries now; returns when it answers."""
    raise typer.Exit(build_index(Console()))


def build_index(console: Console) -> int:
    """Build or open the index and report; return the exit code."""
    # Chroma and numpy take a second to import, which no other command should pay for.
    from rust_agent_lsp.stores.embedding import load_encoder
    from rust_agent_lsp.stores.index_open import open_shipped
    from rust_agent_lsp.stores.index_search import search
    from rust_agent_lsp.stores.models import installed_model

    try:
        with Progress(console=console, transient=True) as bar:
            task = bar.add_task("Indexing")
            index = open_shipped(
                Places.of_user().cache,
                knowledge_root(),
                load_encoder(installed_model()),
                lambda done, total: bar.update(task, completed=done, total=total),
            )
        found = search([index], "value used after it was moved", ("errors",), 1)
        index.close()
    except RustAgentError as error:
        console.print(str(error), style="red", markup=False)
        return 2
    console.print(f"{index.size} texts indexed in {index.path}", markup=False, highlight=False)
    return 0 if found else 1
