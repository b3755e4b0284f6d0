"""Replaces a field that does not exist by one that does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, find_variant, named_fields, tuple_fields
from rust_agent_lsp.fixes.names import base_name, near, words_of
from rust_agent_lsp.fixes.other_words import means_the_same
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import descendants, text_of

_HEADS = (
    r"`(?P<owner>[^`]+)` has no field named `(?P<name>[^`]+)`",
    r"`(?P<owner>[^`]+)` does not have (?:a )?fields? named (?P<names>.+)$",
    r"no field `(?P<name>[^`]+)` on type `(?P<owner>[^`]+)`",
)
_POSITIONS = {"x": 0, "y": 1, "z": 2, "first": 0, "second": 1, "third": 2, "a": 0, "b": 1, "c": 2}


class RenameField(FixRule):
    """Writes the nearest field of the type, or the only one that is left; the rest stays as it is.

    A field that is called by another word for the same is tried too. The field that is left over
    may not be the one that was meant.
    """

    codes: ClassVar = ("E0026", "E0560", "E0559", "E0609", "E0610")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub struct P {\n    pub name: String,\n}\npub fn f(p: &P) -> &str {\n"
            "    &p.nmae\n}\n",
            after="pub struct P {\n    pub name: String,\n}\npub fn f(p: &P) -> &str {\n"
            "    &p.name\n}\n",
            code="E0609",
        ),
        Example(
            before="pub struct P {\n    pub x: u8,\n    pub y: u8,\n}\npub fn f(p: P) -> u8 {\n"
            "    let P { x, z } = p;\n    x + z\n}\n",
            after="pub struct P {\n    pub x: u8,\n    pub y: u8,\n}\npub fn f(p: P) -> u8 {\n"
            "    let P { x, y: z } = p;\n    x + z\n}\n",
            code="E0026",
        ),
        Example(
            before="pub enum E {\n    Pad { width: u8 },\n}\npub fn f(widht: u8) -> E {\n"
            "    E::Pad { widht }\n}\n",
            after="pub enum E {\n    Pad { width: u8 },\n}\npub fn f(widht: u8) -> E {\n"
            "    E::Pad { width: widht }\n}\n",
            code="E0559",
        ),
        Example(
            before="pub fn f(p: (u8, u8)) -> u8 {\n    p.x\n}\n",
            after="pub fn f(p: (u8, u8)) -> u8 {\n    p.0\n}\n",
            code="E0609",
        ),
        Example(
            before="pub struct Item {\n    pub label: String,\n    pub count: u8,\n}\n"
            "pub fn f(item: &Item) -> u8 {\n    item.quantity\n}\n",
            after="pub struct Item {\n    pub label: String,\n    pub count: u8,\n}\n"
            "pub fn f(item: &Item) -> u8 {\n    item.count\n}\n",
            code="E0609",
        ),
    )
    refuses: ClassVar = (
        "pub struct P {\n    pub width: u8,\n    pub name: u8,\n}\n"
        "pub fn f(p: P) -> u8 {\n    p.colour\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = next((m for p in _HEADS if (m := re.search(p, site.diagnostic.message))), None)
        if told is None:
            return
        groups = told.groupdict()
        name = groups.get("name") or site.source.slice(site.diagnostic.span)
        if not re.fullmatch(r"\w+", name):
            names = re.findall(r"`(\w+)`", groups.get("names") or "")
            name = names[0] if names else ""
        fields = _fields(site, groups["owner"])
        node = site.node
        used = _used(node)
        free = [f for f in fields if f not in used]
        choices = near(name, free if used else fields)
        certain = bool(choices)
        if not choices and len(free) == 1 and (used or len(fields) == 1):
            choices = free
        if not choices and name in _POSITIONS and _POSITIONS[name] < _width(site, groups["owner"]):
            choices, certain = [str(_POSITIONS[name])], True
        guessed = not choices
        if guessed:
            choices = [f for f in free if means_the_same(name, f)]
        for number, choice in enumerate(choices):
            edit = _rename(site, node, name, choice)
            if edit is None:
                continue
            sure = certain and number == 0
            yield site.candidate(
                self.id,
                f"Use the field `{choice}` for `{name}`",
                edit,
                safety=Safety.SAFE if sure else Safety.GUESS if guessed else self.safety,
                cost="" if sure else f"`{choice}` may not be the field that was meant.",
            )


def _fields(site: Site, owner: str) -> list[str]:
    variant = find_variant(site, owner) if "::" in owner else None
    found = (find_item(site, word, "type") for word in words_of(owner))
    item = next((i for i in found if i is not None and i.node.type != "enum_item"), None)
    node = variant or (item.node if item is not None else None)
    if node is not None:
        return list(named_fields(node))
    told = site.match(r"available fields? (?:is|are): (.+)$")
    return re.findall(r"`(\w+)`", told[1]) if told else []


def _width(site: Site, owner: str) -> int:
    if owner.lstrip("&").startswith("("):
        return owner.count(",") + (not owner.endswith(",)"))
    item = find_item(site, base_name(owner), "type")
    return len(tuple_fields(item.node)) if item is not None else 0


def _used(node: Node) -> set[str]:
    """Return the fields that the literal or pattern around `node` mentions already."""
    host = node
    while host.parent is not None and host.type not in ("struct_expression", "struct_pattern"):
        if host.type in ("field_expression", "block"):
            return set()
        host = host.parent
    kinds = ("field_initializer", "field_pattern", "shorthand_field_initializer")
    names = set()
    for part in descendants(host, *kinds):
        field = part.child_by_field_name("field") or part.child_by_field_name("name") or part
        names.add(text_of(field))
    return names


def _rename(site: Site, node: Node, name: str, choice: str) -> Edit | None:
    shorthand = ("shorthand_field_initializer", "shorthand_field_identifier")
    at = node
    if text_of(at) != name:
        text = site.source.slice(site.diagnostic.span)
        found = list(re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text))
        if not found or node.type not in ("field_expression", "field_pattern", "field_initializer"):
            return None
        spot = found[-1] if node.type == "field_expression" else found[0]
        start = site.diagnostic.span.start + len(text[: spot.start()].encode())
        return Edit(Span(start, start + len(name.encode())), choice)
    parent = at.parent
    if at.type in shorthand or (parent is not None and parent.type in shorthand):
        return Edit.insert(at.start_byte, f"{choice}: ")
    return Edit(Span(at.start_byte, at.end_byte), choice)
