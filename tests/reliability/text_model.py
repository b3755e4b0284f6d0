"""A text as the specification describes it, so simple that it can be believed.

Slow and of `str`: it shares no thought with the product, which keeps UTF-8 and a table of lines.
"""

from __future__ import annotations

import re
from typing import Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]
Position = tuple[int, int]

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")

_BREAK = re.compile("\r\n|\n|\r")
_SURROGATE = re.compile("[\ud800-\udfff]")


def line_starts(text: str) -> list[int]:
    """Where each line begins, in code points."""
    return [0, *(found.end() for found in _BREAK.finditer(text))]


def width(character: str, encoding: Encoding) -> int:
    """How many units of the encoding a character takes."""
    if encoding == "utf-8":
        return len(character.encode())
    return 2 if encoding == "utf-16" and character > "\uffff" else 1


def index_of(text: str, position: Position, encoding: Encoding) -> int:
    """The code point at a position; beyond a line means its end, beyond the text its end."""
    line, room = position
    starts = line_starts(text)
    if line >= len(starts):
        return len(text)
    at = starts[line]
    while at < len(text) and text[at] not in "\r\n":
        room -= width(text[at], encoding)
        if room < 0:  # the position is within this character, or at its beginning
            break
        at += 1
    return at


def position_of(text: str, index: int, encoding: Encoding) -> Position:
    """The position of a code point that is not the second half of a line break."""
    starts = [start for start in line_starts(text) if start <= index]
    before = text[starts[-1] : index]
    return len(starts) - 1, sum(width(character, encoding) for character in before)


def sane(text: str) -> str:
    """A text as an editor may send it, its lone surrogates replaced."""
    return _SURROGATE.sub("\ufffd", text)


def replaced(text: str, start: Position, end: Position, new: str, encoding: Encoding) -> str:
    """The text with what lies between two positions, in either order, replaced."""
    one, other = index_of(text, start, encoding), index_of(text, end, encoding)
    return text[: min(one, other)] + sane(new) + text[max(one, other) :]
