"""Ends a value with `;` where it stands at the end of a block that gives nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import exact_node, short_text
from rust_agent_lsp.syntax.tree import ancestors, text_of

_LOOPS = ("while_expression", "for_expression", "loop_expression")
_INSIDE = ("block", "if_expression", "else_clause", "expression_statement")


class EndWithSemicolon(FixRule):
    """Adds `;` behind the last value of `main` or of a loop's body, of which nothing is made.

    The value is computed and dropped; it may have been meant to be used.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="fn main() {\n    let a = 3;\n    let b = 4;\n    a + b\n}\n",
            after="fn main() {\n    let a = 3;\n    let b = 4;\n    a + b;\n}\n",
        ),
        Example(
            before="pub fn f(all: &[u8]) {\n    for n in all {\n        if *n > 3 {\n"
            "            n + 1\n        }\n    }\n}\n",
            after="pub fn f(all: &[u8]) {\n    for n in all {\n        if *n > 3 {\n"
            "            n + 1;\n        }\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn add(a: u8, b: u8) {\n    a + b\n}\n",
        "pub fn first(all: &[u8]) -> u8 {\n    for n in all {\n        *n\n    }\n    0\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        value = exact_node(site.source, site.diagnostic.span)
        kinds = expected_found(site)
        if value is None or kinds is None or kinds[0] != "()" or value.next_named_sibling:
            return
        if value.parent is None or value.parent.type != "block" or not _gives_nothing(value):
            return
        yield site.candidate(
            self.id,
            f"End `{short_text(value)}` with `;`: nothing is made of it",
            insert_after(value, ";"),
            safety=self.safety,
            cost="The value is dropped.",
        )


def _gives_nothing(value: Node) -> bool:
    """Say whether the blocks that end in `value` are the body of a loop or of `main`."""
    in_loop = False
    for at in ancestors(value):
        if at.type in _LOOPS:
            in_loop = True
        elif at.type == "function_item":
            name = at.child_by_field_name("name")
            is_main = name is not None and text_of(name) == "main"
            return at.child_by_field_name("return_type") is None and (in_loop or is_main)
        elif (not in_loop and at.type not in _INSIDE) or at.type == "closure_expression":
            return False
    return False
