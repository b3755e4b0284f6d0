"""Adds `mut` to the binding that is changed later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class DeclareMutable(FixRule):
    """Adds `mut` to the binding that is assigned twice or borrowed mutably.

    Only a binding of the same function is touched, by `let`, parameter or pattern.
    """

    codes: ClassVar = ("E0384", "E0596", "E0594")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn main() {\n    let total = 0;\n    total += 2;\n    drop(total);\n}\n",
            after="fn main() {\n    let mut total = 0;\n    total += 2;\n    drop(total);\n}\n",
            code="E0384",
        ),
        Example(
            before="fn main() {\n    let names: Vec<u8> = Vec::new();\n    names.push(1);\n}\n",
            after="fn main() {\n    let mut names: Vec<u8> = Vec::new();\n    names.push(1);\n}\n",
            code="E0596",
        ),
    )
    refuses: ClassVar = (
        "fn add(v: &Vec<u8>) {\n    v.push(1);\n}\nfn main() {\n    add(&vec![]);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = site.match(
            r"(?:immutable variable|immutable argument|borrow|to) `(\w+)`"
            r"(?:(?: as mutable)?, as it is not declared as mutable|$)"
        )
        function = site.enclosing("function_item")
        if not found or function is None:
            return
        name = found[1]
        bindings = [
            node
            for node in descendants(function, "identifier")
            if text_of(node) == name
            and node.start_byte <= site.diagnostic.span.start
            and node.parent is not None
            and node.parent.type in ("let_declaration", "parameter")
            and node.parent.child_by_field_name("pattern") == node
        ]
        if bindings and ancestor(bindings[-1], "function_item") == function:
            yield site.candidate(
                self.id, f"Declare `{name}` as `mut`", insert_before(bindings[-1], "mut ")
            )
