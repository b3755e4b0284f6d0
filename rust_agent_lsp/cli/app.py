"""The commands of `rust-agent-lsp`."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from rust_agent_lsp import __version__
from rust_agent_lsp.cli import concepts, data, feedback, knowledge, learn, learned, rules, team
from rust_agent_lsp.cli.ask import ask
from rust_agent_lsp.cli.check import check
from rust_agent_lsp.cli.demo import demo
from rust_agent_lsp.cli.doctor import doctor
from rust_agent_lsp.cli.exam import exam
from rust_agent_lsp.cli.exercise import exercise
from rust_agent_lsp.cli.explain_command import explain_command
from rust_agent_lsp.cli.ingest import ingest
from rust_agent_lsp.cli.new import new
from rust_agent_lsp.cli.recognize import recognize
from rust_agent_lsp.cli.refresh import refresh
from rust_agent_lsp.cli.review import review
from rust_agent_lsp.cli.serve import serve
from rust_agent_lsp.cli.train import train
from rust_agent_lsp.cli.trust import trust
from rust_agent_lsp.cli.whatsnew import whatsnew
from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.stores.knowledge import entry_files, knowledge_root
from rust_agent_lsp.toolchain.locate import locate

app = typer.Typer(
    pretty_exceptions_enable=False,
)
app.command()(explain_command)
app.command()(whatsnew)
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(concepts.app, name="concepts")
app.add_typer(data.app, name="data")
app.add_typer(learned.app, name="learned")
app.add_typer(feedback.app, name="feedback")
app.add_typer(rules.app, name="rules")
app.add_typer(learn.app, name="learn")
app.add_typer(team.app, name="team")
for command in (serve, demo, check, ask, new, recognize, exercise, doctor, trust, ingest, train):
    app.command()(command)
app.command()(review)
app.command()(exam)
app.command()(refresh)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rust-agent-lsp {__version__} ({_knowledge()}; {_rustc()})")
        raise typer.Exit


def _knowledge() -> str:
    """Return the number of entries and a short hash of their names and texts."""
    root = knowledge_root()
    files = [path for _, path in entry_files(root)]
    content = hashlib.sha256()
    for path in files:
        content.update(hashlib.sha256(path.relative_to(root).as_posix().encode()).digest())
        content.update(hashlib.sha256(path.read_bytes()).digest())
    return f"knowledge: {len(files)} entries, {content.hexdigest()[:8]}"


def _rustc() -> str:
    """Return the compiler of the default toolchain, without its commit."""
    try:
        return " ".join(locate(Path.home()).version.split()[:2])
    except ToolchainError:
        return "no rustc found"


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print and leave.")
    ] = False,
) -> None:
    """Explain Rust errors and offer fixes that the compiler has accepted."""
