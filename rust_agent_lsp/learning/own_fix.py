"""From the user's own repair to a form: what was changed at the diagnostic's places, made general.

Only what a form can say is learned. An edit that deletes the user's names or literals, or brings in
new ones, tells nothing of the next error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rust_agent_lsp.learning.changed import (
    Hunk,
    Texts,
    changed_part,
    hunks_of,
    is_replaced,
    plain_tokens,
    touches,
)
from rust_agent_lsp.learning.form import is_literal, is_own_word
from rust_agent_lsp.learning.std_words import NOT_A_REPAIR, TYPE_WORDS
from rust_agent_lsp.learning.template import (
    anchors,
    quoted_names,
    range_of,
)
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.tokens import Token

LARGEST_PART = 128 * 1024
"""From this many bytes on, what was changed is no repair of one error."""
MOST_WORDS = 16
"""How many tokens one place of a form may have before it is too much of one program."""
MOST_HUNKS = 4
_FAR = 6
_SAME_NAME = re.compile(r"[A-Za-z_]\w*(?:::\w+)*")


@dataclass(frozen=True, slots=True)
class Form:
    """What was learned; `place` is what was changed in the text before."""

    before: str
    after: str
    place: Span


def generalise(before: bytes, after: bytes, diagnostic: Diagnostic) -> Form | None:
    """Return the form of the repair between two texts of the diagnostic's file, or None.

    The spans of `diagnostic` speak of `before`. None where nothing was changed on its lines, where
    they were deleted or replaced as a whole, and where the change cannot be said in general.
    """
    if before == after:
        return None
    part, end = changed_part(before, after)
    if max(part.end, end) - part.start > LARGEST_PART:
        return None
    before, after = before[part.start : part.end], after[part.start : end]
    texts = Texts(before, after, plain_tokens(before), plain_tokens(after))
    near = [
        (name, Span(span.start - part.start, span.end - part.start))
        for name, span in anchors(diagnostic)
        if part.contains(span)
    ]
    places = [
        (name, covered) for name, span in near if (covered := range_of(texts.was, span)) is not None
    ]
    every = hunks_of(texts.was, texts.now)
    hunks = [hunk for hunk in every if touches(texts, hunk, [span for _, span in near])]
    if not 0 < len(hunks) <= MOST_HUNKS:
        return None
    if any(is_replaced(texts, every, span) for name, span in near if name == "primary"):
        return None
    by_place: dict[int, list[Hunk]] = {}
    for hunk in hunks:
        nearest = min(range(len(places)), key=lambda n: _distance(hunk, places[n][1]), default=None)
        if nearest is None or _distance(hunk, places[nearest][1]) > _FAR:
            return None
        by_place.setdefault(nearest, []).append(hunk)
    speller = _Speller(quoted_names(diagnostic))
    pieces = []
    for n, own in sorted(by_place.items()):
        piece = _piece(texts, places[n][1], own, speller)
        if piece is None:
            return None
        pieces.append((f"{places[n][0]}: {piece[0]}", piece[1]))
    old, new = ("\n".join(side) for side in zip(*pieces, strict=True))
    if not keeps_all(old, new):
        return None
    place = _place(texts.was, hunks)
    return Form(old, new, Span(place.start + part.start, place.end + part.start))


def _distance(hunk: Hunk, covered: tuple[int, int]) -> int:
    return max(covered[0] - hunk.k, hunk.i - covered[1], 0)


def _place(was: Sequence[Token], hunks: Sequence[Hunk]) -> Span:
    last = max(h.k for h in hunks)
    start = was[min(hunks[0].i, len(was) - 1)].start
    return Span(start, max(start, was[last - 1].end))


class _Speller:
    """Spells tokens so that nothing of the user's is left; the same name gives the same hole."""

    def __init__(self, quoted: Sequence[str]) -> None:
        self._quoted = [q if _SAME_NAME.fullmatch(q) else "" for q in quoted]
        self._holes: dict[str, str] = {}

    def old(self, text: str) -> str | None:
        """Spell a token of the text before."""
        if text in TYPE_WORDS and text in self._quoted:
            return f"%{self._quoted.index(text)}"
        return text if is_own_word(text) else self._hole(text)

    def new(self, text: str) -> str | None:
        """Spell a token of the text after; None where the form cannot say it."""
        if text in self._holes:
            return self._holes[text]
        known = text in self._quoted
        if known and (text in TYPE_WORDS or not is_own_word(text)):
            return f"%{self._quoted.index(text)}"
        return text if is_own_word(text) and text not in NOT_A_REPAIR else None

    def _hole(self, text: str) -> str | None:
        if not (is_literal(text) or re.fullmatch(r"'?(?:r#)?[^\W\d]\w*", text)):
            return None
        if text[:1] == "'" and not is_literal(text):
            return None  # a lifetime of the user's own
        kind = "#" if is_literal(text) else "$"
        number = 1 + sum(hole[0] == kind for hole in self._holes.values())
        return self._holes.setdefault(text, f"{kind}{number}")


