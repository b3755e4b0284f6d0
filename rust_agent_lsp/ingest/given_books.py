"""Reads books that the user gave, mdBook's HTML or its Markdown source, into concepts."""

from __future__ import annotations

import logging
import posixpath
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from rust_agent_lsp.ingest.book_pages import BOOKS, read_book
from rust_agent_lsp.ingest.std_pages import CRATES
from rust_agent_lsp.model.concept import Concept, ConceptKind
from rust_agent_lsp.model.errors import KnowledgeError, RustAgentError
from rust_agent_lsp.toolchain.docs_html import open_page

_log = logging.getLogger(__name__)

LEVEL = 3
_LARGEST = 8 << 20
_ENTRY = re.compile(
    r"^(?P<indent>[ \t]*)(?:[-*+]\s+)?\[(?P<title>[^\]]+)\]\((?P<page>[^)\s]*)\)", re.M
)
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})\s*([\w,]*)")
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$")
_OWN_ANCHOR = re.compile(r"\s*\{#([\w-]+)[^}]*\}$")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)[^)]*\)")
_INCLUDE = re.compile(r"^\{\{#.*\}\}$")
_COMMENT = re.compile(r"<!--.*?-->", re.S)


@dataclass(frozen=True, slots=True)
class GivenBook:
    """A folder with a book: `slug` begins the ids of its concepts, `pages` is where they lie."""

    slug: str
    title: str
    pages: Path
    is_html: bool


def find_book(folder: Path, taken: Iterable[str] = ()) -> GivenBook:
    """Return the book in `folder`, the finished one before its source.

    Its slug is none of those that are `taken`, nor of the installed documentation. Raises
    `KnowledgeError`, saying what is looked for, where there is none.
    """
    if not folder.is_dir():
        raise KnowledgeError(f"{folder}: there is no such folder")
    settings = _settings(folder)
    out = settings.get("build", {}).get("build-dir", "book")
    source = settings.get("book", {}).get("src", "src")
    for pages in (folder, folder / out, folder / out / "html"):
        if _contents_of(pages) is not None:
            return _named(folder, pages, settings, taken, is_html=True)
    for pages in (folder, folder / source):
        if (pages / "SUMMARY.md").is_file():
            return _named(folder, pages, settings, taken, is_html=False)
    raise KnowledgeError(
        f"{folder}: no book; there should be SUMMARY.md, src/SUMMARY.md, or the pages that mdBook"
        " makes (toc.html, or index.html with the chapters)"
    )


def read_given(book: GivenBook) -> list[Concept]:
    """Return the concepts of a book, each id once.

    Raises `KnowledgeError` when nothing in it can be read, `ToolchainError` for a page.
    """
    read = _read_html(book) if book.is_html else _read_source(book)
    concepts = list({concept.id: concept for concept in read}.values())
    if not concepts:
        raise KnowledgeError(f"{book.pages}: no page of this book has any text with a heading")
    return concepts


def state_of(book: GivenBook) -> str:
    """Return what changes when a page of the book does."""
    ending = "*.html" if book.is_html else "*.md"
    stats = [page.stat() for page in sorted(book.pages.rglob(ending))]
    newest = max((stat.st_mtime_ns for stat in stats), default=0)
    return f"{book.pages} {book.slug} {len(stats)} {sum(s.st_size for s in stats)} {newest}"


