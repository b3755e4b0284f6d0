"""Finds the expressions that a function returns, and turns borrowed ones into owned ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import suffix
from rust_agent_lsp.syntax.statements import is_tail, statements
from rust_agent_lsp.syntax.tree import SourceFile, span_of, text_of


def tail_of(block: Node) -> Node | None:
    """Return the value of a block, or None when it ends in a statement.

    A last `if`, `match` or block counts, which the grammar takes for a statement.
    """
    listed = statements(block)
    if not listed:
        return None
    last = listed[-1]
    if last.type == "expression_statement" and not text_of(last).rstrip().endswith(";"):
        return last.named_children[0] if last.named_children else None
    return last if is_tail(last) else None


def values_of(node: Node) -> Iterator[Node]:
    """Yield the expressions that the value of `node` may come from: arms, branches, tails."""
    if node.type == "block":
        tail = tail_of(node)
        if tail is not None:
            yield from values_of(tail)
    elif node.type == "if_expression":
        for field in ("consequence", "alternative"):
            part = node.child_by_field_name(field)
            if part is not None:
                yield from values_of(part.named_children[0] if part.type == "else_clause" else part)
    elif node.type == "match_expression":
        body = node.child_by_field_name("body")
        for arm in body.named_children if body else []:
            value = arm.child_by_field_name("value")
            if value is not None:
                yield from values_of(value)
    elif node.type != "return_expression":
        yield node


def returned(function: Node) -> Iterator[Node]:
    """Yield the expressions that `function` (or closure) may return."""
    body = function.child_by_field_name("body")
    if body is None:
        return
    yield from values_of(body)
    stack = list(body.named_children)
    while stack:
        at = stack.pop()
        if at.type in ("closure_expression", "function_item", "async_block"):
            continue
        if at.type == "return_expression" and at.named_children:
            yield from values_of(at.named_children[0])
        stack += at.named_children


_OWNED = (
    (re.compile(r"&(?:'\w+ )?str"), "String", ".to_string()"),
    (re.compile(r"&(?:'\w+ )?(?:mut )?\[([^;\]]+)\]"), r"Vec<\1>", ".to_vec()"),
    (re.compile(r"&(?:'\w+ )?(?:mut )?(.+)"), r"\1", ".clone()"),
)


def owned_type(text: str) -> tuple[str, str] | None:
    """Return the owned form of a reference type, and the call that makes it; None if no `&`."""
    for pattern, owned, call in _OWNED:
        found = pattern.fullmatch(text)
        if found is not None:
            return found.expand(owned), call
    return None


def own_edits(source: SourceFile, value: Node, call: str) -> tuple[Edit, ...]:
    """Return the edits that make a returned reference an owned value.

    A borrowed local is given away itself; anything else is copied with `call`.
    """
    inner = value.child_by_field_name("value") if value.type == "reference_expression" else None
    if inner is not None and inner.type in (
        "identifier",
        "macro_invocation",
        "call_expression",
        "struct_expression",
    ):
        return (Edit.delete(value.start_byte, inner.start_byte),)
    if inner is not None:
        rest = suffix(source, span_of(inner), call)
        return (Edit.delete(value.start_byte, inner.start_byte), *rest)
    text = text_of(value)
    for view in (".as_str()", ".as_slice()", ".as_ref()", ".as_mut_slice()"):
        if text.endswith(view):
            return (Edit.delete(value.end_byte - len(view), value.end_byte),)
    return suffix(source, span_of(value), call)
