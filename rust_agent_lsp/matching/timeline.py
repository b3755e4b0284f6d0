"""What happened to a value, line by line: owned, then moved or borrowed, then used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rust_agent_lsp.model.diagnostic import Diagnostic, Label
from rust_agent_lsp.model.text import Location

# The line number of a place, from one, and the line's text.
LineAt = Callable[[Location], tuple[int, str] | None]

OWNERSHIP = frozenset({
    "E0373", "E0381", "E0382", "E0384", "E0499", "E0500", "E0501", "E0502", "E0503", "E0505",
    "E0506", "E0507", "E0509", "E0515", "E0521", "E0594", "E0596", "E0597", "E0712", "E0713",
    "E0716",
})  # fmt: skip
MAX_LINES = 7
MAX_WIDTH = 56

# rustc's labels, and what they tell of the value; the rest is told in rustc's words.
_EVENTS = tuple(
    (re.compile(wording, re.S), event)
    for wording, event in (
        (r"move occurs because `(.+?)` has type `.*", r"\1 owns the value"),
        (r"value moved here, in previous iteration of loop", "moved, in the round before"),
        (r"(?:value|data) moved here", "moved"),
        (r"value moved into closure here.*", "moved into the closure"),
        (r"`(.+?)` moved due to this .*", r"\1 moved"),
        (r"value borrowed here after move", "used, but moved before"),
        (r"value (?:used|assigned) here after (?:partial )?move", "used, but moved before"),
        (r"move out of `(.+?)` occurs here", r"\1 moved, still borrowed"),
        (r"binding `(.+?)` declared here", r"\1 begins"),
        (r"binding declared here but left uninitialized", "declared, without a value"),
        (r"`(.+?)` used here but it (?:isn't|is possibly-un)\s?initialized", r"\1 used, no value"),
        (r"first assignment to `(.+?)`", r"\1 gets its value"),
        (r"cannot assign twice to immutable variable", "changed"),
        (r"(first |second )?mutable borrow occurs here", r"\1borrow, to change it"),
        (r"(first |second )?immutable borrow occurs here", r"\1borrow, to read it"),
        (r"first borrow later used (?:here|by call)", "the first borrow is still used"),
        (r"(?:im)?mutable borrow later used (?:here|by call)", "that borrow is still used"),
        (r"borrow later used (?:here|by call)", "the borrow is still used"),
        (r"borrow later captured here by closure", "the borrow is still used, in a closure"),
        (r"(?:borrow of )?`(.+?)` (?:occurs|is borrowed) here", r"\1 borrowed"),
        (r"`(.+?)` is assigned to here but it was already borrowed", r"\1 changed, still borrowed"),
        (r"borrowed value does not live long enough", "borrowed"),
        (r"`(.+?)` dropped here while still borrowed", r"\1 ends, still borrowed"),
        (r"creates a temporary value which is freed while still in use", "temporary value"),
        (r"temporary value is freed at the end of this statement", "the temporary value ends"),
        (r"use of borrowed `(.+?)`", r"\1 used, still borrowed"),
    )
)


def timeline(diagnostic: Diagnostic, line_at: LineAt) -> str:
    """Return the lines that an ownership error speaks of with what happens on each, as a Markdown
    block; empty for other errors, and where everything happens on one line."""
    if diagnostic.code not in OWNERSHIP:
        return ""
    lines: dict[int, tuple[str, list[str]]] = {}
    for label in _labels(diagnostic):
        found = line_at(label.location)
        if found is None:
            continue
        number, text = found
        events = lines.setdefault(number, (text, []))[1]
        if (event := _event(label.text)) not in events:
            events.append(event)
    if not 2 <= len(lines) <= MAX_LINES:
        return ""
    return _block([(n, text.strip(), "; ".join(e)) for n, (text, e) in sorted(lines.items())])


def _labels(diagnostic: Diagnostic) -> Iterator[Label]:
    for label in diagnostic.labels:
        if label.location.path == diagnostic.path and label.text.strip():
            yield label


def _event(label: str) -> str:
    """Return a label as an event; it can hold anything that the user's code holds."""
    told = " ".join(label.split())
    for wording, event in _EVENTS:
        if found := wording.fullmatch(told):
            told = found.expand(event)
            break
    return told.replace("`", "")


def _block(lines: list[tuple[int, str, str]]) -> str:
    width = min(MAX_WIDTH, max(len(text) for _, text, _ in lines))
    digits = len(str(lines[-1][0]))
    rows = [
        f"{number:>{digits}}  {_cut(text, width):<{width}}  ← {event}"
        for number, text, event in lines
    ]
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`{2,}", "\n".join(rows))), default=2))
    return "\n".join((f"{fence}text", *rows, fence))


def _cut(text: str, width: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"
