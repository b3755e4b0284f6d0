"""A pattern: what it is for, and its code, whose typed holes take the user's names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rust_agent_lsp.model.text import Span


class Competency(StrEnum):
    """The twelve fields of Rust; also the names of the folders below `knowledge/patterns`."""

    OWNERSHIP = "ownership"
    TRAITS = "traits"
    ASYNC = "async"
    UNSAFE_FFI = "unsafe-ffi"
    SMART_POINTERS = "smart-pointers"
    INTERIOR_MUTABILITY = "interior-mutability"
    MACROS = "macros"
    ERROR_HANDLING = "error-handling"
    ZERO_COST = "zero-cost"
    PERFORMANCE = "performance"
    TOOLING = "tooling"
    ARCHITECTURE = "architecture"


class PatternKind(StrEnum):
    """Good practice, bad practice with its repair, or a larger program to start from."""

    IDIOM = "idiom"
    ANTI_PATTERN = "anti-pattern"
    TEMPLATE = "template"


class HoleKind(StrEnum):
    """What may stand in a hole. Lists are repeated by `⟨each …⟩`."""

    TYPE = "type"
    IDENT = "ident"
    EXPR = "expr"
    TRAIT = "trait"
    PATH = "path"
    LITERAL = "literal"
    FIELD_LIST = "field-list"
    IDENT_LIST = "ident-list"


@dataclass(frozen=True, slots=True)
class Hole:
    """One placeholder of a template; `default` makes it compile as it stands."""

    name: str
    kind: HoleKind
    default: str
    description: str


@dataclass(frozen=True, slots=True)
class Dependency:
    """A crate as it stands in Cargo.toml."""

    name: str
    version: str
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommonError:
    """An error code or lint that one meets with the pattern, and the way out."""

    code: str
    way: str


@dataclass(frozen=True, slots=True)
class PatternFile:
    """A text of a template or example; `path` is empty where it is a single Rust file."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """One file of `knowledge/patterns`; knowledge/SCHEMA.md has the meaning of each field."""

    id: str
    category: Competency
    kind: PatternKind
    title: str
    summary: str
    why: str
    when: tuple[str, ...]
    when_not: str
    level: int
    since: str
    body: str
    template: tuple[PatternFile, ...]
    example: tuple[PatternFile, ...]
    holes: tuple[Hole, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    aliases: tuple[str, ...] = ()
    utterances: tuple[str, ...] = ()
    common_errors: tuple[CommonError, ...] = ()
    antipatterns: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    lints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognized:
    """A pattern found in a text; `name` is its term, `score` from 0 to 1, `span` in bytes.

    `reason` is a sentence in the user's own names, `is_bad` marks an anti-pattern.
    """

    id: str
    name: str
    score: float
    span: Span
    reason: str
    is_bad: bool

    def as_json(self) -> dict[str, Any]:
        """Return it as the server and the command line give it, but for the range."""
        return {
            "id": self.id,
            "name": self.name,
            "score": self.score,
            "reason": self.reason,
            "bad": self.is_bad,
        }


HOLE = re.compile(r"⟨(\w+)(?:\|(\w+))?⟩")
_CLOSING = (")", "]", ">")
_EACH_LINES = re.compile(r"^[ \t]*⟨each (\w+)⟩\n(.*?)^[ \t]*⟨end⟩\n", re.S | re.M)
_EACH_INLINE = re.compile(r"⟨each (\w+)⟩(.*?)⟨end⟩", re.S)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return the template with its holes filled; a hole without a value stays as it is.

    `⟨name|snake⟩` gives the value another case (`snake`, `pascal`, `screaming`, `kebab`).
    `⟨each fields⟩…⟨end⟩` repeats what is between for each item of a list, in which `⟨field⟩` and
    `⟨type⟩` (of a field list) or `⟨item⟩` (of a list of names) stand for it; lines that hold
    nothing but these two marks vanish. Before a closing bracket the last comma is left out.
    """

    def repeat(found: re.Match[str]) -> str:
        if found[1] not in values:
            return found[0]
        listed = "".join(_put(found[2], item) for item in items(values[found[1]]))
        return listed.removesuffix(", ") if template[found.end() :][:1] in _CLOSING else listed

    template = _EACH_LINES.sub(repeat, template)
    return _put(_EACH_INLINE.sub(repeat, template), values)


def items(listed: str) -> list[dict[str, str]]:
    """Return the items of a list's value, `a: A, b: B` or `a, b`, each as the holes it fills."""
    depth, parts = 0, [""]
    for character in listed.replace("->", "\0"):
        depth += (character in "([{<") - (character in ")]}>")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    found = []
    for part in (p.replace("\0", "->").strip() for p in parts):
        name, colon, kind = part.partition(":")
        if part:
            named = {"field": name.strip(), "type": kind.strip()}
            found.append(named if colon else {"item": part})
    return found


def recase(name: str, case: str) -> str:
    """Return a Rust name in another case; an unknown case leaves it as it is."""
    words = [word.lower() for word in _WORD.findall(name)]
    match case:
        case "snake":
            return "_".join(words)
        case "kebab":
            return "-".join(words)
        case "screaming":
            return "_".join(words).upper()
        case "pascal":
            return "".join(word.capitalize() for word in words)
    return name


def _put(text: str, values: Mapping[str, str]) -> str:
    return HOLE.sub(
        lambda found: recase(values[found[1]], found[2] or "") if found[1] in values else found[0],
        text,
    )
