"""Adds parameters and bounds to the generics of an item."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestors, descendants, text_of

GENERIC_ITEMS = (
    "function_item",
    "function_signature_item",
    "impl_item",
    "struct_item",
    "enum_item",
    "union_item",
    "trait_item",
    "type_item",
)


def generic_items(node: Node) -> Iterator[Node]:
    """Yield the items around `node` (itself included) that can have parameters, innermost first."""
    for at in (node, *ancestors(node)):
        if at.type in GENERIC_ITEMS:
            yield at


def parameter_named(item: Node, name: str) -> Node | None:
    """Return the type parameter `name` of `item`, or None."""
    listed = item.child_by_field_name("type_parameters")
    for parameter in listed.named_children if listed else []:
        found = parameter.child_by_field_name("name")
        if parameter.type == "type_parameter" and found is not None and text_of(found) == name:
            return parameter
    return None


def declaring_item(node: Node, name: str) -> tuple[Node, Node] | None:
    """Return (item, parameter) that declares the type parameter `name` at `node`."""
    for item in generic_items(node):
        parameter = parameter_named(item, name)
        if parameter is not None:
            return item, parameter
    return None


def lifetimes_of(item: Node) -> list[str]:
    """Return the lifetime parameters that `item` declares, with their quotes."""
    listed = item.child_by_field_name("type_parameters")
    return [
        text_of(name)
        for parameter in (listed.named_children if listed else [])
        if parameter.type == "lifetime_parameter"
        and (name := parameter.child_by_field_name("name")) is not None
    ]


def bound_edit(item: Node, parameter: Node, bound: str) -> Edit | None:
    """Return the edit that demands `bound` of a type parameter; None when it does already."""
    name = parameter.child_by_field_name("name")
    if name is None:
        return None
    bounds = parameter.child_by_field_name("bounds")
    where = next((c for c in item.children if c.type == "where_clause"), None)
    predicates = [p for p in where.named_children if p.type == "where_predicate"] if where else []
    for predicate in predicates:
        left = predicate.child_by_field_name("left")
        if bounds is None and left is not None and text_of(left) == text_of(name):
            bounds = predicate.child_by_field_name("bounds")
    if bounds is None:
        return Edit.insert(name.end_byte, f": {bound}")
    if bound in (text_of(child) for child in bounds.named_children):
        return None
    joiner = "" if not bounds.named_children else " + "
    return Edit.insert(bounds.end_byte, f"{joiner if joiner else ' '}{bound}")


def lifetime_edit(item: Node, lifetime: str) -> Edit | None:
    """Return the edit that declares `lifetime` on `item`, before its other parameters."""
    listed = item.child_by_field_name("type_parameters")
    if listed is not None:
        comma = ", " if listed.named_children else ""
        return Edit.insert(listed.start_byte + 1, f"{lifetime}{comma}")
    if item.type == "impl_item":
        return Edit.insert(item.children[0].end_byte, f"<{lifetime}>")
    name = item.child_by_field_name("name")
    return Edit.insert(name.end_byte, f"<{lifetime}>") if name else None


def bare_references(node: Node) -> Iterator[Node]:
    """Yield the reference types below `node` that name no lifetime, outside `Fn` types."""
    for found in descendants(node, "reference_type"):
        if any(child.type == "lifetime" for child in found.children):
            continue
        if any(up.type == "function_type" for up in ancestors(found)):
            continue
        yield found


def where_clause(item: Node) -> Node | None:
    """Return the `where` clause of an item or method, or None."""
    return next((c for c in item.children if c.type == "where_clause"), None)


def where_edit(function: Node, predicate: str) -> Edit | None:
    """Return the edit that adds `predicate` (`Self: Sized`) to the `where` of a function."""
    where = where_clause(function)
    if where is not None:
        text = text_of(where).rstrip()
        comma = "" if text.endswith(",") else ","
        return Edit.insert(where.start_byte + len(text.encode()), f"{comma} {predicate}")
    last = function.child_by_field_name("return_type") or function.child_by_field_name("parameters")
    return Edit.insert(last.end_byte, f" where {predicate}") if last is not None else None


def drop_predicates(where: Node, gone: list[Node]) -> list[Edit]:
    """Return the edits that remove some predicates of a `where` clause, and it with the last."""
    listed = [p for p in where.named_children if p.type == "where_predicate"]
    if len(listed) == len(gone):
        before = where.prev_sibling
        return [Edit.delete(before.end_byte if before else where.start_byte, where.end_byte)]
    edits = []
    for predicate in gone:
        after = predicate.next_sibling
        comma = after is not None and text_of(after) == ","
        end = after.end_byte if after is not None and comma else predicate.end_byte
        edits.append(Edit.delete(predicate.start_byte, end))
    return edits
