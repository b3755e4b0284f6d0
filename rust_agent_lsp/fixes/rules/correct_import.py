"""Writes the path by which an import can really be reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes import std_names
from rust_agent_lsp.fixes.items import crate_items, node_name, variants
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.uses import modules_at, path_to
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestors, text_of


class CorrectImport(FixRule):
    """Replaces the path of an import by the one under which the crate or `std` has that name."""

    codes: ClassVar = ("E0432", "E0433", "E0429", "E0430", "E0431")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="mod tools {\n    pub fn go() {}\n}\nmod work {\n    use tools::go;\n"
            "    pub fn f() {\n"
            "        go();\n    }\n}\npub fn g() {\n    work::f();\n}\n",
            after="mod tools {\n    pub fn go() {}\n}\nmod work {\n    use crate::tools::go;\n"
            "    pub fn f() {\n"
            "        go();\n    }\n}\npub fn g() {\n    work::f();\n}\n",
            code="E0432",
        ),
        Example(
            before="use std::HashMap;\npub type A = HashMap<u8, u8>;\n",
            after="use std::collections::HashMap;\npub type A = HashMap<u8, u8>;\n",
            code="E0432",
        ),
        Example(
            before="use std::fmt::self;\npub fn f() -> fmt::Result {\n    Ok(())\n}\n",
            after="use std::fmt;\npub fn f() -> fmt::Result {\n    Ok(())\n}\n",
            code="E0429",
        ),
    )
    refuses: ClassVar = ("use ferris_wheel::BigO;\npub fn f(_: BigO) {}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0429":
            yield from self._module(site)
            return
        entry = _entry(site)
        if entry is None:
            return
        written = _full(entry)
        name = text_of(entry).rpartition("::")[2]
        for path in dict.fromkeys(_paths(site, written, name)):
            if path == written:
                continue
            edits = _rewritten(site, entry, path)
            if edits:
                yield site.candidate(self.id, f"Import `{path}`", *edits)

    def _module(self, site: Site) -> Iterator[Candidate]:
        use = site.enclosing("use_declaration")
        argument = use.child_by_field_name("argument") if use is not None else None
        text = text_of(argument) if argument is not None else ""
        if argument is not None and text.endswith("::self"):
            path = text.removesuffix("::self")
            yield site.candidate(
                self.id, f"Import the module `{path}`", replace_node(argument, path)
            )


def _entry(site: Site) -> Node | None:
    """Return the whole path of the import (or of the expression) that cannot be found."""
    node = site.node
    if node.type == "self":
        around = site.enclosing("scoped_use_list")
        return around.child_by_field_name("path") if around is not None else None
    at = node
    for outer in ancestors(node):
        if outer.type not in ("scoped_identifier", "scoped_type_identifier"):
            break
        at = outer
    if at.type in ("identifier", "type_identifier") and site.enclosing("use_declaration") is None:
        return None
    return at if at.type.endswith("identifier") else None


def _full(node: Node) -> str:
    text = text_of(node)
    for outer in ancestors(node):
        head = outer.child_by_field_name("path") if outer.type == "scoped_use_list" else None
        if head is not None and head != node:
            text = f"{text_of(head)}::{text}"
    return text


def _paths(site: Site, written: str, name: str) -> Iterator[str]:
    here = modules_at(site, site.node)
    parts = written.split("::")
    for item in crate_items(site):
        if item.local:
            continue
        if item.name == name and item.modules != here:
            yield path_to(site, item)
        owner = parts[-2] if len(parts) > 1 else ""
        is_enum = item.name == owner and item.node.type == "enum_item"
        if is_enum and name in map(node_name, variants(item.node)):
            yield f"{path_to(site, item)}::{name}"
        if item.name == parts[0] and item.kind == "module" and item.modules != here:
            yield "::".join((path_to(site, item), *parts[1:]))
    yield from std_names.PATHS.get(name, ())
    if name in std_names.MODULES:
        yield std_names.MODULES[name]


def _rewritten(site: Site, entry: Node, path: str) -> list[Edit]:
    parent = entry.parent
    if parent is None or parent.type != "use_list":
        return [replace_node(entry, path)]
    siblings = parent.named_children
    use = site.enclosing("use_declaration")
    if use is None:
        return []
    index = siblings.index(entry)
    indent = site.source.indent_at(use.start_byte)
    added = Edit.insert(use.end_byte, f"\n{indent}use {path};")
    if len(siblings) == 1:
        return [replace_node(use, f"use {path};")]
    if index:
        return [Edit.delete(siblings[index - 1].end_byte, entry.end_byte), added]
    return [Edit.delete(entry.start_byte, siblings[1].start_byte), added]
