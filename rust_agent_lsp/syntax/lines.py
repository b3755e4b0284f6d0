"""Where lines begin, because editors speak of lines and we speak of byte offsets."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import accumulate
from typing import Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]
"""The unit of an editor's `character`: bytes, UTF-16 code units or code points."""


class LineTable:
    r"""The lines of one UTF-8 text; only ``\n``, ``\r\n`` and ``\r`` end a line.

    A table never changes, so it may be read from any thread; `edited` gives the next one.
    The starts from index `_pivot` on are stored less `_shift`: an edit moves all later lines,
    and so a keystroke copies the array instead of recounting it.
    """

    __slots__ = ("_pivot", "_shift", "_starts", "text")

    def __init__(self, text: bytes) -> None:
        self.text = text
        self._starts = array("q", (0, *_ends_of_breaks(text)))
        self._pivot = len(self._starts)
        self._shift = 0

    def __len__(self) -> int:
        """Return the number of lines; a text that ends with a line break has an empty last one."""
        return len(self._starts)

    def start(self, line: int) -> int:
        """Return the byte offset at which `line` (from 0) begins."""
        return self._starts[line] + (self._shift if line >= self._pivot else 0)

    def end(self, line: int) -> int:
        """Return the byte offset at which `line` (from 0) ends, before its line break."""
        if line + 1 == len(self._starts):
            return len(self.text)
        end = self.start(line + 1)
        return end - 2 if self.text.endswith(b"\r\n", self.start(line), end) else end - 1

    def line_at(self, offset: int) -> int:
        """Return the line (from 0) that holds the byte at `offset`."""
        return self._count_below(offset + 1) - 1

    def shown(self, offset: int) -> tuple[int, str]:
        """Return the line that holds the byte at `offset`: its number as compilers count, from
        one, and its text."""
        line = self.line_at(offset)
        return line + 1, self.text[self.start(line) : self.end(line)].decode(errors="replace")

    def offset(self, line: int, character: int, encoding: Encoding) -> int:
        """Return the byte offset of an editor's position.

        A character beyond the line means the line's end, a line beyond the text the text's end;
        a position within a character means its beginning.
        """
        if line >= len(self):
            return len(self.text)
        start, end = self.start(line), self.end(line)
        content = self.text[start:end]
        if content.isascii():
            return start + min(character, len(content))
        return start + _bytes_before(content, character, encoding)

    def position(self, offset: int, encoding: Encoding) -> tuple[int, int]:
        """Return line and character of a byte offset.

        An offset within a character means its beginning, within a line break the line's end,
        beyond the text its end.
        """
        offset = min(offset, len(self.text))
        line = self.line_at(offset)
        start, end = self.start(line), self.end(line)
        content = self.text[start : min(offset, end)]
        if not content.isascii():
            content = content[: len(content) - _inside(self.text[start:end], len(content))]
        if encoding == "utf-8" or content.isascii():
            return line, len(content)
        text = content.decode("utf-8", "surrogateescape")
        astral = 0 if encoding == "utf-32" else sum(c > "\uffff" for c in text)
        return line, len(text) + astral

    def edited(self, start: int, end: int, new: bytes) -> LineTable:
        """Return the table of the text whose bytes from `start` to `end` are replaced by `new`."""
        table = object.__new__(LineTable)
        table.text = b"".join((self.text[:start], new, self.text[end:]))
        # A line's start depends on the bytes beside it: only those from `start` to the end of
        # the new text, both included, can have come or gone; later ones only move.
        first, last = self._count_below(start), self._count_below(end + 1)
        before = max(start - 1, 0)
        window = table.text[before : start + len(new) + 1]
        fresh = [e for e in _ends_of_breaks(window, before) if start <= e <= start + len(new)]
        if start == 0:
            fresh.insert(0, 0)
        starts = self._starts[:]
        if self._pivot < first:
            starts[self._pivot : first] = _shifted(starts[self._pivot : first], self._shift)
        elif self._pivot > last:
            starts[last : self._pivot] = _shifted(starts[last : self._pivot], -self._shift)
        starts[first:last] = array("q", fresh)
        table._starts = starts
        table._pivot = first + len(fresh)
        table._shift = self._shift + len(new) - (end - start)
        return table

    def _count_below(self, offset: int) -> int:
        """Return how many lines begin before `offset`."""
        starts, pivot = self._starts, self._pivot
        if pivot < len(starts) and starts[pivot] + self._shift < offset:
            return bisect_left(starts, offset - self._shift, pivot)
        return bisect_left(starts, offset, 0, pivot)


def _ends_of_breaks(text: bytes, base: int = 0) -> list[int]:
    # bytes.splitlines knows exactly the line breaks of LSP; str.splitlines knows seven more.
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith((b"\n", b"\r")):
        lines.pop()
    return list(accumulate(map(len, lines), initial=base))[1:]


def _shifted(starts: array[int], by: int) -> array[int]:
    return array("q", list(map(by.__add__, starts)))


def _inside(line: bytes, at: int) -> int:
    """Return how many bytes before `at` the character begins that holds the byte at `at`."""
    back = 0
    while 0 < at - back < len(line) and line[at - back] & 0xC0 == 0x80:
        back += 1
    return back


def _bytes_before(line: bytes, character: int, encoding: Encoding) -> int:
    if encoding == "utf-8":
        at = min(character, len(line))
        return at - _inside(line, at)
    # `surrogateescape` keeps the length of bytes that are not UTF-8, as files on disk may hold.
    text = line.decode("utf-8", "surrogateescape")
    if encoding == "utf-32":
        text = text[:character]
    else:
        units = text.encode("utf-16-le", "surrogatepass")[: 2 * character]
        if units and 0xD8 <= units[-1] <= 0xDB:
            units = units[:-2]
        text = units.decode("utf-16-le", "surrogatepass")
    return len(text.encode("utf-8", "surrogateescape"))
