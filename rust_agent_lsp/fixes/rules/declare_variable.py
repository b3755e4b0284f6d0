"""Writes the `let` that a first assignment lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import missing
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import descendants, text_of

_ATTRIBUTE = re.compile(r"expected value, found (?:built-in attribute|tool module) `(\w+)`")
_ASSIGNMENTS = ("assignment_expression", "compound_assignment_expr")


class DeclareVariable(FixRule):
    """Turns the first assignment to an unknown name into a `let`, `mut` if it changes later."""

    codes: ClassVar = ("E0425", "E0423")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='fn main() {\n    x = 5;\n    println!("{x}");\n}\n',
            after='fn main() {\n    let x = 5;\n    println!("{x}");\n}\n',
        ),
        Example(
            before="fn main() {\n    sum = 0;\n    for i in 0..3 {\n        sum += i;\n    }\n"
            '    println!("{}", sum);\n}\n',
            after="fn main() {\n    let mut sum = 0;\n    for i in 0..3 {\n        sum += i;\n"
            "    }\n"
            '    println!("{}", sum);\n}\n',
        ),
    )
    refuses: ClassVar = ("fn main() {\n    x += 5;\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lost = missing(site.diagnostic.message)
        taken = _ATTRIBUTE.search(site.diagnostic.message)
        name = taken[1] if taken else (lost.name if lost and lost.what == "value" else "")
        function = site.enclosing("function_item")
        if not name or function is None:
            return
        places = [n for n in descendants(function, "identifier") if text_of(n) == name]
        first = _assigned(places[0]) if places else None
        if first is None:
            return
        changed = any(
            n.parent is not None
            and n.parent.type in _ASSIGNMENTS
            and n.parent.child_by_field_name("left") == n
            for n in places[1:]
        )
        word = "let mut " if changed else "let "
        yield site.candidate(
            self.id, f"Declare `{name}` with `{word.strip()}`", insert_before(first, word)
        )


def _assigned(name: Node) -> Node | None:
    """Return the left side, a name or tuple, of the assignment statement that `name` begins in."""
    left = name
    while left.parent is not None and left.parent.type in ("tuple_expression", "array_expression"):
        left = left.parent
    parent = left.parent
    if parent is None or parent.type != "assignment_expression" or parent.parent is None:
        return None
    is_left = parent.child_by_field_name("left") == left
    return left if is_left and parent.parent.type == "expression_statement" else None