def _settings(folder: Path) -> dict[str, dict[str, str]]:
    try:
        data = tomllib.loads((folder / "book.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    tables = {name: table for name, table in data.items() if isinstance(table, dict)}
    return {
        name: {key: value for key, value in table.items() if isinstance(value, str)}
        for name, table in tables.items()
    }


def _contents_of(pages: Path) -> Path | None:
    """Return the page with the table of contents; before mdBook 0.4.41 every page had it."""
    for name in ("toc.html", "index.html"):
        page = pages / name
        if page.is_file() and open_page(page).css_first("ol.chapter") is not None:
            return page
    return None


def _named(
    folder: Path,
    pages: Path,
    settings: dict[str, dict[str, str]],
    taken: Iterable[str],
    *,
    is_html: bool,
) -> GivenBook:
    title = settings.get("book", {}).get("title", "")
    if not title and is_html and (pages / "index.html").is_file():
        element = open_page(pages / "index.html").css_first("title")
        title = element.text().rpartition(" - ")[2].strip() if element else ""
    title = title or folder.resolve().name
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "book"
    slug, number = plain, 2
    while slug in {*BOOKS, *CRATES, *taken}:
        slug, number = f"{plain}-{number}", number + 1
    return GivenBook(slug, title, pages, is_html)


def _read_html(book: GivenBook) -> Iterator[Concept]:
    contents = _contents_of(book.pages)
    own = f"{book.pages.name}/"

    def renamed(link: str) -> str:
        return f"{book.slug}/{link.removeprefix(own)}" if link.startswith(own) else link

    for concept in read_book(book.pages.parent, book.pages.name, book.title, LEVEL, contents):
        links = tuple(map(renamed, concept.links))
        yield replace(concept, id=renamed(concept.id), book=book.slug, unstable=False, links=links)


def _read_source(book: GivenBook) -> Iterator[Concept]:
    summary = _text(book.pages / "SUMMARY.md")
    above: list[tuple[int, str]] = []
    for entry in _ENTRY.finditer(_COMMENT.sub("", summary)):
        indent = len(entry["indent"].expandtabs(4))
        above = [chapter for chapter in above if chapter[0] < indent]
        path = (book.title, *(title for _, title in above), entry["title"])
        above.append((indent, entry["title"]))
        name = posixpath.normpath(unquote(entry["page"].partition("#")[0]))
        page = book.pages / name
        inside = page.resolve().is_relative_to(book.pages.resolve())
        if name.endswith(".md") and inside and page.is_file():
            yield from _read_page(book, name, path, _text(page))


def _text(page: Path) -> str:
    try:
        if page.stat().st_size > _LARGEST:
            raise KnowledgeError(f"{page}: larger than {_LARGEST >> 20} MB, so no page of a book")
        return page.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise KnowledgeError(f"{page}: {error.strerror}") from error


def _read_page(book: GivenBook, name: str, path: tuple[str, ...], text: str) -> Iterator[Concept]:
    headings: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for level, heading, lines in _sections(text):
        own = _OWN_ANCHOR.search(heading)
        title = _LINK.sub(r"\1", _OWN_ANCHOR.sub("", heading))
        anchor = own[1] if own else _anchor(title)
        seen[anchor] = seen.get(anchor, -1) + 1
        anchor = f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor
        headings = [h for h in headings if h[0] < level]
        above = tuple(title for _, title in headings if title != path[-1])
        headings.append((level, title))
        body = "\n".join(lines).strip()
        yield Concept(
            id=f"{book.slug}/{_html_name(name)}#{anchor}",
            kind=ConceptKind.SECTION,
            book=book.slug,
            title=title,
            path=(*path, *above),
            text=body,
            level=LEVEL,
            links=tuple(dict.fromkeys(_links(book.slug, name, body))),
        )


def _sections(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Yield each heading with what stands below it; what mdBook hides of code is left out."""
    current: tuple[int, str, list[str]] | None = None
    fence = ""
    language = ""
    for line in _COMMENT.sub("", text).splitlines():
        mark = _FENCE.match(line)
        if mark and not fence:
            fence, language = mark[1], mark[2]
        elif mark and mark[1].startswith(fence) and not mark[2]:
            fence = ""
        elif fence and "rust" in language and re.match(r"\s*# |\s*#$", line):
            continue
        elif not fence and (heading := _HEADING.match(line)):
            if current is not None:
                yield current
            current = (len(heading[1]), heading[2], [])
            continue
        if current is not None and not _INCLUDE.match(line.strip()):
            current[2].append(line)
    if current is not None:
        yield current


def _anchor(title: str) -> str:
    """Return the anchor that mdBook gives a heading."""
    kept = re.sub(r"[^\w\s-]", "", title.lower())
    return re.sub(r"\s", "-", kept.strip())


def _html_name(name: str) -> str:
    folder, _, file = name.rpartition("/")
    file = "index.md" if file.lower() == "readme.md" else file
    return posixpath.join(folder, f"{file.removesuffix('.md')}.html")


def _links(slug: str, name: str, text: str) -> Iterator[str]:
    for _, href in _LINK.findall(text):
        page, _, anchor = href.partition("#")
        if re.match(r"[a-z]+:", href) or (page and not page.endswith((".md", ".html"))):
            continue
        where = posixpath.normpath(posixpath.join(posixpath.dirname(name), page)) if page else name
        if not where.startswith("../"):
            target = _html_name(where) if where.endswith(".md") else where
            yield f"{slug}/{target}" + (f"#{anchor}" if anchor else "")


def books_in(folders: Sequence[Path]) -> list[GivenBook]:
    """Return the books of the folders, in their order; one that has none now is left out."""
    books: list[GivenBook] = []
    for folder in folders:
        try:
            books.append(find_book(folder, [book.slug for book in books]))
        except RustAgentError as error:
            _log.warning("left out: %s", error)
    return books


def read_books(books: Iterable[GivenBook]) -> Iterator[Concept]:
    """Yield the concepts of all books; one that cannot be read now is left out."""
    for book in books:
        try:
            yield from read_given(book)
        except RustAgentError as error:
            _log.warning("left out: %s", error)
