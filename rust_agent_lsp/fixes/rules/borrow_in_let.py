"""Binds a reference where a `let` would take the value away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import prefix, short
from rust_agent_lsp.syntax.tree import span_of, text_of


class BorrowInLet(FixRule):
    """Turns `let b = a;` into `let b = &a;` where `a` is used later or lies behind a reference."""

    codes: ClassVar = ("E0382", "E0507", "E0508", "E0505")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let name = String::from("a");
    let first = name;
    println!("{name} {first}");
}
""",
            after="""\
fn main() {
    let name = String::from("a");
    let first = &name;
    println!("{name} {first}");
}
""",
            code="E0382",
        ),
        Example(
            before="""\
fn main() {
    let names = vec![String::from("a")];
    let first = names[0];
    println!("{first}");
}
""",
            after="""\
fn main() {
    let names = vec![String::from("a")];
    let first = &names[0];
    println!("{first}");
}
""",
            code="E0507",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let a = String::new();\n    drop(a);\n    println!("{a}");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label(r"^value (?:partially )?moved here|^move out of .* occurs here")
        span = label.location.span if label else site.diagnostic.span
        node = site.source.node_at(span)
        let = node.parent
        if span_of(node) != span or let is None or let.type != "let_declaration":
            return
        if let.child_by_field_name("value") != node or let.child_by_field_name("type") is not None:
            return
        pattern = let.child_by_field_name("pattern")
        if pattern is None or pattern.type != "identifier":
            return
        text = text_of(node)
        if text.startswith("*"):
            return
        yield site.candidate(
            self.id,
            f"Let `{text_of(pattern)}` borrow `{short(text)}`",
            *prefix(site.source, span, "&"),
        )
