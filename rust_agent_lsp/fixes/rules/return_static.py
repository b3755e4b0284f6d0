"""Says that a returned reference lives for the whole program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import bare_references
from rust_agent_lsp.syntax.tree import ancestors, text_of


class ReturnStatic(FixRule):
    """Adds `'static` to a returned reference where nothing borrowed comes in."""

    codes: ClassVar = ("E0106",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn name() -> &str {
    "a"
}
fn main() {
    println!("{}", name());
}
""",
            after="""\
fn name() -> &'static str {
    "a"
}
fn main() {
    println!("{}", name());
}
""",
        ),
    )
    refuses: ClassVar = (
        "fn longest(a: &str, b: &str) -> &str {\n    if a > b { a } else { b }\n}\n"
        'fn main() {\n    longest("", "");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item", "function_signature_item")
        kind = function.child_by_field_name("return_type") if function else None
        listed = function.child_by_field_name("parameters") if function else None
        name = function.child_by_field_name("name") if function else None
        if kind is None or listed is None or name is None:
            return
        node = site.node
        if kind not in (node, *ancestors(node)) or "&" in text_of(listed):
            return
        edits = [Edit.insert(r.start_byte + 1, "'static ") for r in bare_references(kind)]
        if edits:
            yield site.candidate(self.id, f"Let `{text_of(name)}` return `'static` data", *edits)
