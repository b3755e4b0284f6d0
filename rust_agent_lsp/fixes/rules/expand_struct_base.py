"""Writes out the fields that `..base` cannot give, since the base is of another type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import find_item, named_fields
from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import PLACES
from rust_agent_lsp.syntax.tree import ancestor, text_of
from rust_agent_lsp.syntax.types import plain, split_generic


class ExpandStructBase(FixRule):
    """Turns `..old` into `name: old.name` for each field left, where the type arguments differ.

    All that `..old` does is to take these fields, but it demands that the whole type is the same.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
pub struct Open;
pub struct Closed;
pub struct Door<S> {
    pub name: String,
    pub width: u32,
    pub state: S,
}
pub fn open(door: Door<Closed>) -> Door<Open> {
    Door { state: Open, ..door }
}
""",
            after="""\
pub struct Open;
pub struct Closed;
pub struct Door<S> {
    pub name: String,
    pub width: u32,
    pub state: S,
}
pub fn open(door: Door<Closed>) -> Door<Open> {
    Door { state: Open, name: door.name, width: door.width }
}
""",
        ),
    )
    refuses: ClassVar = (
        """\
#[derive(Default)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}
pub struct Name;
pub fn f(name: Name) -> Size {
    Size { width: 1, ..name }
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        base = ancestor(site.node, "base_field_initializer")
        literal = ancestor(base, "struct_expression") if base is not None else None
        if types is None or base is None or literal is None or not base.named_children:
            return
        value = base.named_children[0]
        heads = [split_generic(plain(kind))[0] for kind in types]
        item = find_item(site, heads[0], "type")
        if heads[0] != heads[1] or item is None or value.type not in PLACES:
            return
        body = literal.child_by_field_name("body")
        parts = body.named_children if body is not None else ()
        given = {text_of(part.child_by_field_name("field") or part) for part in parts}
        left = [name for name in named_fields(item.node) if name not in given]
        if left:
            fields = ", ".join(f"{name}: {text_of(value)}.{name}" for name in left)
            title = f"Take the other fields from `{text_of(value)}` one by one"
            yield site.candidate(self.id, title, replace_node(base, fields))
