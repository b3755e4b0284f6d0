"""Writes into a string instead of making another one to append."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.smell_parts import add_import, method_call
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class WriteInto(FixRule):
    """Replaces `s.push_str(&format!(…))` by `write!(s, …)`, and imports the trait for it.

    Writing into a `String` cannot fail, so its result is dropped.
    """

    codes: ClassVar = ("format-for-concat",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn listed(items: &[u32]) -> String {\n    let mut text = String::new();\n"
            '    for item in items {\n        text.push_str(&format!("{item:>3};"));\n    }\n'
            '    text\n}\n\nfn main() {\n    assert_eq!(listed(&[7, 10]), "  7; 10;");\n}\n',
            after="use std::fmt::Write as _;\n\n"
            "fn listed(items: &[u32]) -> String {\n    let mut text = String::new();\n"
            '    for item in items {\n        let _ = write!(text, "{item:>3};");\n    }\n'
            '    text\n}\n\nfn main() {\n    assert_eq!(listed(&[7, 10]), "  7; 10;");\n}\n',
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let mut text = String::from("a");\n'
        '    let mut add = |n: u32| text.push_str(&format!("{n}"));\n    add(1);\n'
        '    assert_eq!(text, "a1");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        for call in descendants(ancestor(site.node, "function_item") or site.node):
            found = method_call(call, "push_str")
            statement = call.parent
            if (
                found is None
                or statement is None
                or statement.type != "expression_statement"
                or not span.start <= found.place.start <= span.end
            ):
                continue
            made = next(descendants(found.arguments, "macro_invocation"), None)
            if made is None or not text_of(made).startswith("format!"):
                return
            inside = text_of(made.named_children[-1])[1:-1]
            line = f"let _ = write!({found.receiver}, {inside});"
            yield site.candidate(
                self.id,
                f"Write into `{found.receiver}` directly",
                *add_import(site.source, "std::fmt::Write as _"),
                replace_node(statement, line),
            )
            return
