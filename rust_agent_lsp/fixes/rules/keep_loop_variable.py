"""Keeps the last value of a loop's variable for its use after the loop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import bound_names, missing
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.names import used_names
from rust_agent_lsp.syntax.statements import insert_line
from rust_agent_lsp.syntax.tree import ancestors, text_of

_BARRIERS = ("function_item", "async_block", "const_item", "static_item")


class KeepLoopVariable(FixRule):
    """Declares a `for` loop's variable before the loop and assigns it in each turn.

    Where the loop does not run, the variable has the first value of the range or the default.
    """

    codes: ClassVar = ("E0425",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    for i in 1..4 {
        println!("{}", i);
    }
    println!("last: {}", i);
}
""",
            after="""\
fn main() {
    let mut i = 1;
    for next_i in 1..4 {
        i = next_i;
        println!("{}", i);
    }
    println!("last: {}", i);
}
""",
        ),
        Example(
            before="""\
fn main() {
    for (at, n) in [3, 1, 2].iter().enumerate() {
        if *n == 1 {
            break;
        }
    }
    println!("found at {}", at);
}
""",
            after="""\
fn main() {
    let mut at = 0;
    for (next_at, n) in [3, 1, 2].iter().enumerate() {
        at = next_at;
        if *n == 1 {
            break;
        }
    }
    println!("found at {}", at);
}
""",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    println!("{}", i);
    for i in 0..2 {
        println!("{}", i);
    }
}
""",
        """\
fn f() {
    for i in 0..2 {
        println!("{}", i);
    }
}
fn main() {
    f();
    println!("{}", i);
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lost = missing(site.diagnostic.message)
        anchor = _earlier(site, lost.name) if lost is not None and lost.what == "value" else None
        loop = _loop_of(anchor) if anchor is not None else None
        if lost is None or anchor is None or loop is None:
            return
        name = lost.name
        pattern, values = loop.child_by_field_name("pattern"), loop.child_by_field_name("value")
        body = loop.child_by_field_name("body")
        bound = _bound(loop, name)
        inside = body.named_children[0] if body is not None and body.named_children else None
        new = f"next_{name}"
        if pattern is None or values is None or bound is None or inside is None:
            return
        start = _start_of(values, pattern, bound)
        if start is None or new in used_names(loop):
            return
        written = f"{name}: {new}" if bound.type == "shorthand_field_identifier" else new
        yield site.candidate(
            self.id,
            f"Keep the last `{name}` of the loop",
            insert_line(site.source, anchor, f"let mut {name} = {start};"),
            Edit(Span(bound.start_byte, bound.end_byte), written),
            insert_line(site.source, inside, f"{name} = {new};"),
            safety=self.safety,
            cost=f"`{name}` is `{start}` where the loop does not run.",
        )


def _loop_of(statement: Node) -> Node | None:
    inner = statement
    if statement.type == "expression_statement" and statement.named_children:
        inner = statement.named_children[0]
    return inner if inner.type == "for_expression" else None


def _bound(loop: Node, name: str) -> Node | None:
    pattern = loop.child_by_field_name("pattern")
    found = bound_names(pattern) if pattern is not None else ()
    return next((n for n in found if text_of(n) == name), None)


def _earlier(site: Site, name: str) -> Node | None:
    """Return the nearest loop statement before the use that binds `name`."""
    for block in ancestors(site.node):
        if block.type in _BARRIERS:
            return None
        if block.type != "block":
            continue
        before = [c for c in block.named_children if c.end_byte <= site.node.start_byte]
        for statement in reversed(before):
            loop = _loop_of(statement)
            if loop is not None and _bound(loop, name) is not None:
                return statement
    return None


def _start_of(values: Node, pattern: Node, bound: Node) -> str | None:
    """Return what a loop's variable may be before the first turn."""
    if values.type == "range_expression":
        first = values.named_children[0] if values.named_children else None
        return text_of(first) if first is not None and pattern == bound else None
    counted = text_of(values).endswith(".enumerate()") and pattern.type == "tuple_pattern"
    first = pattern.named_children[0] if pattern.named_children else None
    return "0" if counted and first == bound else "Default::default()"
