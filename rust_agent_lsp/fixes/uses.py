"""Where a new `use` goes, and by which path an item is reached from a place."""

from __future__ import annotations

from tree_sitter import Node

from rust_agent_lsp.fixes.items import Item, crate_files, modules_of
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import SourceFile, ancestors, text_of

_COMMENTS = ("line_comment", "block_comment")


def scope_of(node: Node) -> Node:
    """Return the body of the module around `node`: its declaration list, or the file's root."""
    outer = node
    for outer in ancestors(node):
        if outer.type == "mod_item":
            body = outer.child_by_field_name("body")
            if body is not None:
                return body
    return outer


def insert_use(file: SourceFile, node: Node, path: str) -> Edit:
    """Return the edit that adds `use path;` to the module around `node`, in the list's order."""
    scope = scope_of(node)
    uses = [n for n in scope.named_children if n.type == "use_declaration"]
    line = f"use {path};\n"
    for use in uses:
        if text_of(use) > line:
            start = file.line_start(use.start_byte)
            return Edit.insert(start, file.indent_at(use.start_byte) + line)
    if uses:
        end = min(file.line_end(uses[-1].end_byte) + 1, len(file.text))
        return Edit.insert(end, file.indent_at(uses[-1].start_byte) + line)
    return _first_use(file, scope, line)


def _first_use(file: SourceFile, scope: Node, line: str) -> Edit:
    children = [n for n in scope.named_children if not _belongs_to_scope(n)]
    if not children:
        return Edit.insert(scope.end_byte - (scope.type == "declaration_list"), line)
    first = children[0]
    while first.type in _COMMENTS and not text_of(first).startswith(("///", "/**")):
        after = first.next_named_sibling
        if after is None or after.start_point.row <= first.end_point.row + 1:
            break
        first = after
    start = file.line_start(first.start_byte)
    if start < scope.start_byte:
        return Edit.insert(first.start_byte, f"use {line[4:-1]} ")
    return Edit.insert(start, f"{file.indent_at(first.start_byte)}{line}\n")


def _belongs_to_scope(node: Node) -> bool:
    inner_doc = node.type in _COMMENTS and text_of(node).startswith(("//!", "/*!"))
    return inner_doc or node.type in ("inner_attribute_item", "shebang")


def modules_at(site: Site, node: Node) -> tuple[str, ...]:
    """Return the modules around a node of this file, from the crate's root."""
    return (*crate_files(site)[0][1], *modules_of(node))


def path_to(site: Site, item: Item) -> str:
    """Return the shortest sure path of a module-level item from the diagnostic's place."""
    here = modules_at(site, site.node)
    if item.modules == here:
        return item.name
    if here and item.modules == here[:-1]:
        return f"super::{item.name}"
    if item.modules[: len(here)] == here:
        return "::".join((*item.modules[len(here) :], item.name))
    return item.path
