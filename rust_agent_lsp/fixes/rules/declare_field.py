"""Adds a field to a struct that is made or read with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import type_of
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import text_of


class DeclareField(FixRule):
    """Declares the field, with the type that its value in the literal tells.

    Perhaps another struct or field was meant. All who make the struct must then give the field.
    """

    codes: ClassVar = ("E0560",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="pub struct Cat {\n    pub age: u32,\n}\npub fn f() -> Cat {\n"
            "    Cat { age: 3, name: String::new() }\n}\n",
            after="pub struct Cat {\n    pub age: u32,\n    name: String,\n}\npub fn f() -> Cat {\n"
            "    Cat { age: 3, name: String::new() }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Cat {\n    pub age: u32,\n}\npub fn f(name: &str) -> Cat {\n"
        "    Cat { age: 3, name: name.trim() }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"struct `([^`]+)` has no field named `(\w+)`", site.diagnostic.message)
        item = find_item(site, found[1], "type") if found is not None else None
        field = site.enclosing("field_initializer")
        value = field.child_by_field_name("value") if field is not None else None
        if found is None or item is None or item.file.path != site.source.path or value is None:
            return
        body = item.node.child_by_field_name("body")
        kind = type_of(value) or _declared(value)
        declared = body.named_children if body is not None else []
        fields = [n for n in declared if n.type == "field_declaration"]
        if kind is None or not fields:
            return
        last = fields[-1]
        comma = last.next_sibling
        at = comma.end_byte if comma is not None and text_of(comma) == "," else last.end_byte
        lead = "" if at != last.end_byte else ","
        own_line = last.start_point.row != item.node.start_point.row
        gap = f"\n{site.source.indent_at(last.start_byte)}" if own_line else " "
        yield site.candidate(
            self.id,
            f"Declare the field `{found[2]}: {kind}` in `{item.name}`",
            Edit.insert(at, f"{lead}{gap}{found[2]}: {kind}" + ("," if own_line else "")),
            safety=Safety.GUESS,
            cost="All other places that make the struct must give the field.",
        )


def _declared(value: Node) -> str | None:
    """Return the type that a local is declared with."""
    binding = binding_of(value, text_of(value)) if value.type == "identifier" else None
    if binding is None:
        return None
    if binding.type is not None:
        text = text_of(binding.type)
        return text if "&" not in text and "impl" not in text else None
    return type_of(binding.value) if binding.value is not None else None
