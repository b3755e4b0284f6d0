"""Writes the place itself, `v[i]`, where a reference to it is used."""

from __future__ import annotations

from collections.abc import Iterable

from tree_sitter import Node

from rust_agent_lsp.fixes.site import replace_node
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import SourceFile, text_of


def write_place(
    source: SourceFile, uses: Iterable[Node], place: str, *, mutable: bool
) -> list[Edit] | None:
    """Return the edits that write `place` for the `uses` of a reference to it.

    `mutable` says of what kind the reference is. None where a format string captures it.
    """
    edits = []
    for use in uses:
        parent = use.parent
        if use.type == "string_content" or parent is None:
            return None
        star = use.prev_sibling
        after = source.text[use.end_byte : use.end_byte + 1]
        if star is not None and text_of(star) == "*":
            edits.append(Edit.delete(star.start_byte, star.end_byte))
            edits.append(replace_node(use, place))
        elif after == b"." or parent.type == "field_expression":
            edits.append(replace_node(use, place))
        else:
            reference = "&mut " if mutable else "&"
            edits.append(replace_node(use, f"{reference}{place}"))
    return edits
