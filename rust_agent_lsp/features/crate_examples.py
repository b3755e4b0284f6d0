"""How the crates on this disk use a std item or a pattern: places that others wrote, to be read."""

from __future__ import annotations

import unicodedata
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from rust_agent_lsp.ingest.crate_sources import CrateSource, read_source
from rust_agent_lsp.model.answer import Answer, AnswerKind
from rust_agent_lsp.model.crate_use import CratePlace, UsedKind
from rust_agent_lsp.stores.crate_uses import CrateUses, newest, place_of

PLACES = 5
MOST_LINES = 30
_LONGEST_LINE = 160
_KINDS = {AnswerKind.STD: UsedKind.STD, AnswerKind.PATTERN: UsedKind.PATTERN}


@dataclass(frozen=True, slots=True)
class Examples:
    """What a name was taken for, how often it is used in how many crates, and the best places, one
    for each crate. `others` are further things of that name."""

    kind: UsedKind
    name: str
    uses: int
    crates: int
    places: tuple[CratePlace, ...]
    others: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON object, each place with its code."""
        places = [{**place.as_json(), "code": code_of(place)} for place in self.places]
        return {
            "kind": self.kind.value,
            "name": self.name,
            "uses": self.uses,
            "crates": self.crates,
            "places": places,
            "others": list(self.others),
        }


def examples_of(cache: Path, name: str) -> Examples | None:
    """Return the places for a std item (`mem::take`, `Vec::push`, `println!`) or a pattern's id.

    None where no crate was learned from, or none uses it. Raises `StoreError`.
    """
    path = newest(cache)
    if path is None:
        return None
    with closing(CrateUses(path)) as store:
        found = store.find(name.strip("`() ").removeprefix("core::").removeprefix("alloc::"))
        if not found:
            return None
        kind, key, called = found[0]
        uses, crates = store.counted(kind, key)
        there = (place for place in store.best(kind, key) if Path(place.file).is_file())
        places = tuple(islice(there, PLACES))
    others = tuple(other for _, _, other in found[1:])
    return Examples(kind, called, uses, crates, places, others)


def code_of(place: CratePlace) -> str:
    """Return the lines of a place, with nothing in them that a terminal would obey or that shows
    text in another order than it stands; a long function is cut around the use."""
    root = Path(place.file.removesuffix(place.source))
    text = read_source(CrateSource(place.crate, place.version, root), place.source)
    lines = (text or b"").decode(errors="replace").split("\n")
    first = max(place.first, min(place.line - MOST_LINES // 2, place.last - MOST_LINES + 1))
    shown = lines[first - 1 : min(place.last, first + MOST_LINES - 1)]
    indent = min((len(line) - len(line.lstrip()) for line in shown if line.strip()), default=0)
    return "\n".join(_harmless(line[indent:]) for line in shown)


def in_dependencies(answer: Answer, cache: Path) -> tuple[CratePlace, ...]:
    """Return the best place for what an answer is about, where crates were learned from."""
    kind = _KINDS.get(answer.kind)
    key = answer.entry if kind is UsedKind.PATTERN else next(iter(answer.source), None)
    place = place_of(cache, kind, key) if kind is not None and key else None
    return (place,) if place is not None else ()


def _harmless(line: str) -> str:
    plain = line[:_LONGEST_LINE].replace("\t", "    ").rstrip("\r")
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cf") else c for c in plain)
