"""Tells the second of two equally named fields from the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, find_variant, named_fields, node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.statements import has_effect
from rust_agent_lsp.syntax.tree import text_of

_FIELDS = ("field_pattern", "field_initializer", "shorthand_field_initializer")


class FixRepeatedField(FixRule):
    """Gives a field that is written twice the name of one that is left out, or drops one of both.

    Of two different values only the author knows which one is meant.
    """

    codes: ClassVar = ("E0025", "E0062", "E0027", "E0063", "E0416")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub struct P {\n    x: u8,\n    y: u8,\n}\npub fn f(p: P) -> u8 {\n"
            "    let P { x: a, x: b } = p;\n    a + b\n}\n",
            after="pub struct P {\n    x: u8,\n    y: u8,\n}\npub fn f(p: P) -> u8 {\n"
            "    let P { x: a, y: b } = p;\n    a + b\n}\n",
            code="E0025",
        ),
        Example(
            before="pub struct P {\n    pub x: u8,\n    pub y: u8,\n}\npub fn f() -> P {\n"
            "    P { x: 1, x: 2 }\n}\n",
            after="pub struct P {\n    pub x: u8,\n    pub y: u8,\n}\npub fn f() -> P {\n"
            "    P { x: 1, y: 2 }\n}\n",
            code="E0062",
        ),
        Example(
            before="pub struct P {\n    pub x: u8,\n}\npub fn f() -> P {\n"
            "    P { x: 1, x: 1 }\n}\n",
            after="pub struct P {\n    pub x: u8,\n}\npub fn f() -> P {\n    P { x: 1 }\n}\n",
            code="E0062",
        ),
    )
    refuses: ClassVar = (
        "pub struct P {\n    x: u8,\n    y: u8,\n}\npub fn f(p: P) -> u8 {\n"
        "    let P { x } = p;\n    x\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        whole = site.enclosing("struct_pattern", "struct_expression")
        listed = _fields(whole) if whole is not None else []
        second = _repeated(listed)
        if whole is None or second is None:
            return
        name, used = _name(second), {_name(n) for n in listed}
        for free in [n for n in _declared(site, whole) if n not in used][:2]:
            yield site.candidate(
                self.id,
                f"Name the second `{name}` `{free}`",
                _rename(second, free),
                safety=self.safety,
            )
        first = next(n for n in listed if _name(n) == name)
        if text_of(first) == text_of(second):
            title = f"Drop the second `{name}`, which repeats the first"
            yield site.candidate(self.id, title, _remove(listed, second))
        elif whole.type == "struct_expression":
            for drop, keep in ((first, second), (second, first)):
                if not has_effect(drop):
                    yield site.candidate(
                        self.id,
                        f"Keep `{short_text(keep)}` alone",
                        _remove(listed, drop),
                        safety=Safety.GUESS,
                        cost=f"`{short_text(drop)}` is dropped.",
                    )


def _fields(whole: Node) -> list[Node]:
    body = whole.child_by_field_name("body") or whole
    return [n for n in body.named_children if n.type in _FIELDS]


def _name(field: Node) -> str:
    named = field.child_by_field_name("field") or field.child_by_field_name("name")
    found = re.search(r"\w+$", text_of(named if named is not None else field))
    return found[0] if found else ""


def _repeated(listed: list[Node]) -> Node | None:
    seen: set[str] = set()
    for field in listed:
        if _name(field) in seen:
            return field
        seen.add(_name(field))
    return None


def _declared(site: Site, whole: Node) -> list[str]:
    """Return the fields that the struct or variant declares, in order."""
    kind = whole.child_by_field_name("type") or whole.child_by_field_name("name")
    if kind is None:
        return []
    item = find_item(site, text_of(kind), "type")
    node = item.node if item is not None else find_variant(site, text_of(kind))
    return list(named_fields(node)) if node is not None and node_name(node) else []


def _rename(field: Node, name: str) -> Edit:
    named = field.child_by_field_name("field") or field.child_by_field_name("name")
    has_value = ":" in text_of(field)
    if has_value and named is not None:
        return replace_node(named, name)
    if field.type == "field_pattern":
        return replace_node(field, text_of(field)[: -len(_name(field))] + name)
    return Edit.insert(field.start_byte, f"{name}: ")


def _remove(listed: list[Node], field: Node) -> Edit:
    at = listed.index(field)
    if at:
        return Edit.delete(listed[at - 1].end_byte, field.end_byte)
    return Edit.delete(field.start_byte, listed[1].start_byte)
