"""Gives a value behind the loop that was to be the value of a function."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import plain_value
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.returns import returned
from rust_agent_lsp.syntax.tree import ancestor, text_of

_LOOPS = ("for_expression", "while_expression")


class ReturnAfterLoop(FixRule):
    """Writes the answer for a loop that ends without `return`: `false` after `return true`, `None`.

    A search that finds nothing says so. Where the loop's answers do not tell what the opposite is,
    the plainest value of the type is offered as a guess.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn contains(values: &[i32], wanted: i32) -> bool {
    for v in values {
        if *v == wanted {
            return true;
        }
    }
}
fn main() {
    contains(&[2], 2);
}
""",
            after="""\
fn contains(values: &[i32], wanted: i32) -> bool {
    for v in values {
        if *v == wanted {
            return true;
        }
    }
    false
}
fn main() {
    contains(&[2], 2);
}
""",
        ),
        Example(
            before="""\
fn first_even(values: &[i32]) -> Option<i32> {
    for v in values {
        if v % 2 == 0 {
            return Some(*v);
        }
    }
}
fn main() {
    first_even(&[2]);
}
""",
            after="""\
fn first_even(values: &[i32]) -> Option<i32> {
    for v in values {
        if v % 2 == 0 {
            return Some(*v);
        }
    }
    None
}
fn main() {
    first_even(&[2]);
}
""",
        ),
    )
    refuses: ClassVar = (
        "struct Id(u8);\nfn id(n: u8) -> Id {\n    while n > 2 {\n        return Id(n);\n    }\n}\n"
        "fn main() {\n    id(3).0;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        loop = ancestor(site.node, *_LOOPS)
        if types is None or types[1] != "()" or loop is None:
            return
        if (loop.start_byte, loop.end_byte) != (
            site.diagnostic.span.start,
            site.diagnostic.span.end,
        ):
            return
        function = ancestor(loop, "function_item", "closure_expression")
        if function is None:
            return
        values = [text_of(v) for v in returned(function) if v != loop]
        told = _opposite(types[0], values)
        value = told or plain_value(site, types[0])
        if value is None:
            return
        yield site.candidate(
            self.id,
            f"Let `{node_name(function)}` give `{value}` when the loop ends",
            _behind(site, loop, value),
            safety=self.safety if told is not None else Safety.GUESS,
            cost="" if told is not None else f"Whether `{value}` is the right answer is a guess.",
        )


def _opposite(kind: str, values: list[str]) -> str | None:
    """Return the answer that the `values` returned so far leave for "not found"."""
    if not values:
        return None
    if kind == "bool" and set(values) <= {"true", "false"} and len(set(values)) == 1:
        return "false" if values[0] == "true" else "true"
    if kind.startswith("Option<") and any(value.startswith("Some(") for value in values):
        return "None"
    if re.match(r"Result<\(\),", kind) and all(value.startswith("Err(") for value in values):
        return "Ok(())"
    return None


def _behind(site: Site, loop: Node, value: str) -> Edit:
    indent = site.source.indent_at(loop.start_byte)
    return Edit.insert(loop.end_byte, f"\n{indent}{value}")
