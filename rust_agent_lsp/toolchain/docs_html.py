"""Turns pieces of the toolchain's installed HTML documentation into Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rust_agent_lsp.model.errors import ToolchainError

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BOXES = ("div", "blockquote", "section", "details", "figure", "aside", "article", "dl", "dd")
# What a page shows to be clicked on, and what mdBook and rustdoc hide.
_SKIPPED = ("button", "script", "style", "nav", "summary", "noscript", "svg", "rustdoc-toolbar")
_SKIPPED_CLASSES = frozenset(
    {"test-arrow", "rule-link", "doc-anchor", "boring", "footnote-reference"}
)


def open_page(path: Path) -> LexborHTMLParser:
    """Parse a page. Raises `ToolchainError` when it cannot be read."""
    try:
        return LexborHTMLParser(path.read_bytes())
    except OSError as error:
        raise ToolchainError(f"{path} cannot be read: {error.strerror}") from error


def section(page: LexborHTMLParser, anchor: str) -> str | None:
    """Return what stands below the heading with the id `anchor`, up to the next heading of the
    same or a higher level, as Markdown; None when there is no such heading."""
    heading = page.css_first(f'[id="{anchor}"]')
    if heading is None or heading.tag not in HEADINGS:
        return None
    return "\n\n".join(_below(heading)).strip()


def _below(heading: LexborNode) -> Iterator[str]:
    level = HEADINGS.index(heading.tag or "")
    node = heading.next
    while node is not None:
        if node.tag in HEADINGS and HEADINGS.index(node.tag) <= level:
            return
        if text := to_markdown(node):
            yield text
        node = node.next


def to_markdown(node: LexborNode) -> str:
    """Return a block of a page as Markdown: headings, paragraphs, lists, tables, code."""
    tag = node.tag or ""
    if _is_skipped(node):
        return ""
    if tag in HEADINGS:
        return f"{'#' * (HEADINGS.index(tag) + 1)} {inline(node)}"
    if tag == "pre":
        return _fenced(node)
    if tag in ("ul", "ol"):
        marks = iter("-" for _ in range(10_000)) if tag == "ul" else _numbers()
        return "\n".join(
            f"{next(marks)} {text}"
            for item in node.iter()
            if item.tag == "li" and (text := _item(item))
        )
    if tag == "table":
        return _table(node)
    if tag in _BOXES:
        return "\n\n".join(
            text for child in node.iter(include_text=True) if (text := to_markdown(child))
        )
    return inline(node)


def inline(node: LexborNode) -> str:
    """Return a paragraph's text in one line, its code between backticks."""
    return re.sub(r"\s+", " ", "".join(_pieces(node))).strip()


def _pieces(node: LexborNode) -> Iterator[str]:
    if node.tag == "-text":
        yield node.text_content or ""
        return
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child.text_content or ""
        elif child.tag == "code":
            yield f"`{child.text()}`"
        elif child.tag == "br":
            yield " "
        elif not _is_skipped(child):
            yield from _pieces(child)


def _item(node: LexborNode) -> str:
    """Return a point of a list; what is more than one paragraph is indented below it."""
    first = ""
    more: list[str] = []
    line: list[str] = []
    for child in node.iter(include_text=True):
        if child.tag in ("p", "pre", "ul", "ol", "table", *_BOXES):
            if line:
                first, line = first or "".join(line), []
            text = to_markdown(child)
            if text and not first.strip():
                first = text
            elif text:
                more.append(text)
        elif not _is_skipped(child):
            line.append(f"`{child.text()}`" if child.tag == "code" else "".join(_pieces(child)))
    first = " ".join((first or "".join(line)).split()) if "```" not in first else first
    rest = "".join(f"\n{indented}" for text in more if (indented := _indent(text)))
    return first + rest


def _indent(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.split("\n"))


def _numbers() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"{number}."


def _fenced(node: LexborNode) -> str:
    code = node.css_first("code") or node
    classes = (node.attributes.get("class") or "") + " " + (code.attributes.get("class") or "")
    named = re.search(r"language-(\w+)", classes)
    language = named[1] if named else ("rust" if re.search(r"\brust\b", classes) else "text")
    text = "".join(_code(code)).strip("\n")
    return f"```{language}\n{text}\n```" if text.strip() else ""


def _code(node: LexborNode) -> Iterator[str]:
    """Yield the text of a code block without the lines that the page hides."""
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child.text_content or ""
        elif child.tag != "summary" and "boring" not in _classes(child):
            yield from _code(child)


def _table(node: LexborNode) -> str:
    rows = [
        [inline(cell).replace("|", "\\|") for cell in row.iter() if cell.tag in ("th", "td")]
        for row in node.css("tr")
    ]
    rows = [row for row in rows if row]
    if not rows:
        return ""
    rows.insert(1, ["---"] * len(rows[0]))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _is_skipped(node: LexborNode) -> bool:
    return node.tag in _SKIPPED or not _SKIPPED_CLASSES.isdisjoint(_classes(node))


def _classes(node: LexborNode) -> list[str]:
    if node.tag == "-text":
        return []
    return (node.attributes.get("class") or "").split()
