"""Lets the set itself say whether it had the value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import used_names
from rust_agent_lsp.syntax.statements import line_span, statements
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class InsertOnce(FixRule):
    """Asks `insert` of a set instead of `contains` before it.

    The value is made even where the set has it already. Refused where something between the two
    leaves the block or speaks of the set.
    """

    codes: ClassVar = ("contains-then-insert",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="use std::collections::HashSet;\n\nfn unique(items: &[u32]) -> Vec<u32> {\n"
            "    let mut seen = HashSet::new();\n    let mut found = Vec::new();\n"
            "    for item in items {\n        if !seen.contains(item) {\n"
            "            seen.insert(*item);\n            found.push(*item);\n        }\n    }\n"
            "    found\n}\n\nfn main() {\n    assert_eq!(unique(&[3, 1, 3]), [3, 1]);\n}\n",
            after="use std::collections::HashSet;\n\nfn unique(items: &[u32]) -> Vec<u32> {\n"
            "    let mut seen = HashSet::new();\n    let mut found = Vec::new();\n"
            "    for item in items {\n        if seen.insert(*item) {\n"
            "            found.push(*item);\n        }\n    }\n"
            "    found\n}\n\nfn main() {\n    assert_eq!(unique(&[3, 1, 3]), [3, 1]);\n}\n",
        ),
    )
    refuses: ClassVar = (
        "use std::collections::HashSet;\n\nfn note(seen: &mut HashSet<u32>, n: u32) {\n"
        "    if !seen.contains(&n) {\n        if n == 0 {\n            return;\n        }\n"
        "        seen.insert(n);\n    }\n}\n\nfn main() {\n    let mut seen = HashSet::new();\n"
        "    note(&mut seen, 0);\n    assert!(seen.is_empty());\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        choice = ancestor(site.node, "if_expression")
        condition = choice.child_by_field_name("condition") if choice else None
        block = choice.child_by_field_name("consequence") if choice else None
        if condition is None or block is None or condition.type != "unary_expression":
            return
        receiver = _receiver(condition.named_children[0], "contains")
        if receiver is None:
            return
        for statement in statements(block):
            call = statement.named_children[0] if statement.named_children else statement
            if statement.type == "expression_statement" and _receiver(call, "insert") == receiver:
                line = line_span(site.source, statement)
                arguments = call.child_by_field_name("arguments")
                if line is None or arguments is None or len(arguments.named_children) != 1:
                    return
                yield site.candidate(
                    self.id,
                    f"Let `{receiver}.insert` say whether it is new",
                    replace_node(condition, text_of(call)),
                    Edit.delete(line.start, line.end),
                )
                return
            if _is_in_the_way(statement, receiver):
                return


def _receiver(call: Node, method: str) -> str | None:
    """Return the receiver's text where `call` is a call of `method`."""
    function = call.child_by_field_name("function")
    if call.type != "call_expression" or function is None or function.type != "field_expression":
        return None
    value, name = function.child_by_field_name("value"), function.child_by_field_name("field")
    if value is None or name is None or text_of(name) != method:
        return None
    return text_of(value)


def _is_in_the_way(statement: Node, receiver: str) -> bool:
    leaves = ("return_expression", "break_expression", "continue_expression", "try_expression")
    if next(descendants(statement, *leaves, "assignment_expression"), None) is not None:
        return True
    return bool({receiver.rpartition(".")[2], "self"} & used_names(statement))
