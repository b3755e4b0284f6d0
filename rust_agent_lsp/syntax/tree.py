"""Rust files and their syntax trees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

import tree_sitter_rust
from tree_sitter import Language, Node, Parser, Point, Query, QueryCursor, Tree

from rust_agent_lsp.model.text import Span

RUST = Language(tree_sitter_rust.language())

LARGE = 256 * 1024
"""From this many bytes on, parsing takes long enough to be felt by other threads."""

MOST_NESTED = 1_000
"""Nodes or brackets within one another beyond which a text has no tree; rustc gives up earlier."""

MOST_BROKEN = 4_000
"""Pieces beside one another in what does not parse, beyond which a text has no tree.

Tree-sitter keeps them as deep as they are many, so that a query takes the square of their number.
"""

_CHUNK = 8 * 1024
_STEPS = {byte: 1 if byte in b"([{" else -1 for byte in b"()[]{}"}
_OTHERS = bytes(byte for byte in range(256) if byte not in _STEPS)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A Rust file as it stands in the editor or on disk, with its syntax tree."""

    path: Path
    text: bytes
    tree: Tree

    @classmethod
    def parse(cls, path: Path, text: bytes) -> SourceFile:
        """Parse `text`; broken Rust gives a tree with ERROR nodes, never an exception."""
        return cls(path, text, parse_text(text))

    def slice(self, span: Span) -> str:
        """Return the text of `span`."""
        return self.text[span.start : span.end].decode(errors="replace")

    def node_at(self, span: Span) -> Node:
        """Return the smallest named node that covers `span`."""
        found = self.tree.root_node.named_descendant_for_byte_range(span.start, span.end)
        return found or self.tree.root_node

    def line_start(self, offset: int) -> int:
        """Return the byte offset at which the line of `offset` begins."""
        return self.text.rfind(b"\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Return the byte offset of the newline that ends the line of `offset` (or of the end)."""
        end = self.text.find(b"\n", offset)
        return len(self.text) if end < 0 else end

    def indent_at(self, offset: int) -> str:
        """Return the white space that begins the line of `offset`."""
        start = self.line_start(offset)
        line = self.text[start : self.line_end(offset)].decode(errors="replace")
        return line[: len(line) - len(line.lstrip())]

    def line_number(self, offset: int) -> int:
        """Return the line of `offset`, counted from one as compilers do."""
        return self.text.count(b"\n", 0, offset) + 1


def parse_text(text: bytes, old: Tree | None = None) -> Tree:
    """Parse `text`; `old` is the tree of an earlier text, `edited` for every change since.

    The parse of a large text lets other threads run every few milliseconds. A text that is nested
    beyond `MOST_NESTED` or broken beyond `MOST_BROKEN` gets the tree of an empty one: each step to
    a node's parent takes time by its depth, so that what reads such a tree would take minutes.
    This is the only place that gives up on a text; whatever reads a tree may count on it.
    """
    parser = Parser(RUST)
    if _is_too_deep(text):
        return parser.parse(b"")
    tree = _parsed(parser, text, old)
    return parser.parse(b"") if len(text) > MOST_NESTED and _is_too_tangled(tree) else tree


def _parsed(parser: Parser, text: bytes, old: Tree | None) -> Tree:
    if len(text) < LARGE:  # The parser takes no None for a tree.
        return parser.parse(text) if old is None else parser.parse(text, old)

    def read(offset: int, _point: Point) -> bytes:
        return text[offset : offset + _CHUNK]

    # The parser holds the interpreter's lock; calling back into Python is what lends it out.
    def go_on(_offset: int, _error: bool) -> bool:
        return False

    if old is None:
        return parser.parse(read, progress_callback=go_on)
    return parser.parse(read, old, progress_callback=go_on)


def _is_too_deep(text: bytes) -> bool:
    brackets = text.translate(None, _OTHERS) if len(text) > MOST_NESTED else b""
    if len(brackets) <= MOST_NESTED:
        return False
    return max(accumulate(map(_STEPS.__getitem__, brackets))) > MOST_NESTED


def _is_too_tangled(tree: Tree) -> bool:
    """Look at what is large enough to be too deep or too broken; of most files, a few nodes."""
    todo = [(tree.root_node, 0)]
    while todo:
        node, depth = todo.pop()
        if depth > MOST_NESTED or (node.is_error and node.child_count > MOST_BROKEN):
            return True
        # A child that passes a limit has at least as many nodes as there are levels left.
        left = MOST_NESTED - depth
        if node.descendant_count - node.child_count >= left:
            todo += ((c, depth + 1) for c in node.children if c.descendant_count > left)
    return False


def edited(tree: Tree, text: bytes, span: Span, new: bytes) -> Tree:
    """Return a copy of `tree` that knows that `span` of its `text` is replaced by `new`."""
    tree = tree.copy()
    start = _point(text, span.start)
    tree.edit(
        span.start,
        span.end,
        span.start + len(new),
        start,
        _moved(start, text[span.start : span.end]),
        _moved(start, new),
    )
    return tree


def _point(text: bytes, offset: int) -> Point:
    return Point(text.count(b"\n", 0, offset), offset - (text.rfind(b"\n", 0, offset) + 1))


def _moved(start: Point, over: bytes) -> Point:
    rows = over.count(b"\n")
    column = len(over) - (over.rfind(b"\n") + 1)
    return Point(start.row + rows, column if rows else start.column + column)


def span_of(node: Node) -> Span:
    """Return the bytes that `node` covers."""
    return Span(node.start_byte, node.end_byte)


def text_of(node: Node) -> str:
    """Return the source text of `node`."""
    return (node.text or b"").decode(errors="replace")


def ancestors(node: Node) -> Iterator[Node]:
    """Yield the parents of `node`, innermost first."""
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def ancestor(node: Node, *kinds: str) -> Node | None:
    """Return `node` or its nearest parent that is of one of the `kinds`."""
    if node.type in kinds:
        return node
    return next((n for n in ancestors(node) if n.type in kinds), None)


def descendants(node: Node, *kinds: str) -> Iterator[Node]:
    """Yield the nodes below `node` (itself included) of the `kinds`, or all, in source order.

    Raises `QueryError` for a kind that Rust's grammar does not have.
    """
    if kinds:
        # In Python the walk over a file of 10,000 lines takes a tenth of a second; but a query
        # holds the interpreter's lock, so that a whole file is asked about item by item.
        query, is_file = _query(kinds), node.parent is None and node.type not in kinds
        parts = node.children if is_file else [node]
        found = [n for part in parts for n in QueryCursor(query).captures(part).get("node", [])]
        yield from sorted(found, key=lambda n: (n.start_byte, -n.end_byte))
        return
    stack = [node]
    while stack:
        at = stack.pop()
        yield at
        stack += reversed(at.named_children)


@cache
def _query(kinds: tuple[str, ...]) -> Query:
    return Query(RUST, f"[{' '.join(f'({kind})' for kind in kinds)}] @node")
