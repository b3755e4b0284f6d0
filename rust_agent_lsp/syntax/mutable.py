"""Turns a `mut` name that would own a value into one that refers to it through `&mut`."""

from __future__ import annotations

from tree_sitter import Node

from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import PLACES, is_mutable_reference
from rust_agent_lsp.syntax.names import make_mutable
from rust_agent_lsp.syntax.tree import descendants, span_of, text_of

# Methods that lend, each with its sister that lends mutably, and what may be called on these.
_SISTERS = {
    name: f"{name}_mut" for name in ("iter", "get", "first", "last", "values", "borrow", "chunks")
} | {"as_ref": "as_mut", "as_deref": "as_deref_mut"}
_ADAPTERS = ("enumerate", "rev", "skip", "take", "step_by", "zip", "flatten", "unwrap", "expect")


def mut_word(holder: Node) -> Node | None:
    """Return the `mut` that stands directly in a `let` or parameter, or None."""
    return next((c for c in holder.children if c.type == "mutable_specifier"), None)


def without_mut(mark: Node) -> Edit:
    """Remove the word `mut` and the space behind it."""
    after = mark.next_sibling
    return Edit.delete(mark.start_byte, after.start_byte if after is not None else mark.end_byte)


def is_place(node: Node) -> bool:
    """Say whether `node` is a variable, field, item or what a reference refers to."""
    return node.type in PLACES or (
        node.type == "unary_expression"
        and text_of(node).startswith("*")
        and node.named_children[0].type in PLACES
    )


def root_of(place: Node) -> Node:
    """Return the variable that a place belongs to."""
    return place if place.type in ("identifier", "self") else root_of(place.named_children[0])


def owner_edits(place: Node) -> list[Edit]:
    """Let the local that `place` belongs to be changed."""
    root = root_of(place) if is_place(place) else place
    return make_mutable(root) if root.type == "identifier" else []


def through_edits(scope: Node, name: str, start: int) -> list[Edit]:
    """Write `*name` where `name` as a whole is assigned to."""
    lefts = (
        n.child_by_field_name("left")
        for n in descendants(scope, "assignment_expression", "compound_assignment_expr")
    )
    return [
        Edit.insert(left.start_byte, "*")
        for left in lefts
        if left is not None and left.start_byte >= start and text_of(left) == name
    ]


def lent_mutably(value: Node) -> tuple[Node, list[Edit]]:
    """Return what `value` lends from, and the edits that let it lend mutably."""
    if value.type == "reference_expression" and not is_mutable_reference(value):
        inner = value.child_by_field_name("value") or value
        return inner, [Edit.insert(inner.start_byte, "mut ")]
    at, call = value, call_of(value)
    while call is not None and call.receiver is not None and call.name in _ADAPTERS:
        at, call = call.receiver, call_of(call.receiver)
    if call is None or call.receiver is None or call.name not in _SISTERS:
        return value, []
    function = at.child_by_field_name("function")
    method = function.child_by_field_name("field") if function is not None else None
    if method is None:
        return value, []
    return call.receiver, [Edit(span_of(method), _SISTERS[call.name])]
