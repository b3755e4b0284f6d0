"""Builds a struct or tuple in one piece where it was filled field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import Item, find_item, named_fields, tuple_fields
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after
from rust_agent_lsp.fixes.values import split_top
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import mentions
from rust_agent_lsp.syntax.statements import line_span, statements
from rust_agent_lsp.syntax.tree import ancestor, text_of


class BuildAtOnce(FixRule):
    """Turns `let p: Point;` and an assignment to each of its fields into one initial value."""

    codes: ClassVar = ("E0381",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Point {\n    x: i32,\n    y: i32,\n}\npub fn f(n: i32) -> i32 {\n"
            "    let mut p: Point;\n    p.x = n;\n    p.y = 2;\n    p.x + p.y\n}\n",
            after="pub struct Point {\n    x: i32,\n    y: i32,\n}\npub fn f(n: i32) -> i32 {\n"
            "    let mut p: Point = Point { x: n, y: 2 };\n    p.x + p.y\n}\n",
        ),
        Example(
            before="pub fn f() -> u8 {\n    let pair: (u8, u8);\n    pair.0 = 1;\n    pair.1 = 2;\n"
            "    pair.0 + pair.1\n}\n",
            after="pub fn f() -> u8 {\n    let pair: (u8, u8) = (1, 2);\n    pair.0 + pair.1\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f() -> u8 {\n    let mut pair: (u8, u8);\n    pair.0 = 1;\n    pair.0\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label(r"^binding declared here but left uninitialized")
        let = ancestor(site.node_of(label), "let_declaration") if label else None
        pattern = let.child_by_field_name("pattern") if let else None
        kind = let.child_by_field_name("type") if let else None
        if let is None or let.parent is None or pattern is None or kind is None:
            return
        name = text_of(pattern)
        found = _field_values(let, name)
        value = _whole(site, text_of(kind), {f: v for f, v, _ in found})
        lines = [line_span(site.source, statement) for _, _, statement in found]
        if value is None or any(span is None for span in lines):
            return
        yield site.candidate(
            self.id,
            f"Build `{name}` with all its fields at once",
            insert_after(kind, f" = {value}"),
            *(Edit.delete(span.start, span.end) for span in lines if span is not None),
        )


def _field_values(let: Node, name: str) -> list[tuple[str, str, Node]]:
    """Return (field, value, statement) of the assignments that follow `let` without a gap."""
    listed = statements(let.parent) if let.parent else []
    found = []
    for statement in listed[listed.index(let) + 1 :] if let in listed else []:
        inner = statement.named_children[0] if statement.named_children else None
        if inner is None or inner.type != "assignment_expression":
            break
        left, right = inner.child_by_field_name("left"), inner.child_by_field_name("right")
        if left is None or right is None or left.type != "field_expression":
            break
        owner, field = left.child_by_field_name("value"), left.child_by_field_name("field")
        if owner is None or field is None or text_of(owner) != name or mentions(right, name):
            break
        found.append((text_of(field), text_of(right), statement))
    return found


def _whole(site: Site, kind: str, values: dict[str, str]) -> str | None:
    """Return the expression for a `kind` with these fields, or None if they are not all of them."""
    item: Item | None = None
    if not kind.startswith("("):
        item = find_item(site, kind, "type")
        if item is not None and item.node.type == "type_item":
            meant = item.node.child_by_field_name("type")
            return _whole(site, text_of(meant), values) if meant is not None else None
        if item is None or item.node.type != "struct_item":
            return None
    named = named_fields(item.node) if item is not None else {}
    if named:
        listed = ", ".join(f if values.get(f) == f else f"{f}: {values.get(f)}" for f in named)
        return f"{kind.partition('<')[0]} {{ {listed} }}" if set(named) == set(values) else None
    parts = tuple_fields(item.node) if item is not None else split_top(kind[1:-1])
    indexes = [str(i) for i in range(len(parts))]
    if not parts or set(indexes) != set(values):
        return None
    head = kind.partition("<")[0] if item is not None else ""
    return f"{head}({', '.join(values[i] for i in indexes)}{',' if len(parts) == 1 else ''})"
