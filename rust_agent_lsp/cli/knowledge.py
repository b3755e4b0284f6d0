"""`rust-agent-lsp knowledge`: check the entries."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from rust_agent_lsp.ingest.check_blocks import check_entry, with_exemplars
from rust_agent_lsp.ingest.lint_entries import lint_entry
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.stores.knowledge import entry_files, knowledge_root
from rust_agent_lsp.toolchain.locate import default_docs_root

app = typer.Typer(help="The entries behind explanations and answers.", no_args_is_help=True)


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Entry files; default: all.")] = None,
    update: Annotated[bool, typer.Option(help="Write the exemplars into the entries.")] = False,
) -> None:
    """Hold entries to their form and compile every block. Exit 1 when something is wrong."""
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
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda e: _check_one(e[0], e[1], docs, update), entries))
    for complaint in (c for complaints in results for c in complaints):
        console.print(complaint, highlight=False, markup=False, soft_wrap=True)
    wrong = sum(map(bool, results))
    console.print(f"{len(entries)} entries checked, {wrong} with complaints")
    raise typer.Exit(1 if wrong or not entries else 0)


def _check_one(kind: EntryKind, path: Path, docs: Path | None, update: bool) -> list[str]:
    text = path.read_text(encoding="utf-8")
    complaints = lint_entry(path, kind, text, docs)
    if complaints:
        return complaints
    proof = check_entry(path, kind, text)
    if update and all("exemplars: run" in c for c in proof.complaints):
        path.write_text(with_exemplars(text, proof.exemplars), encoding="utf-8")
        return []
    return list(proof.complaints)
