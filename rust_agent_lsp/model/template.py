"""Message templates: rustc's wording with `{captures}`, and our sentences filled from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.entry import Template
from rust_agent_lsp.model.text import Location

_CAPTURE = re.compile(r"\{(\w+)\}")
_HOLE = re.compile(r"\{(\w+(?:\.\w+)?)\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """What a template found in a diagnostic: its sentences, the captures, the roles' places."""

    sentences: tuple[str, ...]
    captures: dict[str, str]
    roles: dict[str, Location]


@lru_cache(maxsize=4096)
def pattern(text: str) -> re.Pattern[str]:
    """Return the regular expression of a wording with `{captures}`; `{_}` matches anything.

    Raises `re.error` when a capture's name is not an identifier.
    """
    out, at, seen = [], 0, set[str]()
    for hole in _CAPTURE.finditer(text):
        out.append(re.escape(text[at : hole.start()]))
        name, at = hole[1], hole.end()
        if name == "_":
            out.append(".+?")
        elif name in seen:
            out.append(f"(?P={name})")
        else:
            seen.add(name)
            out.append(f"(?P<{name}>.+?)")
    out.append(re.escape(text[at:]))
    return re.compile("".join(out), re.S)


def fixed_length(text: str) -> int:
    """Return how many letters of a wording stand outside of its `{captures}`."""
    return len(_CAPTURE.sub("", text))


def fill(
    template: Template, diagnostic: Diagnostic, line_of: Callable[[Location], int | None]
) -> Filled | None:
    """Match `template` against `diagnostic` and fill its sentences, or return None.

    `line_of` gives the one-based line of a place. Sentences with an unfilled hole are left out.
    """
    if template.native and not diagnostic.native:
        return None
    headline = pattern(template.message).fullmatch(diagnostic.message)
    if headline is None:
        return None
    captures: dict[str, str] = dict(headline.groupdict())
    roles: dict[str, Location] = {}
    texts = list(_texts(diagnostic))
    for role, wording in template.labels.items():
        for text, place in texts:
            found = pattern(wording).fullmatch(text)
            if found:
                captures = {**found.groupdict(), **captures}
                if place is not None:
                    roles[role] = place
                break
    values = dict(captures)
    if diagnostic.here:
        values["here"] = diagnostic.here
    for name, place in {"": diagnostic.location, **roles}.items():
        # A line number of another file would be read as one of this file.
        line = line_of(place) if place.path == diagnostic.path else None
        if line is not None:
            values[f"{name}.line".lstrip(".")] = str(line)
    sentences = tuple(s for raw in template.says if (s := _filled(raw, values)) is not None)
    return Filled(sentences, captures, roles)


def _texts(diagnostic: Diagnostic) -> Iterator[tuple[str, Location | None]]:
    for label in diagnostic.labels:
        yield label.text, label.location
    for note in diagnostic.notes:
        yield note.text, note.labels[0].location if note.labels else None
        for label in note.labels:
            yield label.text, label.location
    for suggestion in diagnostic.suggestions:
        yield suggestion.text, None


def _filled(sentence: str, values: dict[str, str]) -> str | None:
    if any(hole[1] not in values for hole in _HOLE.finditer(sentence)):
        return None
    return _HOLE.sub(lambda hole: _as_code(values[hole[1]], sentence[: hole.start()]), sentence)


def _as_code(value: str, before: str) -> str:
    """Return foreign text safe for Markdown: inside backticks, and with none of its own."""
    plain = " ".join(value.replace("`", "").split())
    return plain if plain.isdigit() or before.count("`") % 2 else f"`{plain}`"
