"""Turns pieces of the toolchain's installed HTML documentation into Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rust_agent_lsp.model.errors import ToolchainError

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


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
    if heading is None or heading.tag not in _HEADINGS:
        return None
    return "\n\n".join(_below(heading)).strip()


def _below(heading: LexborNode) -> Iterator[str]:
    level = _HEADINGS.index(heading.tag or "")
    node = heading.next
    while node is not None:
        if node.tag in _HEADINGS and _HEADINGS.index(node.tag) <= level:
            return
        if text := to_markdown(node):
            yield text
        node = node.next


def to_markdown(node: LexborNode) -> str:
    """Return a block of a page as Markdown: headings, paragraphs, lists, code."""
    tag = node.tag or ""
    if tag in _HEADINGS:
        return f"{'#' * (_HEADINGS.index(tag) + 1)} {_inline(node)}"
    if tag == "pre":
        language = "rust" if 'class="language-rust' in (node.html or "")[:200] else "text"
        return f"```{language}\n{node.text().strip(chr(10))}\n```"
    if tag in ("ul", "ol"):
        return "\n".join(f"- {_inline(item)}" for item in node.iter() if item.tag == "li")
    if tag in ("div", "blockquote", "section", "details"):
        return "\n\n".join(text for child in node.iter() if (text := to_markdown(child)))
    return _inline(node)


def _inline(node: LexborNode) -> str:
    """Return a paragraph's text in one line, its code between backticks."""
    pieces = []
    for child in node.iter(include_text=True):
        if child.tag == "code":
            pieces.append(f"`{child.text()}`")
        elif child.tag == "-text" or not child.css_matches("code, code *"):
            pieces.append(child.text() if child.tag == "-text" else _inline(child))
    return re.sub(r"\s+", " ", "".join(pieces)).strip() if pieces else ""
