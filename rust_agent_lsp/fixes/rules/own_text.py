"""Makes an owned `String` of something, or lends one as `&str`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import prefix, short, suffix
from rust_agent_lsp.syntax.tree import ancestor, span_of
from rust_agent_lsp.syntax.types import NUMBERS, plain


class OwnText(FixRule):
    """Adds `.to_string()` where a `String` is expected, also on the left of `+`."""

    codes: ClassVar = ("E0308", "E0369")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
struct User {
    name: String,
}
fn main() {
    let user = User { name: "a" };
    println!("{}", user.name);
}
""",
            after="""\
struct User {
    name: String,
}
fn main() {
    let user = User { name: "a".to_string() };
    println!("{}", user.name);
}
""",
            code="E0308",
        ),
        Example(
            before="""\
fn main() {
    let a = "x";
    let b = "y";
    let c = a + b;
    println!("{c}");
}
""",
            after="""\
fn main() {
    let a = "x";
    let b = "y";
    let c = a.to_string() + b;
    println!("{c}");
}
""",
            code="E0369",
        ),
        Example(
            before="""\
fn label(n: u8) -> String {
    if n > 0 { n } else { String::new() }
}
fn main() {
    println!("{}", label(1));
}
""",
            after="""\
fn label(n: u8) -> String {
    if n > 0 { n.to_string() } else { String::new() }
}
fn main() {
    println!("{}", label(1));
}
""",
            code="E0308",
        ),
    )
    refuses: ClassVar = (
        'fn half(n: f64) -> f64 {\n    n / 2.0\n}\nfn main() {\n    half("a");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0369":
            yield from self._sum(site)
            return
        types = expected_found(site)
        if types is None:
            return
        wanted, found = plain(types[0]), plain(types[1])
        textual = {"&str", "char", "&String", "integer", "&&str", "bool", "Cow<str>", "Box<str>"}
        if wanted == "String" and found in textual | set(NUMBERS):
            text = site.source.slice(site.diagnostic.span)
            cost = "" if found in NUMBERS else "Copies the text."
            yield site.candidate(
                self.id,
                f"Make a `String` of `{short(text)}`",
                *suffix(site.source, site.diagnostic.span, ".to_string()"),
                cost=cost,
            )
        elif wanted == "&String" and found == "&str":
            span = site.diagnostic.span
            yield site.candidate(
                self.id,
                f"Borrow a `String` made of `{short(site.source.slice(span))}`",
                Edit.insert(span.start, "&"),
                *suffix(site.source, span, ".to_string()"),
                cost="Copies the text.",
            )

    def _sum(self, site: Site) -> Iterator[Candidate]:
        found = re.search(r"cannot add `(&?\w+)` to `&(?:str|String)`", site.diagnostic.message)
        operation = ancestor(site.node, "binary_expression")
        left = operation.child_by_field_name("left") if operation else None
        right = operation.child_by_field_name("right") if operation else None
        if found is None or left is None or right is None:
            return
        edits = [*suffix(site.source, span_of(left), ".to_string()")]
        if found[1] == "String":
            edits += prefix(site.source, span_of(right), "&")
        elif found[1] == "char":
            edits += [*prefix(site.source, span_of(right), "&")]
            edits += [*suffix(site.source, span_of(right), ".to_string()")]
        yield site.candidate(
            self.id,
            f"Make a `String` of `{short(site.source.slice(span_of(left)))}`",
            *edits,
            cost="Copies the text.",
        )
