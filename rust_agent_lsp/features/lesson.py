"""The whole lesson of an entry: the text, the user's own cases, exercises."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rust_agent_lsp.features.exercise import exercises
from rust_agent_lsp.features.notes import as_markdown
from rust_agent_lsp.matching.explain import escape, lesson, quote
from rust_agent_lsp.model.entry import Entry
from rust_agent_lsp.model.events import Confusion, Note

CASES = 3
"""After how many cases of one error the lesson is offered, and how many it shows."""


def lesson_page(
    entry: Entry,
    docs_root: Path | None = None,
    own_case: str = "",
    cases: Sequence[Confusion] = (),
    notes: Sequence[Note] = (),
    way: str = "",
) -> str:
    """Return the Markdown document: the user's case now, the entry, the `way` to it and on from it,
    what the user wrote of it, earlier cases, exercises."""
    parts = [lesson(entry, docs_root, own_case)]
    if way:
        parts.append(f"{way}\n")
    if notes:
        parts.append(f"{as_markdown(notes)}\n")
    if len(cases) >= CASES:
        parts.append(_own_cases(cases[-CASES:]))
    if tasks := exercises(entry):
        blocks = "\n\n".join(f"```rust\n{task.block.code}```" for task in tasks)
        parts.append(
            "## Exercise\n\nRepair this so that it compiles, and keep what it does. The command"
            " *Exercise* of the editor opens it as a file that is checked on save; in a terminal:"
            f" `rust-agent-lsp exercise {entry.id}`.\n\n{blocks}\n"
        )
    return "\n".join(parts)


def _own_cases(cases: Sequence[Confusion]) -> str:
    # A story was safe when it was told; taking out literals may have parted its backticks.
    rows = "\n".join(
        f"{n}. {case.timestamp[:10]}, {escape(case.file)}: {quote(case.story)}"
        for n, case in enumerate(cases, 1)
    )
    return f"## Your own cases\n\n{rows}\n"
