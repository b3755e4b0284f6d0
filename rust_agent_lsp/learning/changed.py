"""What was changed between two texts of a file, token by token, and whether that was at a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from rust_agent_lsp.learning.template import item_around
from rust_agent_lsp.model.text import Span, common_length
from rust_agent_lsp.syntax.tokens import Token, tokens

_ALIKE = 3000
"""From this many tokens on, frequent signs tell nothing of what became of what."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """Tokens `i`..`k` of the text before became tokens `j`..`m` of the text after."""

    i: int
    k: int
    j: int
    m: int


@dataclass(frozen=True, slots=True)
class Texts:
    """Both texts with their tokens."""

    before: bytes
    after: bytes
    was: tuple[Token, ...]
    now: tuple[Token, ...]


def changed_part(before: bytes, after: bytes) -> tuple[Span, int]:
    """Return the items of the text before that were changed, and where they end in the other."""
    head, tail = common_length(before, after), common_length(before[::-1], after[::-1])
    tail = min(tail, len(before) - head, len(after) - head)
    part = item_around(before, Span(head, len(before) - tail))
    return part, part.end + len(after) - len(before)


def hunks_of(was: Sequence[Token], now: Sequence[Token]) -> list[Hunk]:
    """Return where the tokens differ, the common beginning and end left aside."""
    head = 0
    most = min(len(was), len(now))
    while head < most and was[head].text == now[head].text:
        head += 1
    tail = 0
    while tail < most - head and was[-1 - tail].text == now[-1 - tail].text:
        tail += 1
    middles = ([t.text for t in side[head : len(side) - tail]] for side in (was, now))
    old, new = middles
    junk = len(old) + len(new) > _ALIKE  # in a large change frequent signs tell nothing
    found = SequenceMatcher(None, old, new, autojunk=junk).get_opcodes()
    return [
        Hunk(i + head, k + head, j + head, m + head)
        for kind, i, k, j, m in found
        if kind != "equal"
    ]


def plain_tokens(text: bytes) -> tuple[Token, ...]:
    """Return the tokens without the commas that a formatter puts at the end of broken lists."""
    every = tuple(tokens(text))
    return tuple(
        token
        for token, following in zip_longest(every, every[1:])
        if token.text != ","
        or following is None
        or following.text not in ")]}"
        or b"\n" not in text[token.end : following.start]
    )


def touches(texts: Texts, hunk: Hunk, spans: Sequence[Span]) -> bool:
    """Say whether a line was changed that one of the places covers; new lines are none."""
    if hunk.i == hunk.k and _stands_alone(texts, hunk):
        return False
    start, end = _bounds(texts.was, hunk, len(texts.before))
    first, last = texts.before.count(b"\n", 0, start), texts.before.count(b"\n", 0, end)
    return any(
        first <= texts.before.count(b"\n", 0, span.end)
        and texts.before.count(b"\n", 0, span.start) <= last
        for span in spans
    )


def _bounds(was: Sequence[Token], hunk: Hunk, size: int) -> tuple[int, int]:
    if hunk.i < hunk.k:
        return was[hunk.i].start, was[hunk.k - 1].end
    start = was[hunk.i - 1].end if hunk.i else 0
    return start, was[hunk.i].start if hunk.i < len(was) else size


def _stands_alone(texts: Texts, hunk: Hunk) -> bool:
    """Say whether what was put in has lines of its own."""
    before = texts.now[hunk.j - 1].end if hunk.j else 0
    behind = texts.now[hunk.m].start if hunk.m < len(texts.now) else len(texts.after)
    return (
        b"\n" in texts.after[before : texts.now[hunk.j].start] or not hunk.j
    ) and b"\n" in texts.after[texts.now[hunk.m - 1].end : behind]


def is_replaced(texts: Texts, hunks: Sequence[Hunk], span: Span) -> bool:
    """Say whether less than half is left of the lines on which the diagnostic stands."""
    start = texts.before.rfind(b"\n", 0, span.start) + 1
    end = texts.before.find(b"\n", span.end)
    end = len(texts.before) if end < 0 else end
    on_lines = [n for n, t in enumerate(texts.was) if start <= t.start < end]
    gone = {n for hunk in hunks for n in range(hunk.i, hunk.k)}
    return 2 * len(gone.intersection(on_lines)) > len(on_lines)
