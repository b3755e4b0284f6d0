"""Lets a temporary value live as long as what borrows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import is_mutable_reference, short
from rust_agent_lsp.syntax.names import free_name, statement_of
from rust_agent_lsp.syntax.statements import insert_line, is_tail
from rust_agent_lsp.syntax.tree import ancestors


class BindTemporary(FixRule):
    """Binds a temporary in a `let` before the statement that borrows it."""

    codes: ClassVar = ("E0716",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let name = String::from("a b").as_str();
    println!("{name}");
}
""",
            after="""\
fn main() {
    let temporary = String::from("a b");
    let name = temporary.as_str();
    println!("{name}");
}
""",
        ),
        Example(
            before="""\
fn first(v: &mut Vec<u32>) -> &mut u32 {
    &mut v[0]
}
fn main() {
    let n = first(&mut vec![1, 2]);
    *n += 1;
    println!("{n}");
}
""",
            after="""\
fn first(v: &mut Vec<u32>) -> &mut u32 {
    &mut v[0]
}
fn main() {
    let mut temporary = vec![1, 2];
    let n = first(&mut temporary);
    *n += 1;
    println!("{n}");
}
""",
        ),
    )
    refuses: ClassVar = (
        """\
fn keep<'a>(all: &mut Vec<&'a String>) {
    all.push(&String::new());
}
fn main() {
    keep(&mut vec![]);
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        node = site.node
        statement = statement_of(node)
        outlives = site.label(r"has type `|requires that|returning this value")
        if statement is None or is_tail(statement) or outlives is not None:
            return
        below = [n for n in ancestors(node) if n.start_byte >= statement.start_byte]
        if any(n.type in ("closure_expression", "match_arm") for n in below[:-1]):
            return
        parent = node.parent
        mutable = parent is not None and (
            parent.type == "reference_expression" and is_mutable_reference(parent)
        )
        name = free_name(statement, "temporary")
        text = site.source.slice(span)
        keyword = "let mut" if mutable else "let"
        yield site.candidate(
            self.id,
            f"Bind `{short(text)}` to a name first",
            insert_line(site.source, statement, f"{keyword} {name} = {text};"),
            Edit(span, name),
        )
