"""Leaves the type of a variable to its value, where the two function types differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor, text_of


class LeaveTypeOpen(FixRule):
    """Takes the function type from a `let`: that of the value has other lifetimes.

    How general a function is in its lifetimes is easily written wrong, and never needs to be.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn reader<'a>() -> fn(&'a str) -> usize {\n    |text| text.len()\n}\n"
            'fn main() {\n    let read: fn(&str) -> usize = reader();\n    read("a");\n}\n',
            after="fn reader<'a>() -> fn(&'a str) -> usize {\n    |text| text.len()\n}\n"
            'fn main() {\n    let read = reader();\n    read("a");\n}\n',
        ),
    )
    refuses: ClassVar = (
        "fn half(n: i32) -> i32 {\n    n / 2\n}\nfn main() {\n"
        "    let f: fn(f64) -> f64 = half;\n    f(1.0);\n}\n",
        "fn main() {\n    let n = |x: i32| x;\n    let m: i32 = n;\n    dbg!(m);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.match(r"one type is more general") is None or site.match("fn pointer") is None:
            return
        for let in _lets(site):
            pattern, kind = let.child_by_field_name("pattern"), let.child_by_field_name("type")
            if pattern is not None and kind is not None:
                title = f"Leave the type of `{text_of(pattern)}` to its value"
                yield site.candidate(self.id, title, Edit.delete(pattern.end_byte, kind.end_byte))


def _lets(site: Site) -> Iterator[Node]:
    """Yield the `let` around the diagnostic, then that of the variable that it is about."""
    let = ancestor(site.node, "let_declaration", "block", "closure_expression")
    if let is not None and let.type == "let_declaration":
        yield let
    binding = binding_of(site.node, text_of(site.node))
    if binding is not None and binding.holder.type == "let_declaration":
        yield binding.holder
