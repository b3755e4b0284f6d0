"""Finds the cast that a diagnostic is about."""

from __future__ import annotations

from tree_sitter import Node

from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.syntax.tree import ancestor


def cast_at(site: Site) -> Node | None:
    """Return the `as` expression at the primary span, which may count its parentheses in."""
    node = site.node
    while node.type == "parenthesized_expression" and node.named_children:
        node = node.named_children[0]
    return ancestor(node, "type_cast_expression")
