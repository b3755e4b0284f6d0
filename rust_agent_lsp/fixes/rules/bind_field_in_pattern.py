"""Binds a field that the pattern around leaves out but the body uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, find_variant, named_fields, tuple_fields
from rust_agent_lsp.fixes.names import missing
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestors, descendants, text_of

_HOSTS = ("match_arm", "let_declaration", "let_condition", "for_expression", "parameter")


class BindFieldInPattern(FixRule):
    """Adds the unknown name to the struct or tuple pattern that has a place for it.

    In a tuple pattern the place is the first that is `_` or left out, which may be the wrong one.
    """

    codes: ClassVar = ("E0425",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub struct P {\n    x: u8,\n    y: u8,\n}\npub fn f(p: P) -> u8 {\n"
            "    let P { x, .. } = p;\n    x + y\n}\n",
            after="pub struct P {\n    x: u8,\n    y: u8,\n}\npub fn f(p: P) -> u8 {\n"
            "    let P { x, y, .. } = p;\n    x + y\n}\n",
        ),
        Example(
            before="pub enum E {\n    A(u8, u8),\n}\npub fn f(e: E) -> u8 {\n    match e {\n"
            "        E::A(x) => x + y,\n    }\n}\n",
            after="pub enum E {\n    A(u8, u8),\n}\npub fn f(e: E) -> u8 {\n    match e {\n"
            "        E::A(x, y) => x + y,\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct P {\n    x: u8,\n}\npub fn f(p: P) -> u8 {\n    let P { x } = p;\n    x + z\n"
        "}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lost = missing(site.diagnostic.message)
        if lost is None or lost.what != "value":
            return
        for pattern in _patterns(site.node):
            name = pattern.child_by_field_name("type")
            path = text_of(name) if name is not None else ""
            item = find_item(site, path, "type") if "::" not in path else None
            declared = find_variant(site, path) or (item.node if item is not None else None)
            if declared is None:
                continue
            edit, sure = None, False
            if pattern.type == "struct_pattern" and lost.name in named_fields(declared):
                edit, sure = _field(site, pattern, lost.name), True
            elif pattern.type == "tuple_struct_pattern":
                edit = _part(pattern, lost.name, len(tuple_fields(declared)))
            if edit is not None:
                yield site.candidate(
                    self.id,
                    f"Bind `{lost.name}` in the pattern `{path}`",
                    edit,
                    safety=Safety.SAFE if sure else self.safety,
                )


def _patterns(node: Node) -> Iterator[Node]:
    """Yield the patterns in scope at `node`, the innermost first."""
    inner = node
    for outer in ancestors(node):
        hosts = [outer] if outer.type in _HOSTS else []
        if outer.type == "block":
            before = [c for c in outer.named_children if c.end_byte <= inner.start_byte]
            hosts = [c for c in reversed(before) if c.type == "let_declaration"]
        elif outer.type in ("if_expression", "while_expression"):
            condition = outer.child_by_field_name("condition")
            if condition is not None:
                hosts = list(descendants(condition, "let_condition"))
        for host in hosts:
            pattern = host.child_by_field_name("pattern")
            if pattern is not None:
                yield from descendants(pattern, "struct_pattern", "tuple_struct_pattern")
        if outer.type == "function_item":
            return
        inner = outer


def _field(site: Site, pattern: Node, name: str) -> Edit | None:
    parts = [c for c in pattern.named_children if c != pattern.child_by_field_name("type")]
    for part in parts:
        label = part.child_by_field_name("name")
        if label is not None and text_of(label) == name:
            ignored = re.sub(r"\s", "", text_of(part)) == f"{name}:_"
            return replace_node(part, name) if ignored else None
    if parts and parts[-1].type == "remaining_field_pattern":
        return Edit.insert(parts[-1].start_byte, f"{name}, ")
    if parts:
        return Edit.insert(parts[-1].end_byte, f", {name}")
    lead = "" if site.source.text[pattern.end_byte - 2 : pattern.end_byte - 1] == b" " else " "
    return Edit.insert(pattern.end_byte - 1, f"{lead}{name} ")


def _part(pattern: Node, name: str, width: int) -> Edit | None:
    parts = [c for c in pattern.children if c.type not in ("(", ")", ",")]
    parts = [c for c in parts if c != pattern.child_by_field_name("type")]
    for part in parts:
        if text_of(part) == "_":
            return replace_node(part, name)
    if parts and len(parts) < width and text_of(parts[-1]) != "..":
        return Edit.insert(parts[-1].end_byte, f", {name}")
    if not parts and width:
        return Edit.insert(pattern.end_byte - 1, name)
    return None
