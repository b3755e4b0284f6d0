"""Writes a number, `bool` or `char` as text where a text is needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short, suffix
from rust_agent_lsp.syntax.tree import text_of
from rust_agent_lsp.syntax.types import NUMBERS, plain

_LITERALS = ("integer_literal", "float_literal", "boolean_literal")
_SHOWN = (*NUMBERS, "bool", "integer", "floating-point number", "{integer}", "{float}")


class WriteAsText(FixRule):
    """Puts a literal into quotes; any other value becomes a `String` with `.to_string()`."""

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn sort(fruit: &str) -> &str {
    if fruit == "pear" { "sweet" } else { 1 }
}
fn main() {
    println!("{}", sort("pear"));
}
""",
            after="""\
fn sort(fruit: &str) -> &str {
    if fruit == "pear" { "sweet" } else { "1" }
}
fn main() {
    println!("{}", sort("pear"));
}
""",
        ),
        Example(
            before="""\
fn label(n: u32) -> String {
    n + 1
}
fn main() {
    println!("{}", label(1));
}
""",
            after="""\
fn label(n: u32) -> String {
    (n + 1).to_string()
}
fn main() {
    println!("{}", label(1));
}
""",
        ),
    )
    refuses: ClassVar = (
        "fn label(n: u32) -> &'static str {\n    n\n}\nfn main() {\n    label(1);\n}\n",
        "struct S;\nfn label(s: S) -> String {\n    s\n}\nfn main() {\n    label(S);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        if types is None:
            return
        wanted, found = plain(types[0]), plain(types[1])
        if found not in _SHOWN or wanted not in ("&str", "String", "&String"):
            return
        node, span = site.node, site.diagnostic.span
        is_literal = node.type in _LITERALS
        text = short(site.source.slice(span))
        if wanted == "&str":
            if is_literal:
                new = f'"{text_of(node)}"'
                yield site.candidate(self.id, f"Write `{new}`", replace_node(node, new))
            return
        edits = suffix(site.source, span, ".to_string()")
        if wanted == "String":
            yield site.candidate(self.id, f"Make a `String` of `{text}`", *edits)
