"""Lets a number in a struct change behind a shared reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import derives, node_name
from rust_agent_lsp.fixes.names import base_name, imported_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.fixes.uses import insert_use
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.derives import COPY_TYPES, type_items
from rust_agent_lsp.syntax.macro_arguments import prints_whole_values
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class MakeFieldCell(FixRule):
    """Declares the field as a `Cell` and reads and writes it with `get` and `set`.

    Also for a field of what an `Rc` shares: all its owners see the change.
    The struct can then no longer be shared between threads, and other files have to change too.
    """

    codes: ClassVar = ("E0594",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct Log {\n    hits: u32,\n}\nimpl Drop for Log {\n"
            "    fn drop(&mut self) {}\n}\nimpl Clone for Log {\n    fn clone(&self) -> Log {\n"
            "        self.hits += 1;\n        Log { hits: self.hits }\n    }\n}\n",
            after="use std::cell::Cell;\n\npub struct Log {\n    hits: Cell<u32>,\n}\n"
            "impl Drop for Log {\n"
            "    fn drop(&mut self) {}\n}\nimpl Clone for Log {\n    fn clone(&self) -> Log {\n"
            "        self.hits.set(self.hits.get() + 1);\n"
            "        Log { hits: Cell::new(self.hits.get()) }\n    }\n}\n",
        ),
        Example(
            before="use std::rc::Rc;\npub struct Seat {\n    row: u32,\n    free: u32,\n}\n"
            "pub fn take(seat: &Rc<Seat>, few: u32) -> u32 {\n    seat.free -= few + seat.row;\n"
            "    seat.free\n}\npub fn seat() -> Rc<Seat> {\n"
            "    Rc::new(Seat { row: 1, free: 9 })\n}\n",
            after="use std::cell::Cell;\nuse std::rc::Rc;\n"
            "pub struct Seat {\n    row: u32,\n    free: Cell<u32>,\n}\n"
            "pub fn take(seat: &Rc<Seat>, few: u32) -> u32 {\n"
            "    seat.free.set(seat.free.get() - (few + seat.row));\n"
            "    seat.free.get()\n}\npub fn seat() -> Rc<Seat> {\n"
            "    Rc::new(Seat { row: 1, free: Cell::new(9) })\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Log {\n    name: String,\n}\npub fn f(log: &Log) {\n"
        "    log.name = String::new();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        name = _changed_field(site)
        declared = _fields(site.source.tree.root_node, name) if name else []
        kind = declared[0].child_by_field_name("type") if len(declared) == 1 else None
        item = ancestor(declared[0], "struct_item") if declared else None
        if item is None or kind is None or text_of(kind) not in COPY_TYPES:
            return
        block = site.enclosing("impl_item") if "self" in site.diagnostic.message else None
        owner = block.child_by_field_name("type") if block is not None else None
        if owner is not None and base_name(text_of(owner)) != node_name(item):
            return
        root = site.source.tree.root_node
        known = imported_names(root).get("Cell")
        taken = known not in (None, "std::cell::Cell") or "Cell" in type_items(site.source)
        cell = "std::cell::Cell" if taken else "Cell"
        edits = [replace_node(kind, f"{cell}<{text_of(kind)}>"), *_uses(root, name, cell)]
        if known is None and not taken:
            edits.append(insert_use(site.source, site.node, "std::cell::Cell"))
        # `{:?}` of the whole would then name the cell.
        shown = "Debug" in derives(item) and prints_whole_values(root)
        yield site.candidate(
            self.id,
            f"Declare `{name}` as a `Cell`",
            *edits,
            safety=Safety.GUESS if shown else self.safety,
            cost=f"`{node_name(item)}` can no longer be shared between threads.",
        )


def _changed_field(site: Site) -> str:
    """Return the field that is assigned to behind a shared reference or in an `Rc`, else ''."""
    message = site.diagnostic.message
    found = re.match(r"cannot assign to `self\.(\w+)`, which is behind a `&`", message)
    if found is not None:
        return found[1]
    change = site.enclosing("assignment_expression", "compound_assignment_expr")
    left = change.child_by_field_name("left") if change is not None else None
    field = left.child_by_field_name("field") if left is not None else None
    if field is None or "data in an `Rc`" not in message:
        return ""
    return text_of(field)


def _fields(root: Node, name: str) -> list[Node]:
    return [
        field
        for field in descendants(root, "field_declaration")
        if (own := field.child_by_field_name("name")) is not None and text_of(own) == name
    ]


def _uses(root: Node, name: str, cell: str) -> Iterator[Edit]:
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
            yield insert_after(given, f": {cell}::new({name})")
        else:
            yield Edit.insert(value.start_byte, f"{cell}::new(")
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
        loose = right.type in ("binary_expression", "type_cast_expression", "range_expression")
        new = f".set({text_of(use)}.get() {operator} {'(' if loose else ''}"
        yield Edit(Span(use.end_byte, right.start_byte), new)
        yield insert_after(right, "))" if loose else ")")
    else:
        yield insert_after(use, ".get()")
