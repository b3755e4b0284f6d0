"""What a rule of recognition is: several clues with weights, found together in one place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rust_agent_lsp.matching.patterns.clue import compiled, names_in
from rust_agent_lsp.matching.patterns.code import Code
from rust_agent_lsp.model.text import Span

THRESHOLD = 0.6
MOST = 0.98
_MOST_TRIES = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that a rule found; `reason` is a sentence in the user's own names."""

    id: str
    score: float
    span: Span
    reason: str
    bad: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """The shape of one pattern.

    `clues` are looked for in every place of the kind `over`; the first must be there, each other
    adds its weight (a negative one takes it away). Names that a clue captures hold for those after
    it, and may stand in `reason`. `needs` are words without which nothing is looked for.
    """

    id: str
    reason: str
    clues: tuple[tuple[float, str], ...]
    needs: str = ""
    over: str = "file"
    bad: bool = False

    def hits(self, code: Code) -> Iterator[Hit]:
        """Yield what stands above the threshold."""
        # Most texts have it nowhere: one search spares the look into each place.
        places = code.places(self.over)
        if places and compiled(self.clues[0][1]).search(code.text):
            for place in places:
                yield from self._in(code, place)

    def _in(self, code: Code, place: Span) -> Iterator[Hit]:
        weight, first = self.clues[0]
        for tries, found in enumerate(compiled(first).finditer(code.text, place.start, place.end)):
            if tries == _MOST_TRIES:
                return
            names = {k: v for k, v in found.groupdict().items() if v is not None}
            score = weight + self._more(code, place, names, THRESHOLD - weight)
            if score >= THRESHOLD - 1e-9:
                whole = not self.bad and self.over != "file"
                span = place if whole else Span(found.start(), found.end())
                yield Hit(self.id, min(score, MOST), span, told(self.reason, names), self.bad)
                if whole:
                    return

    def _more(self, code: Code, place: Span, names: dict[str, str], needed: float) -> float:
        total, left = 0.0, sum(max(weight, 0) for weight, _ in self.clues[1:])
        for weight, clue in self.clues[1:]:
            if total + left < needed - 1e-9:
                break
            left -= max(weight, 0)
            bound = tuple((n, names[n]) for n in sorted(names_in(clue)) if n in names)
            found = compiled(clue, bound).search(code.text, place.start, place.end)
            if found:
                total += weight
                names |= {k: v for k, v in found.groupdict().items() if v is not None}
        return total


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern whose shape takes more than clues: a function that yields its hits."""

    id: str
    find: Callable[[Code], Iterator[tuple[float, Span, str]]]
    needs: str = ""
    bad: bool = False

    def hits(self, code: Code) -> Iterator[Hit]:
        """Yield what stands above the threshold."""
        for score, span, reason in self.find(code):
            if score >= THRESHOLD:
                yield Hit(self.id, min(score, MOST), span, reason, self.bad)


Recogniser = Rule | Shape


def told(reason: str, names: dict[str, str]) -> str:
    """Return the sentence with the user's names in it; without the name, a word for it."""
    return re.sub(r"\{(\w+)\}", lambda found: names.get(found[1], "it"), reason)


def is_possible(needs: str, words: frozenset[str]) -> bool:
    """Say whether the words are all there; `a|b` asks for one of two."""
    return all(any(w in words for w in need.split("|")) for need in needs.split())
