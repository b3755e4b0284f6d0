"""Adds a `PhantomData` field to a type, and to the values that the file makes of it."""

from __future__ import annotations

from tree_sitter import Node

from rust_agent_lsp.fixes.items import named_fields
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.tree import descendants, text_of

MARKER = "std::marker::PhantomData"


def marker_field(site: Site, item: Node, parameter: str) -> list[Edit]:
    """Return the edit that adds the field for a parameter of a struct; [] if there is no place."""
    inner = f"&{parameter} ()" if parameter.startswith("'") else parameter
    kind = f"{MARKER}<{inner}>"
    body = item.child_by_field_name("body")
    if body is None:
        return [Edit.insert(item.end_byte - 1, f"({kind})")] if text_of(item).endswith(";") else []
    if body.type == "ordered_field_declaration_list":
        comma = ", " if body.named_children else ""
        return [Edit.insert(body.end_byte - 1, comma + kind)]
    fields = [n for n in body.named_children if n.type == "field_declaration"]
    text = f"_marker: {kind}"
    if not fields:
        return [Edit.insert(body.end_byte - 1, f" {text} ")]
    last = fields[-1]
    after = site.source.text[last.end_byte : body.end_byte - 1]
    comma = "" if b"," in after else ","
    at = last.end_byte + (after.index(b",") + 1 if b"," in after else 0)
    if last.start_point.row == body.start_point.row:
        return [Edit.insert(at, f"{comma} {text}")]
    indent = site.source.indent_at(last.start_byte)
    return [Edit.insert(at, f"{comma}\n{indent}{text},")]


def marker_values(site: Site, name: str, item: Node) -> list[Edit]:
    """Return the edits that give the field where the file makes a value of the type."""
    edits = []
    root = site.source.tree.root_node
    names = (name, "Self")
    if named_fields(item):
        for literal in descendants(root, "struct_expression"):
            written = literal.child_by_field_name("name")
            body = literal.child_by_field_name("body")
            if written is None or body is None or not _is(text_of(written), names, literal, name):
                continue
            if ".." in text_of(body) or not body.named_children:
                continue
            edits.append(Edit.insert(body.named_children[-1].end_byte, f", _marker: {MARKER}"))
        return edits
    for node in descendants(root, "call_expression"):
        call = call_of(node)
        made = call is not None and call.receiver is None and _is(call.name, names, node, name)
        if call is not None and made and call.arguments:
            edits.append(Edit.insert(call.arguments[-1].end, f", {MARKER}"))
    return edits


def _is(written: str, names: tuple[str, str], node: Node, name: str) -> bool:
    bare = written.partition("<")[0].rstrip(":")
    if bare == "Self":
        outer = node.parent
        while outer is not None and outer.type != "impl_item":
            outer = outer.parent
        kind = outer.child_by_field_name("type") if outer is not None else None
        return kind is not None and text_of(kind).startswith(name)
    return bare in names
