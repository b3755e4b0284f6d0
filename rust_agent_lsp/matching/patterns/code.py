"""A file as the rules see it: its syntactic places, and its text without comments and literals."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from tree_sitter import Node, Query, QueryCursor, Tree

from rust_agent_lsp.matching.patterns.items import Items
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.tree import RUST

_SCOPES = {
    "fn": ("function_item",),
    "impl": ("impl_item",),
    "struct": ("struct_item",),
    "enum": ("enum_item",),
    "trait": ("trait_item",),
    "mod": ("mod_item",),
    "loop": ("for_expression", "while_expression", "loop_expression"),
    "macro": ("macro_definition",),
    "unsafe": ("unsafe_block",),
    "match": ("match_expression",),
    "async": ("async_block",),
    "block": ("block",),
    "call": ("macro_invocation",),
    "static": ("static_item",),
}
_KIND = {kind: scope for scope, kinds in _SCOPES.items() for kind in kinds}
_COMMENTS = ("line_comment", "block_comment")
_LITERALS = ("string_literal", "raw_string_literal", "char_literal")
_PLACES = Query(RUST, f"[{' '.join(f'({k})' for k in (*_KIND, *_COMMENTS, *_LITERALS))}] @node")
_ASYNC = re.compile(r"async\s+(?:unsafe\s+)?fn\b")
_TEST = re.compile(r"#\s*!?\[\s*(?:cfg\s*\(\s*(?:all\s*\(\s*)?test\b|(?:\w+\s*::\s*)*test\s*[\](])")
_ATTRIBUTES = ("attribute_item", *_COMMENTS)
_QUOTE = re.compile(r"[\"']")
_WIDE = re.compile(r"\s{2,}")
_NOT_NEWLINE = re.compile(r"[^\n]")


class Code:
    """One Rust file.

    `raw` has one character for each byte of the source. In `text` comments and what stands between
    quotes are gone, and white space is one blank at most: offsets into it are turned into bytes by
    `bytes_of`.
    """

    def __init__(self, source: bytes, tree: Tree) -> None:
        self.tree = tree
        self.raw = source.decode("latin-1")
        self._places: dict[str, list[Span]] = defaultdict(list)
        self._tests: list[Span] = []
        blank: list[tuple[Span, bool]] = []
        for node in QueryCursor(_PLACES).captures(tree.root_node).get("node", []):
            kind = node.type
            if kind in _KIND:
                self._place(_KIND[kind], node)
            else:
                blank.append((Span(node.start_byte, node.end_byte), kind in _COMMENTS))
        self._squeeze(_blanked(self.raw, blank))
        for name, found in self._places.items():
            self._places[name] = [self._in_text(span) for span in found]
        self._tests = [self._in_text(span) for span in self._tests]
        self._places["file"] = [Span(0, len(self.text))]
        for spans in self._places.values():
            spans.sort(key=lambda span: (span.start, -span.end))

    def _squeeze(self, blanked: str) -> None:
        parts, end, length = [], 0, 0
        self._starts, self._sources = [0], [0]
        for found in _WIDE.finditer(blanked):
            parts.append(blanked[end : found.start() + 1])
            length += len(parts[-1])
            end = found.end()
            self._starts.append(length)
            self._sources.append(end)
        self.text = "".join(parts) + blanked[end:]

    def _in_text(self, span: Span) -> Span:
        return Span(self._squeezed(span.start), self._squeezed(span.end))

    def _squeezed(self, offset: int) -> int:
        at = bisect_right(self._sources, offset) - 1
        start = self._starts[at] + offset - self._sources[at]
        return min(start, self._starts[at + 1]) if at + 1 < len(self._starts) else start

    def bytes_of(self, span: Span) -> Span:
        """Return the bytes of the source that a place in `text` stands for."""
        return Span(self._source(span.start), max(self._source(span.end - 1) + 1, 0))

    def _source(self, offset: int) -> int:
        at = max(bisect_right(self._starts, offset) - 1, 0)
        return self._sources[at] + offset - self._starts[at]

    def _place(self, scope: str, node: Node) -> None:
        start, at = node.start_byte, node.prev_sibling
        # The attributes and comments of an item are its siblings.
        while scope not in ("block", "loop") and at is not None and at.type in _ATTRIBUTES:
            if at.type == "attribute_item":
                start = at.start_byte
            at = at.prev_sibling
        span = Span(start, node.end_byte)
        self._places[scope].append(span)
        head = self.raw[start : start + 400].partition("{")[0]
        if scope in ("fn", "mod") and _TEST.search(head):
            self._tests.append(span)
        if scope == "fn" and _ASYNC.search(head):
            self._places["async"].append(span)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the text, comments and literals left out."""
        return frozenset(re.findall(r"\w+", self.text))

    @cached_property
    def items(self) -> Items:
        """The structs and impl blocks, read on demand."""
        return Items(self.text, self._places["struct"], self._places["impl"], self._places["fn"])

    def places(self, scope: str) -> Sequence[Span]:
        """Return the places of a kind (`fn`, `impl`, `loop`, … or `file`), in source order."""
        return self._places.get(scope, ())

    def in_test(self, offset: int) -> bool:
        """Say whether `offset` belongs to tests."""
        return any(span.start <= offset < span.end for span in self._tests)

    def around(self, scope: str, offset: int) -> Span | None:
        """Return the innermost place of a kind that covers `offset`."""
        spans = self.places(scope)
        before = bisect_right(spans, offset, key=lambda span: span.start)
        return next((s for s in reversed(spans[:before]) if offset < s.end), None)

    def of(self, span: Span) -> str:
        """Return the text of a place, comments and literals blanked."""
        return self.text[span.start : span.end]


def _between_quotes(raw: str, span: Span) -> tuple[int, int]:
    """Return what stands between the quotes of a literal; `r#` and `b` stay."""
    quote = _QUOTE.search(raw, span.start, span.end)
    if quote is None:
        return span.start, span.start
    last = raw.rfind(quote[0], quote.end(), span.end)
    return quote.end(), max(last, quote.end())


def _blanked(raw: str, places: list[tuple[Span, bool]]) -> str:
    """Return the text with spaces for comments and for what stands between quotes."""
    parts, end = [], 0
    for span, whole in sorted(places, key=lambda place: place[0].start):
        if span.start < end:
            continue
        start, stop = (span.start, span.end) if whole else _between_quotes(raw, span)
        parts += [raw[end:start], _NOT_NEWLINE.sub(" ", raw[start:stop])]
        end = stop
    return "".join(parts) + raw[end:]
