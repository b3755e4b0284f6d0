"""`rust-agent-lsp concepts`: the installed documentation as a graph, looked at and counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markdown import Markdown

from rust_agent_lsp.cli.indexes import read_documentation
from rust_agent_lsp.features.concept_graph import ConceptGraph, Node, related
from rust_agent_lsp.features.concept_picture import dot, html
from rust_agent_lsp.model.errors import RustAgentError, ToolchainError
from rust_agent_lsp.stores.concepts import Concepts
from rust_agent_lsp.toolchain.locate import default_docs_root

app = typer.Typer(no_args_is_help=True, help="The documentation that is installed, as a graph.")

_MOST_RELATED = 12
_NAMED = "An id, a title, or a name such as Vec::push or E0382."


class Format(StrEnum):
    """What a graph is written as."""

    DOT = "dot"
    HTML = "html"


@contextmanager
def _opened(console: Console) -> Iterator[Concepts]:
    """Give the concepts, read where they are not yet; what fails ends with exit status 2."""
    try:
        concepts = Concepts(read_documentation(Console(stderr=True)))
        try:
            yield concepts
        finally:
            concepts.close()
    except RustAgentError as error:
        Console(stderr=True).print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error


def _meant(graph: ConceptGraph, name: str) -> str:
    found = graph.find(name)
    if found is None:
        Console(stderr=True).print(f"Nothing is called {name!r}.", style="red", markup=False)
        raise typer.Exit(1)
    return found


@app.command()
def show(
    name: Annotated[str, typer.Argument(help=_NAMED)],
    json_: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show one concept: its text, what it is a part of, and what it leads to.

    Exit 1: nothing is called so.
    """
    console = Console()
    with _opened(console) as concepts:
        graph = ConceptGraph(concepts)
        concept = concepts.get(_meant(graph, name))
        if concept is None:
            node = _meant(graph, name)
            console.print(f"{node} is an entry; it rests on:", markup=False, highlight=False)
            for edge in concepts.edges_from(node):
                console.print(f"  {edge.target}", markup=False, highlight=False)
            return
        beside = related(concepts, concept)
        if json_:
            typer.echo(json.dumps({**asdict(concept), "related": beside}, ensure_ascii=False))
            return
        console.print(concept.title, style="bold", markup=False, highlight=False)
        since = f", since Rust {concept.since}" if concept.since else ""
        unstable = ", unstable" if concept.unstable else ""
        place = " › ".join(dict.fromkeys(concept.path))
        told = f"{place} (level {concept.level} of 5{since}{unstable})\n{concept.id}"
        console.print(told, style="dim", markup=False, highlight=False, soft_wrap=True)
        console.print(Markdown(concept.text))
        for title, ids in beside.items():
            console.print(f"{title.capitalize()}:", style="bold")
            for other in ids[:_MOST_RELATED]:
                _print_node(graph.node(other), console)
            if len(ids) > _MOST_RELATED:
                console.print(f"  … and {len(ids) - _MOST_RELATED} more", style="dim")


@app.command()
def path(
    start: Annotated[str, typer.Argument(metavar="FROM", help=_NAMED)],
    end: Annotated[str, typer.Argument(metavar="TO", help=_NAMED)],
) -> None:
    """Show the shortest way from one concept to another, over links and contents.

    Exit 1: one of them is unknown, or there is no way.
    """
    console = Console()
    with _opened(console) as concepts:
        graph = ConceptGraph(concepts)
        at, goal = _meant(graph, start), _meant(graph, end)
        way = graph.path(at, goal)
        if not way and at != goal:
            console.print("There is no way between them.")
            raise typer.Exit(1)
        _print_node(graph.node(at), console)
        for edge in way:
            forward = edge.source == at
            at = edge.target if forward else edge.source
            verb = {"contains": "part of", "links": "linked from", "explains": "explained by"}
            said = edge.relation.value if forward else verb[edge.relation.value]
            console.print(f"    {said}", style="dim")
            _print_node(graph.node(at), console)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    format_: Annotated[
        Format, typer.Option("--format", help="Graphviz, or a page with a picture.")
    ] = Format.HTML,
    around: Annotated[str, typer.Option(help=f"Only what lies around. {_NAMED}")] = "",
) -> None:
    """Write the graph as a file: what lies around one concept; without --around the whole as
    `dot`, the books and their links as `html`.
    """
    console = Console()
    with _opened(console) as concepts:
        graph = ConceptGraph(concepts)
        if around:
            chosen = graph.around(_meant(graph, around))
        else:
            chosen = graph.whole() if format_ is Format.DOT else graph.books()
        try:
            file.write_text(dot(chosen) if format_ is Format.DOT else html(chosen), "utf-8")
        except OSError as error:
            Console(stderr=True).print(f"{file} cannot be written: {error.strerror}", style="red")
            raise typer.Exit(2) from error
    console.print(f"{len(chosen.nodes)} nodes, {len(chosen.edges)} edges in {file}")


@app.command()
def coverage() -> None:
    """Hold the concepts against the installed pages, counted in another way than they are read.

    Exit 1: a section of the Book or a rule of the Reference is missing.
    """
    from rust_agent_lsp.ingest.book_pages import BOOKS
    from rust_agent_lsp.ingest.docs_coverage import coverage as counted

    console = Console()
    with _opened(console) as concepts:
        docs = default_docs_root()
        if docs is None:
            raise ToolchainError("no documentation is installed: rustup component add rust-docs")
        rows = counted(docs, BOOKS, {concept.id for concept in concepts.all()})
    lacking = False
    for row in rows:
        share = 100 * (1 - len(row.missing) / row.total)
        told = f"{share:6.2f} %  {row.total - len(row.missing):5} of {row.total:5} {row.what:8}"
        console.print(f"{told} {BOOKS[row.book][0]}", highlight=False)
        for missing in row.missing[:_MOST_RELATED]:
            console.print(f"           missing: {row.book}/{missing}", style="dim", markup=False)
        required = (row.book, row.what) in (("book", "sections"), ("reference", "rules"))
        lacking = lacking or (required and bool(row.missing))
    raise typer.Exit(1 if lacking else 0)


def _print_node(node: Node, console: Console) -> None:
    console.print(
        f"  {node.title}  [{node.id}]" if node.title != node.id else f"  {node.id}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
