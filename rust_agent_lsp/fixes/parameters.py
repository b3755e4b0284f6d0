"""Gives a type one more parameter, with the argument for it wherever the file names the type."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from rust_agent_lsp.fixes.items import Item
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


def add_to_list(owner: Node, field: str, behind: Node | None, name: str) -> Edit | None:
    """Return the edit that adds `name` to a list in `<…>`; lifetimes come first."""
    listed = owner.child_by_field_name(field)
    parts = listed.named_children if listed is not None else []
    if parts and name.startswith("'"):
        return Edit.insert(parts[0].start_byte, f"{name}, ")
    if parts:
        return Edit.insert(parts[-1].end_byte, f", {name}")
    return Edit.insert(behind.end_byte, f"<{name}>") if behind is not None else None


def argument_edits(
    site: Site, item: Item, impl: Node | None, declared: str, outside: str | None = None
) -> Iterator[Edit]:
    """Yield the edits that give the argument for a new parameter wherever the file names the type.

    `declared` is the parameter with its bounds, `impl` a block that has it already. In signatures
    outside of the type's impls `outside` stands for it (default: left to inference).
    """
    name = declared.partition(":")[0].strip()
    inferred = "'_" if name.startswith("'") else "_"
    for block in descendants(site.source.tree.root_node, "impl_item"):
        kind = block.child_by_field_name("type")
        if kind is None or base_name(text_of(kind)) != item.name:
            continue
        if block != impl and block.child_by_field_name("type_parameters") is not None:
            edit = add_to_list(block, "type_parameters", None, declared)
            if edit is not None:
                yield edit
        elif block != impl:
            yield Edit.insert(block.children[0].end_byte, f"<{declared}>")
    for node in descendants(site.source.tree.root_node, "type_identifier"):
        parent = node.parent
        if text_of(node) != item.name or parent is None or parent == item.node:
            continue
        if parent.type in ("struct_expression", "scoped_identifier", "scoped_type_identifier"):
            continue
        around = ancestor(node, "impl_item")
        of = around.child_by_field_name("type") if around is not None else None
        inside = of is not None and base_name(text_of(of)) == item.name
        in_body = ancestor(node, "let_declaration", "block", "function_item")
        signature = in_body is not None and in_body.type == "function_item"
        argument = outside if outside is not None and signature else inferred
        edit = add_to_list(
            parent if parent.type == "generic_type" else node,
            "type_arguments",
            node,
            name if inside else argument,
        )
        if edit is not None:
            yield edit
