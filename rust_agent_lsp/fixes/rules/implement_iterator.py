"""Makes an iterator of a type that has a method `next`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import impls, members, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import self_parameter
from rust_agent_lsp.syntax.statements import line_span
from rust_agent_lsp.syntax.tree import text_of
from rust_agent_lsp.syntax.types import split_generic


class ImplementIterator(FixRule):
    """Moves the type's own `fn next(&mut self) -> Option<…>` into `impl Iterator`."""

    codes: ClassVar = ("E0277", "E0599")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
struct Countdown(u32);
impl Countdown {
    pub fn next(&mut self) -> Option<u32> {
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }
}
fn main() {
    for n in Countdown(3) {
        println!("{n}");
    }
}
""",
            after="""\
struct Countdown(u32);
impl Iterator for Countdown {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }
}
fn main() {
    for n in Countdown(3) {
        println!("{n}");
    }
}
""",
            code="E0277",
        ),
        Example(
            before="""\
struct Countdown(u32);
impl Countdown {
    fn new(from: u32) -> Self {
        Self(from)
    }
    fn next(&mut self) -> Option<u32> {
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }
}
fn main() {
    let all: Vec<u32> = Countdown::new(3).map(|n| n * 2).collect();
    println!("{all:?}");
}
""",
            after="""\
struct Countdown(u32);
impl Countdown {
    fn new(from: u32) -> Self {
        Self(from)
    }
}

impl Iterator for Countdown {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }
}
fn main() {
    let all: Vec<u32> = Countdown::new(3).map(|n| n * 2).collect();
    println!("{all:?}");
}
""",
            code="E0599",
        ),
    )
    refuses: ClassVar = (
        "struct Dial(u8);\nimpl Dial {\n    fn next(&self) -> u8 {\n        self.0 + 1\n    }\n}\n"
        "fn main() {\n    for n in Dial(1) {\n        let _ = n;\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.match(r"`(?:&mut )?([^`]+)` is not an iterator", site.diagnostic.message)
        for block in impls(site.source, base_name(found[1])) if found is not None else ():
            if block.child_by_field_name("trait") is not None:
                continue
            for method in members(block):
                item = _item(method) if node_name(method) == "next" else None
                edits = _edits(site, block, method, item) if item is not None else None
                kind = block.child_by_field_name("type")
                if edits is not None and kind is not None:
                    title = f"Implement `Iterator` for `{text_of(kind)}` by its `next`"
                    yield site.candidate(self.id, title, *edits, safety=self.safety)


def _item(method: Node) -> str | None:
    """Return the `T` of `fn next(&mut self) -> Option<T>`, None for another signature."""
    receiver, kind = self_parameter(method), method.child_by_field_name("return_type")
    listed = method.child_by_field_name("parameters")
    if receiver is None or kind is None or listed is None or len(listed.named_children) != 1:
        return None
    head, inside = split_generic(text_of(kind))
    return inside[0] if head == "Option" and "mut" in text_of(receiver) and inside else None


def _edits(site: Site, block: Node, method: Node, item: str) -> list[Edit] | None:
    kind, body = block.child_by_field_name("type"), block.child_by_field_name("body")
    if kind is None or body is None:
        return None
    indent = site.source.indent_at(block.start_byte)
    head = f"{indent}    type Item = {item};\n"
    visible = next((c for c in method.children if c.type == "visibility_modifier"), None)
    start = method.children[method.children.index(visible) + 1] if visible is not None else method
    if len(body.named_children) == 1:
        edits = [insert_before(kind, "Iterator for ")]
        edits.append(Edit.insert(body.start_byte + 1, f"\n{head}"))
        if visible is not None:
            edits.append(Edit.delete(visible.start_byte, start.start_byte))
        return edits
    above, lines = method.prev_named_sibling, line_span(site.source, method)
    if lines is None or (above is not None and above.type.endswith(("comment", "attribute_item"))):
        return None
    generics = block.child_by_field_name("type_parameters")
    shown = text_of(generics) if generics is not None else ""
    text = site.source.slice(Span(start.start_byte, method.end_byte))
    inner = f"{head}\n{site.source.indent_at(method.start_byte)}{text}"
    whole = f"\n\n{indent}impl{shown} Iterator for {text_of(kind)} {{\n{inner}\n{indent}}}"
    return [Edit.delete(lines.start, lines.end), Edit.insert(block.end_byte, whole)]
