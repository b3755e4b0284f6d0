"""Passes the value itself where a reference to it was given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import text_of


class RemoveReference(FixRule):
    """Drops the `&` or `&mut` of an expression."""

    codes: ClassVar = ("E0308", "E0277")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn square(n: i32) -> i32 {
    n * n
}
fn main() {
    let n = 3;
    println!("{}", square(&n));
}
""",
            after="""\
fn square(n: i32) -> i32 {
    n * n
}
fn main() {
    let n = 3;
    println!("{}", square(n));
}
""",
            code="E0308",
        ),
        Example(
            before="""\
fn show(n: impl Into<i64>) {
    println!("{}", n.into());
}
fn main() {
    let n = 3;
    show(&n);
}
""",
            after="""\
fn show(n: impl Into<i64>) {
    println!("{}", n.into());
}
fn main() {
    let n = 3;
    show(n);
}
""",
            code="E0277",
        ),
    )
    refuses: ClassVar = (
        "fn square(n: i32) -> i32 {\n    n * n\n}\nfn f(n: &i32) -> i32 {\n    square(n)\n}\n"
        "fn main() {\n    f(&1);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        start = site.diagnostic.span.start
        node = site.node
        text = site.source.slice(site.diagnostic.span)
        inner = node.child_by_field_name("value") if node.type == "reference_expression" else None
        if inner is None and not (node.type == "token_tree" and text.startswith("&")):
            return
        if site.diagnostic.code == "E0308":
            types = expected_found(site)
            if types is None or types[0].count("&") >= types[1].count("&"):
                return
        name = text_of(inner) if inner else text.lstrip("&").removeprefix("mut ")
        end = inner.start_byte if inner else start + len(text) - len(name)
        yield site.candidate(
            self.id, f"Pass `{short(name)}` itself, without borrowing", Edit.delete(start, end)
        )
