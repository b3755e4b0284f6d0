"""Works through the mutable reference that is held, where the variable itself is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import binding_of, uses_of
from rust_agent_lsp.syntax.tree import ancestor, text_of


class UseThroughReference(FixRule):
    """Writes `*r` for `x` at the conflict, where `let r = &mut x;` is still in use.

    Both name the same value, so nothing else changes.
    """

    codes: ClassVar = ("E0506", "E0503", "E0502")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let mut best = (0, 0);
    let points = vec![(1, 2), (5, 1)];
    let r = &mut best;
    for p in &points {
        if p.0 > r.0 {
            best = *p;
        }
    }
    println!("{r:?}");
}
""",
            after="""\
fn main() {
    let mut best = (0, 0);
    let points = vec![(1, 2), (5, 1)];
    let r = &mut best;
    for p in &points {
        if p.0 > r.0 {
            *r = *p;
        }
    }
    println!("{r:?}");
}
""",
            code="E0506",
        ),
        Example(
            before="""\
fn main() {
    let mut speed = 3;
    let handle = &mut speed;
    let doubled = speed * 2;
    *handle += doubled;
    println!("{speed}");
}
""",
            after="""\
fn main() {
    let mut speed = 3;
    let handle = &mut speed;
    let doubled = *handle * 2;
    *handle += doubled;
    println!("{speed}");
}
""",
            code="E0503",
        ),
        Example(
            before="""\
struct Meter {
    level: u32,
}
fn main() {
    let mut meter = Meter { level: 1 };
    let level = &mut meter.level;
    *level += 1;
    println!("{}", meter.level);
    *level += 5;
    println!("{}", meter.level);
}
""",
            after="""\
struct Meter {
    level: u32,
}
fn main() {
    let mut meter = Meter { level: 1 };
    let level = &mut meter.level;
    *level += 1;
    println!("{}", *level);
    *level += 5;
    println!("{}", meter.level);
}
""",
            code="E0502",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut n = 1;
    let seen = &n;
    n = 2;
    println!("{seen}");
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = earlier_borrow(site)
        let = ancestor(site.node_of(label), "let_declaration") if label is not None else None
        pattern = let.child_by_field_name("pattern") if let is not None else None
        value = let.child_by_field_name("value") if let is not None else None
        if let is None or pattern is None or value is None or pattern.type != "identifier":
            return
        borrowed = re.fullmatch(r"&mut (\w+(?:\.\w+)*)", text_of(value))
        if borrowed is None:
            return
        name, reference = borrowed[1], text_of(pattern)
        if "." in name:
            yield from self._field(site, pattern, name)
            return
        # In a macro the place may be the whole call; every use in the primary span is meant.
        edits: list[Edit] = []
        for use in uses_of(site.node, name):
            bound = binding_of(use, reference)
            if bound is None or bound.node != pattern or use.type == "string_content":
                return
            after = site.source.text[use.end_byte : use.end_byte + 1]
            dotted = after in (b".", b"[") and use.parent is not None
            edits.append(replace_node(use, reference if dotted else f"*{reference}"))
        if edits:
            yield site.candidate(
                self.id,
                f"Use `{name}` through `{reference}`, which refers to it",
                *edits,
            )

    def _field(self, site: Site, pattern: Node, name: str) -> Iterator[Candidate]:
        """Write `*r` where the very field is named that `r` refers to."""
        span, reference = site.diagnostic.span, text_of(pattern)
        bound = binding_of(site.node, reference)
        if site.source.slice(span) == name and bound is not None and bound.node == pattern:
            dotted = site.source.text[span.end : span.end + 1] in (b".", b"[")
            yield site.candidate(
                self.id,
                f"Use `{name}` through `{reference}`, which refers to it",
                Edit(span, reference if dotted else f"*{reference}"),
            )
