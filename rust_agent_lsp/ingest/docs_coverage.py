"""Counts what the installed pages hold, by plain patterns and not by the reader, to check it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from html import unescape
from pathlib import Path

_MAIN = re.compile(r"<main\b.*?</main>", re.S)
_PAGE = re.compile(r'href="([^"#:]+\.html)"')
_SECTION = re.compile(r'<h[1-6]\b[^>]*?\bid="([^"]+)"')
_RULE = re.compile(r'<div class="rule" id="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many sections or rules of a book there are, and the ids of those that are not read."""

    book: str
    what: str
    total: int
    missing: tuple[str, ...]


def coverage(docs_root: Path, books: Collection[str], known: Collection[str]) -> list[Coverage]:
    """Compare the pages of `books` with the ids of the concepts that are `known`."""
    known = set(known)
    found = []
    for book in books:
        toc = docs_root / book / "toc.html"
        if not toc.is_file():
            continue
        for what, pattern in (("sections", _SECTION), ("rules", _RULE)):
            ids = _ids(docs_root / book, toc, pattern)
            if ids:
                missing = tuple(i for i in ids if f"{book}/{i}" not in known)
                found.append(Coverage(book, what, len(ids), missing))
    return found


def _ids(folder: Path, toc: Path, pattern: re.Pattern[str]) -> list[str]:
    ids: dict[str, None] = {}
    names = dict.fromkeys(_PAGE.findall(toc.read_text(encoding="utf-8", errors="replace")))
    for name in names:
        page = folder / name
        if page.is_file():
            main = _MAIN.search(page.read_text(encoding="utf-8", errors="replace"))
            anchors = pattern.findall(main[0]) if main else []
            ids |= dict.fromkeys(f"{name}#{unescape(anchor)}" for anchor in anchors)
    return list(ids)
