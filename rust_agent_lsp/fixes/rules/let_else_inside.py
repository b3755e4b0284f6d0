"""Takes a value apart inside a loop or function whose pattern may not match."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.values import plain_value
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.names import free_name
from rust_agent_lsp.syntax.statements import insert_line, statements
from rust_agent_lsp.syntax.tree import text_of


class LetElseInside(FixRule):
    """Moves the pattern of a `for` loop or parameter into a `let … else` that begins the body.

    A loop skips what does not match; a function returns early, with nothing or a plain value.
    """

    codes: ClassVar = ("E0005",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
pub fn total(prices: &[Option<u32>]) -> u32 {
    let mut sum = 0;
    for Some(price) in prices {
        sum += price;
    }
    sum
}
""",
            after="""\
pub fn total(prices: &[Option<u32>]) -> u32 {
    let mut sum = 0;
    for item in prices {
        let Some(price) = item else { continue };
        sum += price;
    }
    sum
}
""",
        ),
        Example(
            before="""\
pub fn greet(Some(name): Option<&str>) {
    println!("Hello {name}");
}
""",
            after="""\
pub fn greet(item: Option<&str>) {
    let Some(name) = item else { return };
    println!("Hello {name}");
}
""",
        ),
        Example(
            before="""\
pub fn double(Ok(n): Result<u32, String>) -> u32 {
    n * 2
}
""",
            after="""\
pub fn double(item: Result<u32, String>) -> u32 {
    let Ok(n) = item else { return 0 };
    n * 2
}
""",
        ),
    )
    refuses: ClassVar = (
        "pub struct Id(u8);\npub fn id(Some(n): Option<Id>) -> Id {\n    n\n}\n",
        "pub fn first(all: &[u8]) -> u8 {\n    let [a, ..] = all;\n    *a\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        host = site.enclosing("for_expression", "parameter", "let_declaration")
        pattern = host.child_by_field_name("pattern") if host is not None else None
        if host is None or pattern is None or host.type == "let_declaration":
            return
        if not pattern.start_byte <= site.diagnostic.span.start < pattern.end_byte:
            return
        owner = host if host.type == "for_expression" else site.enclosing("function_item")
        body = owner.child_by_field_name("body") if owner is not None else None
        first = statements(body)[0] if body is not None and statements(body) else None
        leave = "continue" if host.type == "for_expression" else _leave(site, owner)
        if first is None or leave is None:
            return
        name = free_name(host, "item")
        told = "skip the others" if leave == "continue" else f"else `{leave}`"
        yield site.candidate(
            self.id,
            f"Match `{short_text(pattern)}` inside, {told}",
            replace_node(pattern, name),
            insert_line(site.source, first, f"let {text_of(pattern)} = {name} else {{ {leave} }};"),
            safety=self.safety,
            cost=f"What is not `{short_text(pattern)}` is passed over in silence.",
        )


def _leave(site: Site, function: Node | None) -> str | None:
    """Return the statement that leaves a function early, or None where it has no plain value."""
    if function is None:
        return None
    kind = function.child_by_field_name("return_type")
    if kind is None:
        return "return"
    plain = plain_value(site, text_of(kind))
    return f"return {plain}" if plain is not None else None