def _piece(
    texts: Texts, covered: tuple[int, int], hunks: Sequence[Hunk], speller: _Speller
) -> tuple[str, str] | None:
    """Return both lines of one place of the form."""
    first = min(covered[0], hunks[0].i)
    last = max(covered[1], hunks[-1].k)
    rest = _rest(texts.was, covered, hunks)
    old: list[tuple[str, bool]] = []
    for n in range(first, last):
        if n == covered[0]:
            old.append(("‹", _gap(texts.before, texts.was, n)))
        if rest is not None and rest[0] <= n < rest[1]:
            if n == rest[0]:
                old.append(("$0", _gap(texts.before, texts.was, n)))
        elif (word := speller.old(texts.was[n].text)) is not None:
            old.append((word, _gap(texts.before, texts.was, n)))
        else:
            return None
        if n == covered[1] - 1:
            old.append(("›", False))
    new: list[tuple[str, bool]] = []
    for same, m in _after(first, last, hunks):
        gap = _gap(texts.after, texts.now, m)
        if same is not None and rest is not None and rest[0] <= same < rest[1]:
            if same == rest[0]:
                new.append(("$0", gap))
            continue
        spelled = speller.old if same is not None else speller.new
        word = spelled(texts.now[m].text)
        if word is None:
            return None
        new.append((word, gap))
    if max(len(old), len(new)) > MOST_WORDS or not _is_mild(texts, hunks):
        return None
    return _line(old), _plain(_line(new))


def _after(first: int, last: int, hunks: Sequence[Hunk]) -> Iterator[tuple[int | None, int]]:
    """Yield the tokens of the text after that stand for `first`..`last` of the text before; with
    each its number before, where it is the same."""
    shift = hunks[0].j - hunks[0].i
    n = first
    for hunk in hunks:
        while n < hunk.i:
            yield n, n + shift
            n += 1
        for m in range(hunk.j, hunk.m):
            yield None, m
        n, shift = hunk.k, hunk.m - hunk.k
    while n < last:
        yield n, n + shift
        n += 1


def _rest(
    was: Sequence[Token], covered: tuple[int, int], hunks: Sequence[Hunk]
) -> tuple[int, int] | None:
    """Return the longest part of the anchor that was left alone, if its brackets match."""
    touched = {n for hunk in hunks for n in range(hunk.i, hunk.k)}
    cuts = {hunk.i for hunk in hunks if hunk.i == hunk.k}
    runs: list[tuple[int, int]] = []
    start = covered[0]
    for n in range(covered[0], covered[1] + 1):
        if n == covered[1] or n in touched or (n in cuts and n > start):
            if n > start:
                runs.append((start, n))
            start = n + 1 if n in touched else n
    if not runs:
        return None
    best = max(runs, key=lambda run: run[1] - run[0])
    depth = 0
    for token in was[best[0] : best[1]]:
        depth += (token.text in "([{") - (token.text in ")]}")
        if depth < 0:
            return None
    return best if depth == 0 else None


def _is_mild(texts: Texts, hunks: Sequence[Hunk]) -> bool:
    """Say whether the edit neither takes a statement away nor brings one in."""
    for hunk in hunks:
        gone = [t.text for t in texts.was[hunk.i : hunk.k]]
        come = [t.text for t in texts.now[hunk.j : hunk.m]]
        if gone.count(";") > come.count(";") or ";" in come or {"{", "}"} & {*gone, *come}:
            return False
    return True


def keeps_all(old: str, new: str) -> bool:
    """Say whether each name and literal of the user's is still there in the form's second side."""

    def holes(text: str) -> list[tuple[str, int]]:
        found = sorted(re.findall(r"[$#]\d+", text))
        return [(hole, len(list(group))) for hole, group in groupby(found)]

    left = dict(holes(new))
    return old != new and all(left.get(hole, 0) >= number for hole, number in holes(old))


def _gap(text: bytes, every: Sequence[Token], n: int) -> bool:
    return n > 0 and text[every[n - 1].end : every[n].start] != b""


def _line(words: Sequence[tuple[str, bool]]) -> str:
    """Write a line: no white space at its beginning, and none between `‹` and what it holds."""
    text = ""
    for word, gap in words:
        text += (" " if gap and text and not text.endswith("‹") else "") + word
    return text


def _plain(line: str) -> str:
    """Leave out parentheses that only this program needed."""
    return re.sub(r"^(&(?:mut )?|\*|!)?\(\$0\)(?=\.| as |\?|$)", r"\1$0", line)
