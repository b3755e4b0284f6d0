"""Borrows a constant's value as shared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import is_mutable_reference
from rust_agent_lsp.syntax.tree import descendants


class ShareInConstant(FixRule):
    """Writes `&` for the `&mut` in a constant's or static's type and value."""

    codes: ClassVar = ("E0764",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub const LIMIT: &'static mut usize = &mut 1;\n",
            after="pub const LIMIT: &'static usize = &1;\n",
        ),
        Example(
            before="pub struct Table(Option<&'static [u8]>);\n"
            "pub const TABLE: Table = Table(Some(&mut [1, 2]));\n",
            after="pub struct Table(Option<&'static [u8]>);\n"
            "pub const TABLE: Table = Table(Some(&[1, 2]));\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Slot(&'static mut u8);\npub const SLOT: Slot = Slot(&mut 1);\n"
        "pub fn f() {\n    *SLOT.0 = 2;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        item = site.enclosing("const_item", "static_item")
        kind = item.child_by_field_name("type") if item is not None else None
        value = item.child_by_field_name("value") if item is not None else None
        borrow = site.enclosing("reference_expression")
        if item is None or kind is None or value is None or borrow is None:
            return
        types = [n for n in descendants(kind, "reference_type") if is_mutable_reference(n)]
        values = [n for n in descendants(value, "reference_expression") if is_mutable_reference(n)]
        if not types and value.type == "call_expression" and _holds_mutable(site):
            return
        yield site.candidate(
            self.id,
            f"Borrow what `{node_name(item)}` holds as shared",
            *(_shared(site, n) for n in (*types, *values)),
            safety=self.safety,
        )


def _holds_mutable(site: Site) -> bool:
    """Say whether a type of this file holds an exclusive reference."""
    fields = descendants(site.source.tree.root_node, "struct_item", "enum_item")
    return any(
        is_mutable_reference(n) for item in fields for n in descendants(item, "reference_type")
    )


def _shared(site: Site, node: Node) -> Edit:
    word = next(c for c in node.children if c.type == "mutable_specifier")
    text = site.source.text
    end = word.end_byte
    while text[end : end + 1].isspace():
        end += 1
    return Edit.delete(word.start_byte, end)
