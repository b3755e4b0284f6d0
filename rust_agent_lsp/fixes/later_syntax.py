"""Tells a syntax error that an earlier one had hidden from one that was only moved along.

The parser gives up, or skips a part, at an error, so that the next one shows once it is repaired.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from tree_sitter import Node

from rust_agent_lsp.fixes.phases import Phase, phase
from rust_agent_lsp.fixes.site import ITEMS
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.text import FileEdit, Span, edits_by_path, map_offset, placed
from rust_agent_lsp.syntax.tree import SourceFile, ancestors

_UNITS = (*ITEMS, "let_declaration", "expression_statement", "field_declaration", "enum_variant")
# What names a bracket says nothing of where it is wrong.
_BRACKETS = re.compile(r"delimiter|unterminated|unmatched|found `[)\]}]`|found `<eof>`")
_SYNTAX = re.compile(
    r"^(?:expected |missing |unexpected |unknown start of token|invalid |leading |non-item in"
    r"|comparison operators|visibility |path separator|return type should)"
)


def is_later_syntax_error(
    error: Diagnostic,
    target: Diagnostic,
    files: Sequence[FileEdit],
    texts: Mapping[Path, SourceFile],
) -> bool:
    """Say whether `target`, a syntax error that the edits repaired, had hidden `error`.

    `texts` are the files after the edits. True only where the whole statement or item that holds
    the edits and the target now parses, no bracket is in doubt, and `error` stands in another
    one, which begins behind it on a line of its own.
    """
    source = texts.get(error.path)
    if source is None or error.path != target.path or not (_plain(error) and _plain(target)):
        return False
    edits = edits_by_path(files)
    if set(edits) != {error.path}:
        return False
    spans = [place for _, place in placed(edits[error.path])]
    begin = min(s.start for s in spans)
    end = max(s.end for s in spans)
    at = map_offset(target.span.start, edits[error.path])
    unit = _unit(source, Span(begin, max(end, begin + 1)))
    if unit is None or unit.has_error or not unit.start_byte <= at < error.span.start:
        return False
    if source.text[unit.end_byte : at].strip(b" \t\r\n,;"):
        return False
    behind = source.text[unit.end_byte : error.span.start + 1]
    return re.match(rb"[,;]?[ \t]*(?://[^\n]*)?\r?\n", behind) is not None


def _plain(error: Diagnostic) -> bool:
    """Whether it is the parser's, and not about brackets."""
    return (
        phase(error) is Phase.PARSE
        and _SYNTAX.match(error.message) is not None
        and _BRACKETS.search(error.message) is None
    )


def _unit(source: SourceFile, span: Span) -> Node | None:
    """Return the smallest statement or item around the edited text."""
    node = source.node_at(span)
    return next((n for n in (node, *ancestors(node)) if n.type in _UNITS), None)
