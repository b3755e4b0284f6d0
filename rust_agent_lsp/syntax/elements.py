"""Finds the elements of an array or of a `vec!`, whose inside is only tokens to the grammar."""

from __future__ import annotations

from tree_sitter import Node

from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.tree import SourceFile, ancestors, span_of, text_of


def elements_around(source: SourceFile, span: Span) -> list[Span]:
    """Return the elements of the innermost list that has `span` in one; [] if there is none.

    Lists like `[x; 3]` have no elements of their own.
    """
    node = source.node_at(span)
    for at in (node, *ancestors(node)):
        if at.type == "block":
            break
        found = elements_of(at)
        if any(element.contains(span) for element in found):
            return found
    return []


def elements_of(node: Node) -> list[Span]:
    """Return the elements of an array expression, a `vec![…]` or its tokens; [] for others."""
    if node.type == "macro_invocation":
        return elements_of(node.named_children[-1]) if node.named_children else []
    if node.type == "array_expression":
        if any(child.type == ";" for child in node.children):
            return []
        return [span_of(child) for child in node.named_children if "comment" not in child.type]
    parent = node.parent
    if node.type != "token_tree" or parent is None or parent.type != "macro_invocation":
        return []
    macro = parent.child_by_field_name("macro")
    if macro is None or text_of(macro) != "vec":
        return []
    found: list[Span] = []
    part: list[Node] = []
    for child in node.children[1:]:
        if text_of(child) == ";":
            return []
        if text_of(child) == "," or child == node.children[-1]:
            if part:
                found.append(Span(part[0].start_byte, part[-1].end_byte))
            part = []
        elif "comment" not in child.type:
            part.append(child)
    return found
