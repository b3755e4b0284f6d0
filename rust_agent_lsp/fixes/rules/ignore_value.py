"""Takes a value of any type where `()` was expected to be it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import exact_node, short_text
from rust_agent_lsp.syntax.tree import text_of


class IgnoreValue(FixRule):
    """Turns `let () = value;` into `let _ = value;` where the value is not `()`."""

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(words: &mut Vec<u8>) {\n    let () = words.pop();\n}\n",
            after="pub fn f(words: &mut Vec<u8>) {\n    let _ = words.pop();\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(words: &mut Vec<u8>) {\n    let (a, b) = words.pop();\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        node = exact_node(site.source, site.diagnostic.span)
        let = node.parent if node is not None else None
        value = let.child_by_field_name("value") if let is not None else None
        if node is None or let is None or value is None or text_of(node) != "()":
            return
        if let.type == "let_declaration" and let.child_by_field_name("pattern") == node:
            title = f"Ignore what `{short_text(value)}` gives"
            yield site.candidate(self.id, title, replace_node(node, "_"))
