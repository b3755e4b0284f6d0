"""`rust-agent-lsp knowledge`: check the entries."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from rust_agent_lsp.cli.check_commands import CommandChecks
from rust_agent_lsp.cli.check_patterns import PatternChecks
from rust_agent_lsp.ingest.check_blocks import check_entry, with_exemplars
from rust_agent_lsp.ingest.coverage import coverage as measure
from rust_agent_lsp.ingest.coverage import known_to
from rust_agent_lsp.ingest.fences import blocks
from rust_agent_lsp.ingest.lint_entries import lint_entry
from rust_agent_lsp.ingest.native_blocks import Said, native_diagnostics
from rust_agent_lsp.ingest.style import style_complaints
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import RustAgentError
from rust_agent_lsp.stores.knowledge import Knowledge, entry_files, knowledge_root, parse_entry
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.toolchain.locate import default_docs_root, locate
from rust_agent_lsp.toolchain.own_text import own_text

app = typer.Typer(help="The entries behind explanations and answers.", no_args_is_help=True)
_OWN_FORM = (EntryKind.PATTERN, EntryKind.COMMAND)


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Entry files; default: all.")] = None,
    update: Annotated[bool, typer.Option(help="Write the exemplars into the entries.")] = False,
) -> None:
    """Hold entries to their form and prove each. Exit 1 when something is wrong."""
    console = Console()
    wanted = {file.resolve() for file in files or []}
    entries = [
        (kind, path)
        for kind, path in entry_files(knowledge_root())
        if not wanted or path.resolve() in wanted
    ]
    docs = default_docs_root()
    if docs is None:
        console.print("Links are not followed: the toolchain's documentation is not installed.")
    native = _native(console, [path for kind, path in entries if kind not in _OWN_FORM])
    patterns = PatternChecks(docs, update)
    commands = CommandChecks()

    def check_one(entry: tuple[EntryKind, Path]) -> list[str]:
        kind, path = entry
        if kind is EntryKind.PATTERN:
            return patterns.check(path)
        if kind is EntryKind.COMMAND:
            return commands.check(path)
        return _check_one(kind, path, docs, update, native)

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(check_one, entries))
    if not wanted:
        results += [patterns.check_library(), commands.check_together()]
    for reason in (*sorted(patterns.skipped), *commands.report()):
        console.print(reason, highlight=False, markup=False, soft_wrap=True)
    for complaint in (c for complaints in results for c in complaints):
        console.print(complaint, highlight=False, markup=False, soft_wrap=True)
    wrong = sum(map(bool, results))
    console.print(f"{len(entries)} entries checked, {wrong} with complaints")
    raise typer.Exit(1 if wrong or not entries else 0)


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
    raise typer.Exit(1 if any((found.missing_codes, found.unknown, found.wrongly_retired)) else 0)


@app.command()
def build() -> None:
    """Build the index of the entries now; returns when it answers."""
    raise typer.Exit(build_index(Console()))


def build_index(console: Console) -> int:
    """Build or open the index and report; return the exit code."""
    # Chroma and numpy take a second to import, which no other command should pay for.
    from rust_agent_lsp.stores.embedding import SHIPPED_MODEL, load_encoder
    from rust_agent_lsp.stores.index_open import open_shipped

    try:
        with Progress(console=console, transient=True) as bar:
            task = bar.add_task("Indexing")
            index = open_shipped(
                Places.of_user().cache,
                knowledge_root(),
                load_encoder(SHIPPED_MODEL),
                lambda done, total: bar.update(task, completed=done, total=total),
            )
        found = index.search("value used after it was moved", ("errors",), 1)
        index.close()
    except RustAgentError as error:
        console.print(str(error), style="red", markup=False)
        return 2
    console.print(f"{index.size} texts indexed in {index.path}", markup=False, highlight=False)
    return 0 if found else 1


def _native(console: Console, paths: Sequence[Path]) -> Said | None:
    """Return what rust-analyzer says of all blocks for it, or say why it was not asked."""
    try:
        return native_diagnostics(
            block for path in paths for block in blocks(path, path.read_text(encoding="utf-8"))
        )
    except RustAgentError as error:
        console.print(str(error), markup=False, highlight=False)
        return None


def _check_one(
    kind: EntryKind, path: Path, docs: Path | None, update: bool, native: Said | None
) -> list[str]:
    text = path.read_text(encoding="utf-8")
    complaints = lint_entry(path, kind, text, docs)
    if complaints:
        return complaints
    entry = parse_entry(path, kind, text)
    official = own_text(entry.codes[0]) if entry.codes else None
    if complaints := style_complaints(path, entry, text, official):
        return complaints
    proof = check_entry(path, kind, text, Places.of_user().cache / "blocks", native)
    if update and all("exemplars: run" in c for c in proof.complaints):
        path.write_text(with_exemplars(text, proof.exemplars), encoding="utf-8")
        return []
    return list(proof.complaints)
