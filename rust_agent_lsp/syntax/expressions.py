"""Small edits to expressions that keep their meaning: a prefix, a method call, a conversion."""

from __future__ import annotations

import re

from tree_sitter import Node

from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import SourceFile, text_of

# Expressions that bind looser than a method call or a unary operator.
_LOOSE = (
    "assignment_expression",
    "binary_expression",
    "break_expression",
    "closure_expression",
    "compound_assignment_expr",
    "range_expression",
    "return_expression",
    "type_cast_expression",
)
_PREFIXED = ("reference_expression", "unary_expression")
PLACES = ("identifier", "self", "field_expression", "index_expression")

# A path, field, call or index chain, for the tokens of a macro, which have no syntax tree.
_TIGHT = re.compile(r"[\w.:]+(?:\([^()]*\)|\[[^\[\]]*\])?|\"[^\"]*\"")


def exact_node(source: SourceFile, span: Span) -> Node | None:
    """Return the outermost named node that covers exactly `span`, or None."""
    node: Node | None = source.node_at(span)
    if node is None or (node.start_byte, node.end_byte) != (span.start, span.end):
        return None
    while (
        node.parent is not None
        and node.parent.start_byte == node.start_byte
        and node.parent.end_byte == node.end_byte
        and node.parent.type not in ("block", "source_file", "arguments", "expression_statement")
    ):
        node = node.parent
    return node


def _needs_parentheses(source: SourceFile, span: Span, *, prefixed_too: bool) -> bool:
    node = exact_node(source, span)
    if node is None:
        return not _TIGHT.fullmatch(source.slice(span))
    return node.type in _LOOSE or (prefixed_too and node.type in _PREFIXED)


def prefix(source: SourceFile, span: Span, operator: str) -> tuple[Edit, ...]:
    """Put a unary `operator` (`&`, `*`, `&mut `) before the expression at `span`."""
    if _needs_parentheses(source, span, prefixed_too=False):
        return (Edit.insert(span.start, f"{operator}("), Edit.insert(span.end, ")"))
    return (Edit.insert(span.start, operator),)


def suffix(source: SourceFile, span: Span, call: str) -> tuple[Edit, ...]:
    """Put a method `call` (`.clone()`, `?`) or ` as T` behind the expression at `span`."""
    cast = call.startswith(" as ")
    node = exact_node(source, span)
    if cast and node is not None and node.type in (*_PREFIXED, "type_cast_expression"):
        return (Edit.insert(span.end, call),)
    if _needs_parentheses(source, span, prefixed_too=True):
        return (Edit.insert(span.start, "("), Edit.insert(span.end, f"){call}"))
    return (Edit.insert(span.end, call),)


def wrap(span: Span, before: str, after: str) -> tuple[Edit, ...]:
    """Put `before` and `after` around `span`."""
    return (Edit.insert(span.start, before), Edit.insert(span.end, after))


def is_mutable_reference(node: Node) -> bool:
    """Say whether a reference expression or type is `&mut`."""
    return any(child.type == "mutable_specifier" for child in node.children)


def short(text: str, limit: int = 40) -> str:
    """Return `text` on one line, cut after `limit` characters, for a title."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def short_text(node: Node) -> str:
    """Return the text of `node` for a title."""
    return short(text_of(node))
