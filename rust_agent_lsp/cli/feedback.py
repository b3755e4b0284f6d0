"""`rust-agent-lsp feedback`: judge an explanation or a rule, and see what you wrote."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from rust_agent_lsp.cli.user_database import failure, user_database
from rust_agent_lsp.fixes.registry import all_rules
from rust_agent_lsp.learning.false_positives import RUSTC
from rust_agent_lsp.model.events import Feedback, Problem, Scope, TargetKind
from rust_agent_lsp.stores import feedback
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.toolchain.workspace import find_workspace

app = typer.Typer(help="Say what helped and what did not.", no_args_is_help=True)


@app.command()
def say(
    target: Annotated[
        str, typer.Argument(help="E0382, a lint, `rule:NAME`, `answer:ID` or `pattern:ID`.")
    ],
    helpful: Annotated[
        bool, typer.Option("--helpful/--not-helpful", help="Whether it helped.", show_default=False)
    ],
    problem: Annotated[
        Problem | None, typer.Option(help="What was wrong with it.", show_default=False)
    ] = None,
    reason: Annotated[str, typer.Option(help="In your own words.", show_default=False)] = "",
    path: Annotated[Path, typer.Option(help="The project that it is said of.")] = Path(),
    everywhere: Annotated[bool, typer.Option(help="It holds in every project.")] = False,
) -> None:
    """Judge an explanation, a rule, an answer or a pattern.

    What you write of an explanation is shown beside it from then on, and
    `review --corrections DIR` makes a contribution of it. `"these words" -> "those words"` is
    taken as a correction to the letter.

    Exit 0: kept; 2: there is no such thing, or it could not be kept.
    """
    kind, name, code = _meant(target)
    root = find_workspace(path.resolve()) or path.resolve()
    judgement = Feedback(
        helpful=helpful,
        kind=kind,
        target_id=uuid.uuid4().hex[:16] if kind is TargetKind.FIX else name,
        subject=name,
        code=code,
        workspace=str(root),
        scope=Scope.EVERYWHERE if everywhere else Scope.PROJECT,
        reason=reason.strip(),
        problem=problem or "",
    )
    with user_database() as database:
        feedback.add(database, judgement)
    typer.echo(f"kept ({name})")


@app.command()
def notes(json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List what you wrote of explanations that did not help."""
    with user_database() as database:
        found = feedback.notes(database)
    if json_:
        typer.echo(json.dumps([asdict(note) for note in found], ensure_ascii=False))
        return
    for note in found:
        what = f" ({note.problem})" if note.problem else ""
        typer.echo(f"{note.id}  {note.timestamp[:10]}  {note.entry}{what}: {note.text}")
    if not found:
        typer.echo("You have written nothing.")


@app.command()
def forget(
    number: Annotated[int, typer.Argument(help="The number that `feedback notes` gives.")],
) -> None:
    """Forget what you wrote there; the judgement stays."""
    with user_database() as database:
        if not feedback.forget_note(database, number):
            raise failure(f"there is no note {number}")
    typer.echo(f"note {number} is forgotten")


def _meant(target: str) -> tuple[TargetKind, str, str | None]:
    """Return the kind, the name and the code of what is judged."""
    kind, colon, name = target.partition(":")
    if kind == "rule" and colon:
        if name not in (*all_rules(), RUSTC):
            raise failure(f"there is no rule {name}")
        return TargetKind.FIX, name, None
    if kind in (TargetKind.ANSWER, TargetKind.PATTERN) and colon and name:
        return TargetKind(kind), name, None
    wanted = name if kind == TargetKind.ENTRY and colon else target
    entry = Knowledge().by_code(wanted)
    if entry is None:
        raise failure(f"there is no explanation of {wanted}")
    return TargetKind.ENTRY, entry.id, entry.codes[0] if entry.codes else None
