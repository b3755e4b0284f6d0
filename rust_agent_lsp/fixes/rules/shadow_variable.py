"""Declares a new variable of the same name where the old one cannot take the value."""

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


class ShadowVariable(FixRule):
    """Turns an assignment into a `let` when the value has another type, or the old one is borrowed.

    References to the old variable go on to see the old value. Where a closure refers to it, that
    is a guess.
    """

    codes: ClassVar = ("E0308", "E0506")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let word = "three";
    println!("{word}");
    word = 3;
    println!("{}", word + 2);
}
""",
            after="""\
fn main() {
    let word = "three";
    println!("{word}");
    let word = 3;
    println!("{}", word + 2);
}
""",
            code="E0308",
        ),
        Example(
            before="""\
struct Score {
    points: u8,
}
fn main() {
    let mut score = Score { points: 5 };
    let shown = &score;
    score = Score { points: 6 };
    println!("{} {}", score.points, shown.points);
}
""",
            after="""\
struct Score {
    points: u8,
}
fn main() {
    let mut score = Score { points: 5 };
    let shown = &score;
    let score = Score { points: 6 };
    println!("{} {}", score.points, shown.points);
}
""",
            code="E0506",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut word = "three";
    for n in 0..2 {
        word = n;
    }
    println!("{word}");
}
""",
        """\
fn main() {
    let mut n = 1;
    let seen = &n;
    for _ in 0..2 {
        n = 2;
    }
    println!("{seen}");
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        assignment = ancestor(site.node, "assignment_expression")
        left = assignment.child_by_field_name("left") if assignment is not None else None
        right = assignment.child_by_field_name("right") if assignment is not None else None
        if assignment is None or left is None or right is None or left.type != "identifier":
            return
        place = assignment if site.diagnostic.code == "E0506" else right
        if (place.start_byte, place.end_byte) != (
            site.diagnostic.span.start,
            site.diagnostic.span.end,
        ):
            return
        name = text_of(left)
        binding = binding_of(left, name)
        if binding is None or not binding.whole or not _same_block(binding.holder, assignment):
            return
        # A closure that is called later was meant to see the new value.
        seen = site.label("borrow occurs due to use .*in closure") is not None
        yield site.candidate(
            self.id,
            f"Declare a new `{name}` with `let`",
            Edit.insert(assignment.start_byte, "let "),
            safety=Safety.GUESS if seen else Safety.CHANGES_BEHAVIOUR,
            cost=f"The older `{name}` is hidden from here on, not changed.",
        )


def _same_block(let: Node, assignment: Node) -> bool:
    statement = assignment.parent
    return (
        let.type == "let_declaration"
        and statement is not None
        and statement.type == "expression_statement"
        and statement.parent == let.parent
    )
