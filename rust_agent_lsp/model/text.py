"""Places in a text, and edits to it.

Below `server`, a text is the UTF-8 bytes of a file and a place in it is a byte offset;
only `server` knows LSP positions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.model.errors import EditConflict


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of UTF-8 byte offsets in one file."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def touches(self, other: Span) -> bool:
        """Say whether the two overlap or meet; a zero-width span touches what it stands at."""
        return self.start <= other.end and other.start <= self.end

    def contains(self, other: Span) -> bool:
        """Say whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Location:
    """A span in a file."""

    path: Path
    span: Span


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The replacement of `span` by `text`."""

    span: Span
    text: str

    @classmethod
    def insert(cls, at: int, text: str) -> Edit:
        """Insert `text` before the byte at offset `at`."""
        return cls(Span(at, at), text)

    @classmethod
    def delete(cls, start: int, end: int) -> Edit:
        """Delete the bytes from `start` up to `end`."""
        return cls(Span(start, end), "")


@dataclass(frozen=True, slots=True)
class FileEdit:
    """Edits to one file; their spans all speak of the text before any of them."""

    path: Path
    edits: tuple[Edit, ...]


def edits_by_path(files: Iterable[FileEdit]) -> dict[Path, list[Edit]]:
    """Return all edits to each file together, in the order given."""
    found: dict[Path, list[Edit]] = {}
    for file in files:
        found.setdefault(file.path, []).extend(file.edits)
    return found


def apply_edits(text: bytes, edits: Iterable[Edit]) -> bytes:
    """Return `text` with all `edits` made; each span speaks of the given `text`.

    Raises `EditConflict` when two edits overlap or one reaches beyond the end.
    """
    pieces: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.end)):
        if edit.span.start < at:
            raise EditConflict(f"two edits overlap at byte {edit.span.start}")
        if edit.span.end > len(text):
            raise EditConflict(f"an edit ends at byte {edit.span.end} of {len(text)}")
        pieces += (text[at : edit.span.start], edit.text.encode())
        at = edit.span.end
    pieces.append(text[at:])
    return b"".join(pieces)


def placed(edits: Iterable[Edit]) -> list[tuple[Edit, Span]]:
    """Return each edit with the place of its text after all `edits`, first to last."""
    found, shift = [], 0
    for edit in sorted(edits, key=lambda e: e.span):
        start, length = edit.span.start + shift, len(edit.text.encode())
        found.append((edit, Span(start, start + length)))
        shift += length - (edit.span.end - edit.span.start)
    return found


def map_offset(offset: int, edits: Iterable[Edit]) -> int:
    """Return where the byte at `offset` stands after `edits`; a replaced one maps to its end."""
    shift = 0
    for edit in sorted(edits, key=lambda e: e.span):
        if edit.span.end <= offset and edit.span != Span(offset, offset):
            shift += len(edit.text.encode()) - (edit.span.end - edit.span.start)
        elif edit.span.start < offset:
            return edit.span.start + shift + len(edit.text.encode())
        elif edit.span.start > offset:
            break
    return offset + shift


def compose(middle: bytes, first: Sequence[Edit], second: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits that do what `first` and then `second` do.

    `middle` is the text after `first`; the spans of `second` speak of it, those of `first` and of
    what is returned speak of the text before. Raises `EditConflict` as `apply_edits` does.
    """
    pieces: list[tuple[Span, int, Edit | None]] = [(e.span, 0, e) for e in second]
    for edit, place in placed(first):
        grown = place.end - place.start - (edit.span.end - edit.span.start)
        pieces.append((place, grown, None))
    pieces.sort(key=lambda piece: piece[0])
    composed: list[Edit] = []
    shift = 0
    while pieces:
        hunk = [pieces.pop(0)]
        end = hunk[0][0].end
        while pieces and pieces[0][0].start <= end:
            hunk.append(pieces.pop(0))
            end = max(end, hunk[-1][0].end)
        start, grown = hunk[0][0].start, sum(piece[1] for piece in hunk)
        own = [
            Edit(Span(e.span.start - start, e.span.end - start), e.text)
            for _, _, e in hunk
            if e is not None
        ]
        text = apply_edits(middle[start:end], own).decode()
        composed.append(Edit(Span(start - shift, end - shift - grown), text))
        shift += grown
    return tuple(composed)


def common_length(one: bytes, other: bytes) -> int:
    """Return the length of the common beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low
