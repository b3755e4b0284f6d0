"""Reads the snippets, and the blocks of the library that a rule is developed with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rust_agent_lsp.model.pattern import Pattern, PatternFile, PatternKind, fill
from rust_agent_lsp.stores.patterns import Patterns, block_files, section

HERE = Path(__file__).parent
DEVELOPMENT, HELD_OUT = "development", "held_out"
NEUTRAL, NEUTRAL_HELD_OUT = "neutral", "neutral_held_out"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of Rust; one of `ids` should be among the first three. Neutral ones have none."""

    ids: tuple[str, ...]
    code: str


def snippets(name: str) -> list[Snippet]:
    """Return the snippets of one file: each begins with a line `//~ ids`."""
    text = (HERE / f"{name}.rs").read_text(encoding="utf-8")
    parts = re.split(r"^//~", text, flags=re.M)[1:]
    cut = (part.partition("\n") for part in parts)
    return [Snippet(tuple(head.split()), code) for head, _, code in cut]


@cache
def library() -> dict[str, Pattern]:
    """Return the patterns by id."""
    return Patterns().all()


def own_texts(pattern: Pattern) -> Iterator[str]:
    """Yield what a pattern's rule should recognise: its template and example, or what is bad."""
    if pattern.kind is PatternKind.ANTI_PATTERN:
        yield from _rust(block_files(section(pattern.body, "Bad")))
        return
    defaults = {hole.name: hole.default for hole in pattern.holes}
    yield from (fill(text, defaults) for text in _rust(pattern.template))
    yield from _rust(pattern.example)


def repaired_texts(pattern: Pattern) -> Iterator[str]:
    """Yield the repair of an anti-pattern, in which it must not be seen any more."""
    if pattern.kind is PatternKind.ANTI_PATTERN:
        yield from _rust(pattern.example)


def _rust(files: object) -> Iterator[str]:
    assert isinstance(files, tuple | Iterator)
    for file in files:
        assert isinstance(file, PatternFile)
        if not file.path or file.path.endswith(".rs"):
            yield file.text
