"""Asks a value for what was a constant of its trait, so that the trait may be an object."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import (
    find_item,
    members,
    node_name,
    takes_self,
)
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class ConstToMethod(FixRule):
    """Turns `const SIDES: u32;` of a trait into `fn sides(&self) -> u32;`, in its impls too.

    Who reads the constant without a value at hand cannot do so any more.
    """

    codes: ClassVar = ("E0038",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Shape {\n    const SIDES: u32;\n    fn twice(&self) -> u32 {\n"
            "        Self::SIDES * 2\n    }\n}\npub struct Dot;\nimpl Shape for Dot {\n"
            "    const SIDES: u32 = 1;\n}\npub fn draw(_: &dyn Shape) {}\n",
            after="pub trait Shape {\n    fn sides(&self) -> u32;\n    fn twice(&self) -> u32 {\n"
            "        self.sides() * 2\n    }\n}\npub struct Dot;\nimpl Shape for Dot {\n"
            "    fn sides(&self) -> u32 {\n        1\n    }\n}\npub fn draw(_: &dyn Shape) {}\n",
        ),
    )
    refuses: ClassVar = (
        "pub trait Shape {\n    const SIDES: u32;\n}\npub fn draw(_: &dyn Shape) {}\n"
        "pub fn count<T: Shape>() -> u32 {\n    T::SIDES\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label(r"associated const `\w+`")
        told = re.search(r"associated const `(\w+)`", label.text) if label is not None else None
        shape = re.search(r"the trait `([\w:]+)", site.diagnostic.message)
        trait = find_item(site, shape[1], "trait") if shape else None
        if told is None or trait is None or trait.file != site.source:
            return
        old, new = told[1], told[1].lower()
        root = site.source.tree.root_node
        blocks = [trait.node]
        for block in descendants(root, "impl_item"):
            named = block.child_by_field_name("trait")
            if named is not None and base_name(text_of(named)) == trait.name:
                blocks.append(block)
        found = [m for b in blocks for m in members(b) if node_name(m) == old]
        taken = [m for b in blocks for m in members(b) if node_name(m) == new]
        edits = [_method(site, member, new) for member in found]
        for use in descendants(root, "identifier"):
            if text_of(use) == old and use.parent not in found:
                edits.append(_read(use, new))
        if taken or not found or any(edit is None for edit in edits):
            return
        yield site.candidate(
            self.id,
            f"Make the constant `{old}` a method `{new}`",
            *(edit for edit in edits if edit is not None),
            safety=self.safety,
            cost=f"A value is needed to ask for `{new}`.",
        )


def _method(site: Site, member: Node, name: str) -> Edit | None:
    kind, value = member.child_by_field_name("type"), member.child_by_field_name("value")
    if kind is None:
        return None
    head = f"fn {name}(&self) -> {text_of(kind)}"
    if value is None:
        return replace_node(member, f"{head};")
    indent = site.source.indent_at(member.start_byte)
    return replace_node(member, f"{head} {{\n{indent}    {text_of(value)}\n{indent}}}")


def _read(use: Node, name: str) -> Edit | None:
    """Return the edit of `Self::SIDES` in a method; None where no value is at hand."""
    function = ancestor(use, "function_item")
    if function is None or not takes_self(function):
        return None
    up, colons = use.parent, use.prev_sibling
    owner = colons.prev_sibling if colons is not None else None
    if up is not None and up.type == "token_tree" and owner is not None:
        own = text_of(owner) == "Self" and text_of(colons) == "::" if colons is not None else False
        return Edit(Span(owner.start_byte, use.end_byte), f"self.{name}()") if own else None
    path = up.child_by_field_name("path") if up is not None else None
    if up is None or up.type != "scoped_identifier" or path is None or text_of(path) != "Self":
        return None
    return replace_node(up, f"self.{name}()")
