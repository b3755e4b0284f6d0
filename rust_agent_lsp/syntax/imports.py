"""The `use` items of a text: what they bring in, and which of another text's are still missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from rust_agent_lsp.syntax.tree import text_of


@dataclass(frozen=True, slots=True)
class Import:
    """One imported path; `name` is what it is called here, empty for `*` and `_`."""

    path: str
    name: str

    def __str__(self) -> str:
        last = self.path.rpartition("::")[2]
        if self.name == last or last == "*":
            return self.path
        return f"{self.path} as {self.name or '_'}"


def imports_of(use: Node) -> list[Import]:
    """Return everything that a `use` item brings in."""
    argument = use.child_by_field_name("argument")
    return list(_leaves(argument, "")) if argument is not None else []


def is_public(use: Node) -> bool:
    """Say whether a `use` item shows what it brings in to others."""
    return any(child.type == "visibility_modifier" for child in use.named_children)


def missing_imports(wanted: Node, present: set[Import]) -> str:
    """Return a `use` item with what `wanted` has and `present` lacks; empty if nothing is left."""
    leaves = imports_of(wanted)
    left = [leaf for leaf in leaves if leaf not in present]
    if len(left) == len(leaves) or is_public(wanted):
        return text_of(wanted)
    if not left:
        return ""
    folders = {leaf.path.rpartition("::")[0] for leaf in left}
    if len(left) == 1:
        return f"use {left[0]};"
    if len(folders) == 1:
        folder = folders.pop()
        names = ", ".join(str(leaf)[len(folder) + 2 :] for leaf in left)
        return f"use {folder}::{{{names}}};"
    return "\n".join(f"use {leaf};" for leaf in left)


def _leaves(node: Node, prefix: str) -> Iterator[Import]:
    joint = f"{prefix}::" if prefix else ""
    match node.type:
        case "scoped_use_list":
            path = node.child_by_field_name("path")
            below = joint + text_of(path) if path is not None else prefix
            found = node.child_by_field_name("list")
            for child in found.named_children if found is not None else ():
                yield from _leaves(child, below)
        case "use_list":
            for child in node.named_children:
                yield from _leaves(child, prefix)
        case "use_as_clause":
            path, alias = node.child_by_field_name("path"), node.child_by_field_name("alias")
            name = text_of(alias) if alias is not None else ""
            yield Import(joint + (text_of(path) if path is not None else ""), name.strip("_"))
        case "use_wildcard":
            yield Import(joint + text_of(node), "")
        case "self":
            yield Import(prefix, prefix.rpartition("::")[2])
        case "line_comment" | "block_comment":
            return
        case _:
            path_text = joint + text_of(node)
            yield Import(path_text, path_text.rpartition("::")[2])
