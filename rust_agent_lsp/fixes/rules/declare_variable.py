"""Writes the `let` that a first assignment lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.names import missing
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import descendants, text_of

_ASSIGNMENTS = ("assignment_expression", "compound_assignment_expr")


class DeclareVariable(FixRule):
    """Turns the first assignment to an unknown name into its declaration, `mut` if it changes later."""

    codes: ClassVar = ("E0425",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='fn main() {\n    x = 5;\n    println!("{x}");\n}\n',
            after='fn main() {\n    let x = 5;\n    println!("{x}");\n}\n',
        ),
        Example(
            before="fn main() {\n    sum = 0;\n    for i in 0..3 {\n        sum += i;\n    }\n"
            '    println!("{}", sum);\n}\n',
            after="fn main() {\n    let mut sum = 0;\n    for i in 0..3 {\n        sum += i;\n    }\n"
            '    println!("{}", sum);\n}\n',
        ),
    )
    refuses: ClassVar = ("fn main() {\n    x += 5;\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lost = missing(site.diagnostic.message)
        function = site.enclosing("function_item")
        if lost is None or function is None or lost.what != "value":
            return
        places = [n for n in descendants(function, "identifier") if text_of(n) == lost.name]
        first = places[0] if places else None
        statement = first.parent.parent if first is not None and first.parent is not None else None
        if first is None or statement is None or statement.type != "expression_statement":
            return
        if first.parent is None or first.parent.type != "assignment_expression":
            return
        if first.parent.child_by_field_name("left") != first:
            return
        changed = any(
            n.parent is not None
            and n.parent.type in _ASSIGNMENTS
            and n.parent.child_by_field_name("left") == n
            for n in places[1:]
        )
        word = "let mut " if changed else "let "
        yield site.candidate(
            self.id, f"Declare `{lost.name}` with `{word.strip()}`", insert_before(first, word)
        )
