"""`rust-agent-lsp recognize`: which patterns and anti-patterns a file holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from rust_agent_lsp.features.recognize import recognize as patterns_in
from rust_agent_lsp.model.pattern import Recognized
from rust_agent_lsp.syntax.lines import LineTable


def recognize(
    file: Annotated[Path, typer.Argument(help="A file of Rust.")],
    json_: Annotated[bool, typer.Option("--json", help="Print the patterns as JSON.")] = False,
) -> None:
    """Name the patterns and anti-patterns of a file, best first, each at its clearest place.

    Exit 0: read, whatever was found; 2: the file cannot be read.
    """
    try:
        text = file.read_bytes()
    except OSError as error:
        reason = f"{file} cannot be read: {error.strerror}"
        Console(stderr=True).print(reason, style="red", markup=False)
        raise typer.Exit(2) from error
    lines, found = LineTable(text), patterns_in(text)
    if json_:
        patterns = [_as_json(pattern, lines) for pattern in found]
        typer.echo(json.dumps({"patterns": patterns}, ensure_ascii=False))
        return
    console = Console()
    for pattern in found:
        line = lines.line_at(pattern.span.start) + 1
        style = "yellow" if pattern.is_bad else "green"
        console.print(pattern.name, style=style, end="", markup=False, highlight=False)
        said = f"  line {line}: {pattern.reason}"
        console.print(said, markup=False, highlight=False, soft_wrap=True)
    if not found:
        console.print("No pattern of the library was recognised.")


def _as_json(pattern: Recognized, lines: LineTable) -> dict[str, Any]:
    ends = (lines.position(at, "utf-16") for at in (pattern.span.start, pattern.span.end))
    start, end = ({"line": line, "character": character} for line, character in ends)
    return {**pattern.as_json(), "range": {"start": start, "end": end}}
