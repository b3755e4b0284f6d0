"""Ends a lock before the block that does not need it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.names import free_name
from rust_agent_lsp.syntax.statements import insert_line
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class EndLockFirst(FixRule):
    """Binds the value that an `if let` or `match` looks at, so that the lock ends with the `let`.

    Others may take the lock while the block runs. Refused by the compiler where the value borrows
    from what is locked.
    """

    codes: ClassVar = ("lock-in-if-let",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="use std::sync::Mutex;\n\nfn next(jobs: &Mutex<Vec<u32>>) -> u32 {\n"
            "    if let Some(job) = jobs.lock().unwrap().pop() {\n"
            "        jobs.lock().unwrap().push(job + 1);\n    }\n"
            "    jobs.lock().unwrap().len() as u32\n}\n\n"
            "fn main() {\n    assert_eq!(next(&Mutex::new(vec![])), 0);\n}\n",
            after="use std::sync::Mutex;\n\nfn next(jobs: &Mutex<Vec<u32>>) -> u32 {\n"
            "    let found = jobs.lock().unwrap().pop();\n    if let Some(job) = found {\n"
            "        jobs.lock().unwrap().push(job + 1);\n    }\n"
            "    jobs.lock().unwrap().len() as u32\n}\n\n"
            "fn main() {\n    assert_eq!(next(&Mutex::new(vec![])), 0);\n}\n",
        ),
    )
    refuses: ClassVar = (
        "use std::sync::Mutex;\n\nfn all(jobs: &Mutex<Vec<u32>>) -> u32 {\n    let mut sum = 0;\n"
        "    while let Some(job) = jobs.lock().unwrap().pop() {\n        sum += job;\n    }\n"
        "    sum\n}\n\nfn main() {\n    assert_eq!(all(&Mutex::new(vec![1, 2])), 3);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        choice = ancestor(site.node, "if_expression", "match_expression", "while_expression")
        looked_at = _looked_at(choice) if choice else None
        if choice is None or looked_at is None:
            return
        parent = choice.parent
        statement = parent if parent and parent.type == "expression_statement" else choice
        if statement.parent is None or statement.parent.type != "block":
            return
        name = free_name(choice, "found")
        yield site.candidate(
            self.id,
            "End the lock before the block",
            insert_line(site.source, statement, f"let {name} = {text_of(looked_at)};"),
            replace_node(looked_at, name),
            safety=self.safety,
            cost="Others may take the lock while the block runs.",
        )


def _looked_at(choice: Node) -> Node | None:
    if choice.type == "match_expression":
        return choice.child_by_field_name("value")
    condition = choice.child_by_field_name("condition")
    if choice.type != "if_expression" or condition is None or condition.type != "let_condition":
        return None
    found = next(descendants(condition, "let_condition"), None)
    return found.child_by_field_name("value") if found else None
