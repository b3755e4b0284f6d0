"""Reads macro calls, whose tokens have no syntax tree: their arguments, what they print."""

from __future__ import annotations

import re

from tree_sitter import Node

from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.tree import descendants, text_of

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


def prints_whole_values(root: Node) -> bool:
    """Say whether a `{:?}` may print a whole value, not only one of its fields or a result."""
    for macro in descendants(root, "macro_invocation"):
        text = text_of(macro)
        if ":?}" not in text and ":#?}" not in text and not text.startswith("dbg!"):
            continue
        given = text.rpartition('"')[2]
        if re.search(r"\{\w+:#?\?\}", text) or re.search(r"(?:^|,|\()\s*&?\w+\s*(?=[,)])", given):
            return True
    return False
