"""Reads a book made by mdBook, as installed with the toolchain or lying anywhere, into concepts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from selectolax.lexbor import LexborNode

from rust_agent_lsp.model.concept import Concept, ConceptKind
from rust_agent_lsp.toolchain.docs_html import HEADINGS, inline, open_page, to_markdown

BOOKS = {
    "book": ("The Rust Programming Language", 1),
    "rust-by-example": ("Rust by Example", 1),
    "reference": ("The Rust Reference", 4),
    "nomicon": ("The Rustonomicon", 5),
    "cargo": ("The Cargo Book", 2),
    "rustc": ("The rustc Book", 3),
    "rustdoc": ("The rustdoc Book", 3),
    "edition-guide": ("The Edition Guide", 3),
    "style-guide": ("The Rust Style Guide", 2),
    "clippy": ("Clippy Documentation", 2),
    "embedded-book": ("The Embedded Rust Book", 4),
    "error_codes": ("Rust error codes index", 2),
    "unstable-book": ("The Unstable Book", 5),
}
"""The installed books: folder → title and level of difficulty."""

# Chapters of the Book that beginners do not read first: number → level.
_BOOK_LEVELS = ((9, 1), (13, 2), (17, 3), (99, 4))
_UNSTABLE = "unstable-book"
_OWN_SITE = re.compile(r"https?://doc\.rust-lang\.org/(?:stable/|nightly/|\d\.\d+\.\d+/)?")


@dataclass(slots=True)
class _Part:
    """A heading or rule of a page with what stands below it, while the page is read."""

    kind: ConceptKind
    anchor: str
    title: str
    above: tuple[str, ...]
    nodes: list[LexborNode] = field(default_factory=list)


def read_book(
    root: Path,
    book: str,
    title: str | None = None,
    level: int | None = None,
    contents: Path | None = None,
) -> Iterator[Concept]:
    """Yield the concepts of the book in the folder `book` below `root`, page by page.

    `contents` is the page with the table of contents, where it is not `toc.html`.

    Pages that no table of contents names (redirects, print pages, translations) are left out.
    Raises `ToolchainError` when a page cannot be read.
    """
    known_title, known_level = BOOKS.get(book, (book, 3))
    for name, path in _contents(contents or root / book / "toc.html"):
        page = root / book / name
        if page.is_file():
            own_level = level if level is not None else _level(book, name, known_level)
            yield from _read_page(root, book, name, (title or known_title, *path), own_level)


def _contents(toc: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each page of a table of contents with the titles that lead to it, its own last."""
    seen = set()
    for page, path in _chapters(open_page(toc).css_first("ol.chapter"), ()):
        name = page.partition("#")[0]
        if name and name not in seen:
            seen.add(name)
            yield name, path


def _chapters(
    chapters: LexborNode | None, above: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    last: tuple[str, ...] = above
    for item in chapters.iter() if chapters is not None else ():
        link = next((a for a in item.css("a") if a.attributes.get("href")), None)
        nested = item.css_first("ol")
        # A list item holds a chapter, or the list of its parts, or both.
        if link is not None and (nested is None or "toggle" not in (link.html or "")):
            title = re.sub(r"^[\d.]+ ", "", inline(link))
            if nested is None or not _within(nested, link):
                last = (*above, title)
                yield link.attributes.get("href") or "", last
        if nested is not None:
            yield from _chapters(nested, last)


def _within(outer: LexborNode, inner: LexborNode) -> bool:
    node: LexborNode | None = inner
    while node is not None:
        if node.mem_id == outer.mem_id:
            return True
        node = node.parent
    return False


def _level(book: str, name: str, level: int) -> int:
    chapter = re.match(r"ch(\d+)", name)
    if book != "book" or chapter is None:
        return level
    return next(level for last, level in _BOOK_LEVELS if int(chapter[1]) <= last)


def _read_page(
    root: Path, book: str, name: str, path: tuple[str, ...], level: int
) -> Iterator[Concept]:
    main = open_page(root / book / name).css_first("main")
    parts = _parts(main) if main is not None else []
    for number, part in enumerate(parts):
        text = "\n\n".join(filter(None, map(to_markdown, part.nodes)))
        if not text and part.kind is ConceptKind.SECTION:
            inside = (*part.above, part.title)
            below = [p.title for p in parts[number + 1 :] if p.above == inside]
            text = "\n".join(f"- {title}" for title in below)
        yield Concept(
            id=f"{book}/{name}#{part.anchor}",
            kind=part.kind,
            book=book,
            title=part.title,
            path=(*path, *(above for above in part.above if above != path[-1])),
            text=text,
            level=level,
            unstable=book == _UNSTABLE,
            links=tuple(dict.fromkeys(links_of(f"{book}/{name}", part.nodes))),
        )


def _parts(main: LexborNode) -> list[_Part]:
    """Split a page at its headings, and at the rules of the Reference below them."""
    parts: list[_Part] = []
    headings: list[tuple[int, str]] = []
    section: _Part | None = None
    rule: _Part | None = None
    for node in _flow(main):
        if node.tag in HEADINGS:
            level, title = HEADINGS.index(node.tag), inline(node)
            headings = [h for h in headings if h[0] < level]
            above = tuple(h[1] for h in headings)
            headings.append((level, title))
            section = _Part(ConceptKind.SECTION, node.attributes.get("id") or "", title, above)
            rule = None
            parts.append(section)
        elif _is_rule(node):
            anchor = node.attributes.get("id") or ""
            above = tuple(h[1] for h in headings)
            rule = _Part(ConceptKind.RULE, anchor, anchor.removeprefix("r-"), above)
            parts.append(rule)
        else:
            for part in (section, rule):
                if part is not None:
                    part.nodes.append(node)
    for part, following in pairwise(parts):
        # A rule before a heading, or before the first of its parts, names what is below that.
        if part.kind is ConceptKind.RULE and not part.nodes:
            part.nodes = following.nodes[:1]
    return [part for part in parts if part.anchor]


def _flow(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the blocks of a page in order, those inside of boxes with headings too."""
    for child in node.iter():
        is_box = child.tag in ("section", "div", "article") and not _is_rule(child)
        if is_box and child.css_first("h1, h2, h3, h4, h5, h6, .rule") is not None:
            yield from _flow(child)
        else:
            yield child


def _is_rule(node: LexborNode) -> bool:
    return node.tag == "div" and (node.attributes.get("class") or "") == "rule"


def links_of(page: str, nodes: list[LexborNode]) -> Iterator[str]:
    """Yield the ids that the links in `nodes` of a page lead to."""
    for node in nodes:
        for link in node.css("a[href]"):
            target = resolve(page, link.attributes.get("href") or "")
            # An example's own mark leads to where one is already.
            if target and not target.startswith(f"{page}#example"):
                yield target


def resolve(page: str, href: str) -> str:
    """Return the id that a link on `page` leads to, empty when it leads out of the documentation.

    What std takes over from core and alloc is looked for in std.
    """
    own = _OWN_SITE.match(href)
    if own is not None:
        target = href[own.end() :]
    elif re.match(r"[a-z]+:", href):
        return ""
    elif href.startswith("#"):
        target = page + href
    else:
        file, hash_, anchor = href.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), file)) + hash_ + anchor
    if target.startswith("../") or ".html" not in target:
        return ""
    return re.sub(r"^(core|alloc)/", "std/", target)
