"""Why a trait is needed: the requirement that fails, then what asks for it, step by step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.text import Location

TRAIT_ERRORS = frozenset({"E0271", "E0277", "E0599", "E0369", "E0282", "E0283"})
MAX_STEPS = 6
MAX_TYPES = 6

_STEP = re.compile(r"(?:required|within) .*|type mismatch resolving .*", re.S)
_OTHERS = re.compile(r"the following other types implement trait `.+?`(?::\n(?P<list>.*))?", re.S)
_NAMED = re.compile(r"`(.+?)`(?: implements `.+`)?")

Quote = Callable[[str], str]


def requirements(
    diagnostic: Diagnostic, line_of: Callable[[Location], int | None], quote: Quote
) -> str:
    """Return the chain of requirements of a trait error as a Markdown list, the failing one first,
    and which types do have the trait; empty where the compiler tells of none.

    `quote` makes foreign text safe for Markdown.
    """
    if diagnostic.code not in TRAIT_ERRORS:
        return ""
    parts = []
    steps = list(dict.fromkeys(_steps(diagnostic, line_of, quote)))
    if steps:
        steps = [quote(diagnostic.message), *steps[:MAX_STEPS]]
        parts.append("\n".join(f"{n}. {step}" for n, step in enumerate(steps, 1)))
    types = list(dict.fromkeys(_types(diagnostic)))
    if types:
        named = ", ".join(quote(f"`{name}`") for name in types[:MAX_TYPES])
        parts.append(f"These have it: {named}{' and others' if len(types) > MAX_TYPES else ''}.")
    return "\n\n".join(parts)


def _steps(
    diagnostic: Diagnostic, line_of: Callable[[Location], int | None], quote: Quote
) -> Iterator[str]:
    remarks = [
        (note.text, note.labels[0].location if note.labels else None) for note in diagnostic.notes
    ]
    # rust-analyzer sends the notes that have a place among the labels.
    remarks += [(label.text, label.location) for label in diagnostic.labels if not label.primary]
    for text, place in remarks:
        if not _STEP.fullmatch(text) or "by this " in text or text.endswith("by this call"):
            continue
        line = line_of(place) if place is not None and place.path == diagnostic.path else None
        yield quote(text) + (f" (line {line})" if line is not None else "")


def _types(diagnostic: Diagnostic) -> Iterator[str]:
    for note in diagnostic.notes:
        if others := _OTHERS.fullmatch(note.text):
            listed = (others["list"] or "").splitlines()
            yield from (name.strip(" `") for name in listed if name.startswith("  "))
            named = (_NAMED.fullmatch(label.text) for label in note.labels)
            yield from (found[1] for found in named if found)
