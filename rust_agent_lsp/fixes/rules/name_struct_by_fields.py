"""Names the struct whose fields a literal or pattern lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import crate_items, named_fields, node_name, variants
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.uses import path_to
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import text_of


class NameStructByFields(FixRule):
    """Writes the only struct or variant of the crate that has the fields which stand there.

    Another one with the same fields may have been meant.
    """

    codes: ClassVar = ("E0574", "E0422")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
pub struct SolverResult {
    pub value: f64,
    pub error: f64,
}
pub fn start() -> SolverResult {
    Result {
        value: 0.0,
        error: 0.0,
    }
}
""",
            after="""\
pub struct SolverResult {
    pub value: f64,
    pub error: f64,
}
pub fn start() -> SolverResult {
    SolverResult {
        value: 0.0,
        error: 0.0,
    }
}
""",
            code="E0574",
        ),
        Example(
            before="""\
pub enum Event {
    Click { x: i32, y: i32 },
    Key(char),
}
pub fn at() -> Event {
    MouseDown { x: 1, y: 2 }
}
""",
            after="""\
pub enum Event {
    Click { x: i32, y: i32 },
    Key(char),
}
pub fn at() -> Event {
    Event::Click { x: 1, y: 2 }
}
""",
            code="E0422",
        ),
    )
    refuses: ClassVar = (
        "pub struct A {\n    pub x: u8,\n}\npub struct B {\n    pub x: u8,\n}\n"
        "pub fn f() {\n    let _ = Point { x: 1 };\n}\n",
        "pub struct A {\n    pub x: u8,\n}\npub fn f() {\n    let _ = Point { y: 1 };\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        made = site.enclosing("struct_expression", "struct_pattern")
        if made is None:
            return
        name = made.child_by_field_name("name") or made.child_by_field_name("type")
        wanted = _listed(made)
        if name is None or not wanted or name.start_byte > site.diagnostic.span.start:
            return
        exact = made.type == "struct_expression" and ".." not in text_of(made)
        found = []
        for item in crate_items(site):
            shapes = [(path_to(site, item), item.node)]
            if item.node.type == "enum_item":
                shapes = [
                    (f"{path_to(site, item)}::{node_name(v)}", v) for v in variants(item.node)
                ]
            for path, node in shapes:
                fields = set(named_fields(node))
                if fields == wanted or (not exact and wanted < fields):
                    found.append(path)
        if len(found) == 1 and found[0] != text_of(name):
            yield site.candidate(
                self.id,
                f"Write `{found[0]}`, which has these fields",
                replace_node(name, found[0]),
                safety=self.safety,
                cost=f"`{text_of(name)}` may have been meant to be another type.",
            )


def _listed(made: Node) -> set[str]:
    """Return the names of the fields that a literal or pattern lists."""
    body = made.child_by_field_name("body") or made
    names = set()
    for part in body.named_children:
        if part.type in ("field_initializer", "field_pattern"):
            field = part.child_by_field_name("field") or part.child_by_field_name("name")
            names.add(text_of(field) if field is not None else "")
        elif part.type == "shorthand_field_initializer":
            names.add(re.sub(r"\W", "", text_of(part)))
    return names - {""}
