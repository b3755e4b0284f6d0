"""Borrows one field where a getter borrows the whole value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.calls import call_of, callee
from rust_agent_lsp.syntax.returns import tail_of
from rust_agent_lsp.syntax.statements import statements
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of

_GETTER = re.compile(r"(&(?:mut )?)?self((?:\.\w+)+)")


class BorrowFieldDirectly(FixRule):
    """Replaces a call of a plain getter by the field that it gives, so that only this is borrowed.

    The getter must be in this file and do nothing else.
    """

    codes: ClassVar = ("E0499", "E0502", "E0506", "E0503")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
struct Game {
    name: String,
    score: u32,
}
impl Game {
    fn name(&self) -> &String {
        &self.name
    }
    fn win(&mut self) {
        let name = self.name();
        self.score += 1;
        println!("{name}");
    }
}
fn main() {
    Game { name: String::new(), score: 0 }.win();
}
""",
            after="""\
struct Game {
    name: String,
    score: u32,
}
impl Game {
    fn name(&self) -> &String {
        &self.name
    }
    fn win(&mut self) {
        let name = &self.name;
        self.score += 1;
        println!("{name}");
    }
}
fn main() {
    Game { name: String::new(), score: 0 }.win();
}
""",
            code="E0506",
        ),
        Example(
            before="""\
struct Pair {
    a: u8,
    b: u8,
}
impl Pair {
    fn a(&mut self) -> &mut u8 {
        &mut self.a
    }
    fn b(&mut self) -> &mut u8 {
        &mut self.b
    }
}
fn main() {
    let mut p = Pair { a: 1, b: 2 };
    let a = p.a();
    let b = p.b();
    *a += *b;
    *b += *a;
}
""",
            after="""\
struct Pair {
    a: u8,
    b: u8,
}
impl Pair {
    fn a(&mut self) -> &mut u8 {
        &mut self.a
    }
    fn b(&mut self) -> &mut u8 {
        &mut self.b
    }
}
fn main() {
    let mut p = Pair { a: 1, b: 2 };
    let a = &mut p.a;
    let b = &mut p.b;
    *a += *b;
    *b += *a;
}
""",
            code="E0499",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut v = vec![1, 2];
    let first = &v[0];
    v.push(3);
    println!("{first}");
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = earlier_borrow(site)
        spans = [label.location.span] if label else []
        found = [
            pair
            for span in (*spans, site.diagnostic.span)
            if (pair := _field_for(site, span)) is not None
        ]
        edits = [replace_node(call, field) for call, field in dict(found).items()]
        if edits:
            fields = " and ".join(
                f"`{field.lstrip('&').removeprefix('mut ')}`" for _, field in found
            )
            yield site.candidate(self.id, f"Borrow {fields} directly", *edits)


def _field_for(site: Site, span: Span) -> tuple[Node, str] | None:
    """Return the getter call at a borrowed place and the field expression that replaces it."""
    node = ancestor(site.source.node_at(span), "call_expression")
    while node is not None:
        call = call_of(node)
        receiver = call.receiver if call else None
        if receiver is not None and span_of(node).contains(span):
            function = callee(site.source, call) if call else None
            body = function.child_by_field_name("body") if function else None
            tail = tail_of(body) if body else None
            if body is not None and tail is not None and len(statements(body)) == 1:
                getter = _GETTER.fullmatch(text_of(tail))
                if getter is not None:
                    return node, f"{getter[1] or ''}{text_of(receiver)}{getter[2]}"
        node = ancestor(node.parent, "call_expression") if node.parent else None
    return None
