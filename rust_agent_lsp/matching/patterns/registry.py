"""All rules: the shapes written in Python, and the clues read from `rules/*.rules`.

A rule file has one block for each rule, parted by empty lines:

    idiom entry-api | file | entry
        One look into the map finds or makes the value.
        0.88  .entry(¶).⟨(?:or_\\w+|and_modify)⟩(

`idiom` or `smell` (an anti-pattern), the pattern's id, the kind of place, the words that a file
must have; then the reason, then the clues with their weights, as `Rule` and `clue` tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from rust_agent_lsp.matching.patterns import (
    architecture,
    concurrency,
    error_handling,
    ownership,
    performance,
    smart_pointers,
    traits,
    unsafe_ffi,
)
from rust_agent_lsp.matching.patterns.clue import words_of
from rust_agent_lsp.matching.patterns.rule import THRESHOLD, Recogniser, Rule

_SHAPES = (
    *architecture.SHAPES,
    *concurrency.SHAPES,
    *error_handling.SHAPES,
    *ownership.SHAPES,
    *performance.SHAPES,
    *smart_pointers.SHAPES,
    *traits.SHAPES,
    *unsafe_ffi.SHAPES,
)


@cache
def all_rules() -> tuple[Recogniser, ...]:
    """Return every rule; several may tell the same pattern."""
    folder = Path(__file__).with_name("rules")
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.rules")))
    return (*_SHAPES, *(rule for text in texts for rule in read_rules(text)))


def read_rules(text: str) -> Iterator[Rule]:
    """Yield the rules of one file's text. Raises `ValueError` for what is no rule."""
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        kind_and_id, over, needs = (part.strip() for part in lines[0].split("|", 2))
        kind, pattern_id = kind_and_id.split()
        if kind not in ("idiom", "smell") or len(lines) < 3:
            raise ValueError(f"not a rule: {block}")
        clues = tuple(_clue(line) for line in lines[2:])
        words = {word for clue in _necessary(clues) for word in words_of(clue)}
        needs = " ".join(sorted({*needs.split(), *words}))
        yield Rule(pattern_id, lines[1].strip(), clues, needs, over, kind == "smell")


def _necessary(clues: Sequence[tuple[float, str]]) -> Iterator[str]:
    """Yield the clues without which the others stay below the threshold."""
    most = sum(max(weight, 0) for weight, _ in clues)
    for number, (weight, clue) in enumerate(clues):
        if number == 0 or (weight > 0 and most - weight < THRESHOLD - 1e-9):
            yield clue


def _clue(line: str) -> tuple[float, str]:
    weight, _, clue = line.strip().partition(" ")
    return float(weight), clue.strip()
