"""Names what a struct literal or pattern means where its name means something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import (
    find_item,
    named_fields,
    node_name,
    tuple_fields,
    variants,
)
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import text_of


class WriteTuplePattern(FixRule):
    """Writes `Enum::Variant(x)` for `Enum { x }`, `self::Type` where a parameter hides the type.

    The variant is the only one of the enum that holds so many values.
    """

    codes: ClassVar = ("E0574",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub enum Key {\n    Up,\n    Letter(char),\n}\npub fn f(k: Key) -> char {\n"
            "    match k {\n        Key { c } => c,\n        Key::Up => '^',\n    }\n}\n",
            after="pub enum Key {\n    Up,\n    Letter(char),\n}\npub fn f(k: Key) -> char {\n"
            "    match k {\n        Key::Letter(c) => c,\n        Key::Up => '^',\n    }\n}\n",
        ),
        Example(
            before="pub struct Pen {\n    pub size: u8,\n}\npub fn f<Pen>(_: Pen) -> u8 {\n"
            "    let p = Pen { size: 1 };\n    p.size\n}\n",
            after="pub struct Pen {\n    pub size: u8,\n}\npub fn f<Pen>(_: Pen) -> u8 {\n"
            "    let p = self::Pen { size: 1 };\n    p.size\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub enum Key {\n    Up(u8),\n    Letter(char),\n}\npub fn f(k: Key) {\n"
        "    match k {\n        Key { c } => {}\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(
            r"found (enum|type parameter) `(?:[\w:]*::)?(\w+)`", site.diagnostic.message
        )
        made = site.enclosing("struct_expression", "struct_pattern")
        item = find_item(site, told[2], "type") if told is not None else None
        if told is None or made is None or item is None or item.local:
            return
        name = made.child_by_field_name("name") or made.child_by_field_name("type")
        if told[1] == "type parameter":
            if name is not None and name.type == "type_identifier" and named_fields(item.node):
                path = "::".join(("crate", *item.modules)) if item.modules else "self"
                edit = replace_node(name, f"{path}::{item.name}")
                title = f"Name the struct as `{path}::{item.name}`"
                yield site.candidate(self.id, title, edit)
            return
        values = _values(made)
        fitting = [v for v in variants(item.node) if len(tuple_fields(v)) == len(values)]
        if values and len(fitting) == 1 and name is not None:
            new = f"{text_of(name)}::{node_name(fitting[0])}({', '.join(values)})"
            yield site.candidate(self.id, f"Write `{short(new)}`", replace_node(made, new))


def _values(made: Node) -> list[str]:
    """Return what the fields of a literal or pattern bind or hold; none where a field is named."""
    body = made.child_by_field_name("body") or made
    found = []
    for part in body.named_children:
        if part.type in ("shorthand_field_initializer", "field_pattern"):
            if ":" in text_of(part):
                return []
            found.append(text_of(part))
        elif part.type in ("field_initializer", "remaining_field_pattern"):
            return []
    return found
