"""Lets a number in a struct change behind a shared reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.derives import COPY_TYPES, type_items
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class MakeFieldCell(FixRule):
    """Declares the field as a `Cell` and reads and writes it with `get` and `set`.

    The struct can then no longer be shared between threads, and other files have to change too.
    """

    codes: ClassVar = ("E0594",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct Log {\n    hits: u32,\n}\nimpl Drop for Log {\n"
            "    fn drop(&mut self) {}\n}\nimpl Clone for Log {\n    fn clone(&self) -> Log {\n"
            "        self.hits += 1;\n        Log { hits: self.hits }\n    }\n}\n",
            after="pub struct Log {\n    hits: std::cell::Cell<u32>,\n}\nimpl Drop for Log {\n"
            "    fn drop(&mut self) {}\n}\nimpl Clone for Log {\n    fn clone(&self) -> Log {\n"
            "        self.hits.set(self.hits.get() + 1);\n"
            "        Log { hits: std::cell::Cell::new(self.hits.get()) }\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Log {\n    name: String,\n}\npub fn f(log: &Log) {\n"
        "    log.name = String::new();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.match(
            r"cannot assign to `self\.(\w+)`, which is behind a `&`", site.diagnostic.message
        )
        block = site.enclosing("impl_item")
        owner = block.child_by_field_name("type") if block is not None else None
        if found is None or owner is None:
            return
        item = type_items(site.source).get(base_name(text_of(owner)))
        declared = _fields(site.source.tree.root_node, found[1])
        kind = declared[0].child_by_field_name("type") if len(declared) == 1 else None
        if item is None or kind is None or text_of(kind) not in COPY_TYPES:
            return
        if ancestor(declared[0], "struct_item") != item:
            return
        edits = [
            replace_node(kind, f"std::cell::Cell<{text_of(kind)}>"),
            *_uses(site.source.tree.root_node, found[1]),
        ]
        yield site.candidate(
            self.id,
            f"Declare `{found[1]}` as a `Cell`",
            *edits,
            safety=self.safety,
            cost=f"`{base_name(text_of(owner))}` can no longer be shared between threads.",
        )


def _fields(root: Node, name: str) -> list[Node]:
    return [
        field
        for field in descendants(root, "field_declaration")
        if (own := field.child_by_field_name("name")) is not None and text_of(own) == name
    ]


def _uses(root: Node, name: str) -> Iterator[Edit]:
    """Yield the edits at all places that read, write or set up the field."""
    for use in descendants(root, "field_expression"):
        field = use.child_by_field_name("field")
        if field is not None and text_of(field) == name:
            yield from _access(use)
    for given in descendants(root, "field_initializer", "shorthand_field_initializer"):
        first = given.named_children[0] if given.named_children else None
        value = given.child_by_field_name("value")
        if first is None or text_of(first) != name:
            continue
        if value is None:
            yield insert_after(given, f": std::cell::Cell::new({name})")
        else:
            yield Edit.insert(value.start_byte, "std::cell::Cell::new(")
            yield insert_after(value, ")")
    for token in descendants(root, "identifier"):
        dot = token.prev_sibling
        in_macro = token.parent is not None and token.parent.type == "token_tree"
        if in_macro and dot is not None and text_of(dot) == "." and text_of(token) == name:
            yield insert_after(token, ".get()")


def _access(use: Node) -> Iterator[Edit]:
    parent = use.parent
    right = parent.child_by_field_name("right") if parent is not None else None
    if parent is None or right is None or parent.child_by_field_name("left") != use:
        yield insert_after(use, ".get()")
    elif parent.type == "assignment_expression":
        yield Edit(Span(use.end_byte, right.start_byte), ".set(")
        yield insert_after(right, ")")
    elif parent.type == "compound_assignment_expr":
        sign = parent.child_by_field_name("operator")
        operator = text_of(sign).removesuffix("=") if sign is not None else "+"
        new = f".set({text_of(use)}.get() {operator} "
        yield Edit(Span(use.end_byte, right.start_byte), new)
        yield insert_after(right, ")")
    else:
        yield insert_after(use, ".get()")
