"""`rust-agent-lsp refresh`: the quarterly round, with one report."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.console import Console

from rust_agent_lsp.model.errors import RustAgentError, ToolchainError

# Half of the program, which no other command should pay for.
if TYPE_CHECKING:
    from rust_agent_lsp.features.exam import Result
    from rust_agent_lsp.features.refresh import Refreshed, Survey

FAILED = 2
RATINGS = {str(number): number for number in range(1, 6)}

T = TypeVar("T")


def refresh(
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it; else into your data.")
    ] = None,
    survey: Annotated[
        bool, typer.Option("--survey", help="Ask three questions, too, where there is a terminal.")
    ] = False,
    sample: Annotated[
        int, typer.Option(min=0, help="How many cases of each part of the exam; 0: all.")
    ] = 40,
    json_: Annotated[bool, typer.Option("--json", help="Print the report as JSON, too.")] = False,
) -> None:
    """Read the installed documentation anew where it changed, say what is new in it and which
    entries it has left behind, hold the exam, and write one report of all that.

    Exit 0: the report is written; 2: it is not. What could not be done stands in the report.
    """
    console = Console(stderr=True)
    try:
        path, done = _refresh(report, sample, console, survey=survey)
    except (RustAgentError, OSError) as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(FAILED) from error
    if json_:
        typer.echo(json.dumps(done.as_json(), ensure_ascii=False, indent=2))
    for problem in done.problems:
        console.print(problem, style="yellow", markup=False, highlight=False, soft_wrap=True)
    console.print(f"The report is in {path}", markup=False, highlight=False, soft_wrap=True)


def _refresh(
    report: Path | None, sample: int, console: Console, *, survey: bool
) -> tuple[Path, Refreshed]:
    from rust_agent_lsp.cli.review import stale_section
    from rust_agent_lsp.cli.whatsnew import look
    from rust_agent_lsp.features.refresh import Refreshed, as_markdown
    from rust_agent_lsp.stores import models, rounds
    from rust_agent_lsp.stores.database import Database
    from rust_agent_lsp.stores.knowledge import entry_files, knowledge_root
    from rust_agent_lsp.stores.places import Places
    from rust_agent_lsp.stores.rounds import RoundKind

    places, problems = Places.of_user(), list[str]()
    database = Database(places.database)
    try:
        given = _survey(console) if survey else None
        model = models.installed_model(places.data)
        shipped = model == models.SHIPPED_MODEL
        done = Refreshed(
            date=datetime.now(UTC).date().isoformat(),
            toolchain=_toolchain(),
            model="the shipped one" if shipped else f"trained here, {model.name[:12]}",
            entries=len(list(entry_files(knowledge_root()))),
            concepts=_part(lambda: _ingest(console), problems) or {},
            news=_part(lambda: look(None, console), problems),
            stale=_part(lambda: stale_section(console), problems),
            exam=_part(lambda: _exam(sample, console), problems),
            survey=given,
            before=rounds.last(database, RoundKind.SURVEY),
            problems=problems,
        )
        path = report or places.data / "reports" / f"refresh-{done.date}.md"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(as_markdown(done), encoding="utf-8")
        rounds.note(database, RoundKind.REFRESH, done.summary())
        if given is not None:
            rounds.note(database, RoundKind.SURVEY, given.ratings)
    finally:
        database.close()
    return path, done


def _part(work: Callable[[], T], problems: list[str]) -> T | None:
    """Do one part; where it cannot be done, the report says why and the others are done."""
    try:
        return work()
    except RustAgentError as error:
        problems.append(f"Not done: {error}")
        return None


def _ingest(console: Console) -> dict[str, int]:
    from rust_agent_lsp.cli.indexes import ingest_with_progress
    from rust_agent_lsp.stores.concepts import Concepts
    from rust_agent_lsp.toolchain.locate import default_docs_root

    docs = default_docs_root()
    if docs is None:
        raise ToolchainError("no documentation is installed: rustup component add rust-docs")
    concepts = Concepts(ingest_with_progress(docs, console).concepts)
    try:
        return concepts.counts()
    finally:
        concepts.close()


def _exam(sample: int, console: Console) -> Result:
    from rust_agent_lsp.cli.exam import hold, keep

    result = hold(sample, 0, console)
    keep(result, console)
    return result


def _toolchain() -> str:
    from rust_agent_lsp.toolchain.locate import locate

    try:
        return " ".join(locate(Path.home()).version.split()[:2])
    except ToolchainError:
        return "no rustc found"


def _survey(console: Console) -> Survey | None:
    """Ask the three questions; nothing where nobody is there to answer."""
    from rust_agent_lsp.features.refresh import MISSING, RATED, Survey

    if not _is_terminal():
        console.print("The survey was not asked: there is no terminal.", style="dim")
        return None
    console.print("Three questions; press Enter to leave one out. Nothing leaves this machine.")
    ratings: dict[str, int] = {}
    for name, question in RATED.items():
        answer = typer.prompt(question, default="", show_default=False, err=True).strip()
        if answer in RATINGS:
            ratings[name] = RATINGS[answer]
    missing = typer.prompt(MISSING, default="", show_default=False, err=True).strip()
    return Survey(ratings, missing)


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
