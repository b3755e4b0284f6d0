"""Makes the alternatives of a pattern bind the same names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import bound_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import mentions
from rust_agent_lsp.syntax.tree import descendants, text_of


class BindInAllAlternatives(FixRule):
    """Binds the name in the alternative that lacks it, or ignores it where nothing uses it.

    Which part of the other alternative is meant is a guess when it has several.
    """

    codes: ClassVar = ("E0408",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub enum S {\n    Dot(u8),\n    Box(u8),\n}\npub fn f(s: S) -> u8 {\n"
            "    match s {\n"
            "        S::Dot(size) | S::Box(side) => size,\n    }\n}\n",
            after="pub enum S {\n    Dot(u8),\n    Box(u8),\n}\npub fn f(s: S) -> u8 {\n"
            "    match s {\n"
            "        S::Dot(size) | S::Box(size) => size,\n    }\n}\n",
        ),
        Example(
            before="pub fn f(s: (u8, u8)) -> u8 {\n    match s {\n        (0, n) | (_, 0) => n,\n"
            "        _ => 1,\n    }\n}\n",
            after="pub fn f(s: (u8, u8)) -> u8 {\n    match s {\n        (0, n) | (n, 0) => n,\n"
            "        _ => 1,\n    }\n}\n",
        ),
        Example(
            before="pub fn f(s: Option<u8>) -> u8 {\n    match s {\n"
            "        Some(n) | None => 1,\n    }\n}\n",
            after="pub fn f(s: Option<u8>) -> u8 {\n    match s {\n        Some(_) | None => 1,\n"
            "    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(s: Option<u8>) -> u8 {\n    match s {\n        Some(n) | None => n,\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"variable `(\w+)` is not bound", site.diagnostic.message)
        alternatives = _alternatives(site.node)
        if not told or not alternatives:
            return
        name = told[1]
        has = [a for a in alternatives if name in _names(a)]
        lacks = [a for a in alternatives if a not in has]
        if not has or not lacks:
            return
        common = set.intersection(*(set(_names(a)) for a in alternatives))
        if not _used(alternatives[0], name):
            edits = [_ignored(n) for a in has for n in bound_names(a) if text_of(n) == name]
            yield site.candidate(
                self.id, f"Ignore `{name}`, which is not used", *edits, safety=Safety.SAFE
            )
        edits = [edit for a in lacks if (edit := _bound(a, name, common | set(_names(has[0]))))]
        if len(edits) == len(lacks):
            yield site.candidate(
                self.id, f"Bind `{name}` in every alternative", *edits, safety=self.safety
            )
        odd = [n for a in has for n in bound_names(a) if text_of(n) == name]
        others = [o for o in _names(lacks[0]) if o not in common and o not in _names(has[0])]
        if len(has) == 1 and len(lacks) > 1 and others:
            yield site.candidate(
                self.id,
                f"Rename `{name}` to `{others[0]}` in this alternative",
                *(replace_node(n, others[0]) for n in odd),
                safety=self.safety,
            )


def _alternatives(node: Node) -> list[Node]:
    top: Node | None = node
    best: Node | None = None
    while top is not None and top.type not in ("match_arm", "block", "parameter"):
        if top.type == "or_pattern":
            best = top
        top = top.parent
    found: list[Node] = []
    todo = [best] if best is not None else []
    while todo:
        at = todo.pop()
        if at.type == "or_pattern":
            todo += reversed(at.named_children)
        else:
            found.append(at)
    return found


def _names(pattern: Node) -> list[str]:
    return [text_of(n) for n in bound_names(pattern)]


def _used(pattern: Node, name: str) -> bool:
    host = pattern.parent
    while host is not None and host.type in ("or_pattern", "match_pattern", "tuple_struct_pattern"):
        host = host.parent
    if host is None or host.type != "match_arm":
        return True
    value, whole = host.child_by_field_name("value"), host.child_by_field_name("pattern")
    guard = whole.child_by_field_name("condition") if whole is not None else None
    return any(part is not None and mentions(part, name) for part in (value, guard))


def _ignored(node: Node) -> Edit:
    if node.type == "shorthand_field_identifier":
        return Edit.insert(node.end_byte, ": _")
    return replace_node(node, "_")


def _bound(pattern: Node, name: str, kept: set[str]) -> Edit | None:
    """Bind `name` where the pattern has a name of its own, a `_`, or a field to spare."""
    for node in bound_names(pattern):
        if text_of(node) not in kept:
            if node.type == "shorthand_field_identifier":
                return Edit.insert(node.end_byte, f": {name}")
            return replace_node(node, name)
    for node in (pattern, *descendants(pattern)):
        for child in node.children:
            if child.type == "_" and node.type.endswith("_pattern"):
                return replace_node(child, name)
    if pattern.type == "struct_pattern":
        rest = [c for c in pattern.named_children if c.type == "remaining_field_pattern"]
        return Edit.insert(rest[0].start_byte, f"{name}, ") if rest else None
    return None
