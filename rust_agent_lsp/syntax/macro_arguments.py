"""Splits the tokens of a macro call, which have no syntax tree, into its arguments."""

from __future__ import annotations

from tree_sitter import Node

from rust_agent_lsp.model.text import Span

_BETWEEN = (",", ";", "==", "!=", ")", "]", "}")


def arguments_of(tree: Node) -> list[Span]:
    """Return the parts of a token tree between commas; `a == b` makes two."""
    parts = []
    start: int | None = None
    for token in tree.children[1:]:
        if token.type in _BETWEEN:
            before = token.prev_sibling
            if start is not None and before is not None:
                parts.append(Span(start, before.end_byte))
            start = None
        elif start is None:
            start = token.start_byte
    return parts
