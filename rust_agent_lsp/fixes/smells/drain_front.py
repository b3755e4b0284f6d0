"""Takes all items out in one pass instead of one by one from the front."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.smell_parts import method_call
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.names import mentions
from rust_agent_lsp.syntax.statements import line_span, statements
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_LEAVES = ("return_expression", "break_expression", "try_expression")


class DrainFront(FixRule):
    """Turns `while !v.is_empty() { let x = v.remove(0); …` into `for x in v.drain(..) { …`.

    Only where the rest of the loop does not speak of the vector and runs to its end; after a
    panic the vector would hold less than before.
    """

    codes: ClassVar = ("vec-remove-front",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn total(mut queue: Vec<u32>) -> u32 {\n    let mut sum = 0;\n"
            "    while !queue.is_empty() {\n        let next = queue.remove(0);\n"
            "        sum = sum * 10 + next;\n    }\n    sum\n}\n\n"
            "fn main() {\n    assert_eq!(total(vec![1, 2, 3]), 123);\n}\n",
            after="fn total(mut queue: Vec<u32>) -> u32 {\n    let mut sum = 0;\n"
            "    for next in queue.drain(..) {\n"
            "        sum = sum * 10 + next;\n    }\n    sum\n}\n\n"
            "fn main() {\n    assert_eq!(total(vec![1, 2, 3]), 123);\n}\n",
        ),
    )
    refuses: ClassVar = (
        "fn halves(mut queue: Vec<u32>) -> u32 {\n    let mut steps = 0;\n"
        "    while !queue.is_empty() {\n        let next = queue.remove(0);\n        steps += 1;\n"
        "        if next > 1 {\n            queue.push(next / 2);\n        }\n    }\n    steps\n}"
        "\n\nfn main() {\n    assert_eq!(halves(vec![4]), 3);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = ancestor(site.node, "function_item")
        for loop in descendants(function, "while_expression") if function else ():
            condition, body = (loop.child_by_field_name(f) for f in ("condition", "body"))
            if condition is None or body is None or not statements(body):
                continue
            first, rest = statements(body)[0], statements(body)[1:]
            taken = _taken(condition, first)
            line = line_span(site.source, first)
            if taken is None or line is None or not _is_free(rest, taken[1]):
                continue
            name, vector = taken
            head = Span(loop.start_byte, body.start_byte)
            yield site.candidate(
                self.id,
                f"Drain `{vector}` in one pass",
                Edit(head, f"for {name} in {vector}.drain(..) "),
                Edit.delete(line.start, line.end),
            )
            return


def _taken(condition: Node, first: Node) -> tuple[str, str] | None:
    """Return what the item is bound to, and the vector."""
    value, pattern = (first.child_by_field_name(f) for f in ("value", "pattern"))
    call = method_call(value, "remove") if value is not None else None
    if call is None or pattern is None or text_of(call.arguments) != "(0)":
        return None
    if text_of(condition).replace(" ", "") != f"!{call.receiver}.is_empty()":
        return None
    changed = any(child.type == "mutable_specifier" for child in first.children)
    return ("mut " * changed) + text_of(pattern), call.receiver


def _is_free(rest: list[Node], vector: str) -> bool:
    name = vector.rpartition(".")[2]
    return not any(
        mentions(node, name)
        or mentions(node, "self")
        or next(descendants(node, *_LEAVES), None) is not None
        for node in rest
    )
