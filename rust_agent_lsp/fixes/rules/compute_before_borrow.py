"""Asks for a value before the mutable borrow that would forbid the question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import short, short_text
from rust_agent_lsp.syntax.names import declared_names, free_name, statement_of, used_names
from rust_agent_lsp.syntax.statements import between, has_effect, insert_line
from rust_agent_lsp.syntax.tree import ancestors, text_of


class ComputeBeforeBorrow(FixRule):
    """Binds `v.len()` in a `let` before `let r = &mut v;`, where it is needed while `r` is in use.

    It is the value from before what is done through the reference.
    """

    codes: ClassVar = ("E0502", "E0503")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
pub fn rotate(values: &mut Vec<i32>, by: usize) {
    let slice = values.as_mut_slice();
    slice.rotate_left(by % values.len());
    println!("{slice:?}");
}
""",
            after="""\
pub fn rotate(values: &mut Vec<i32>, by: usize) {
    let len = values.len();
    let slice = values.as_mut_slice();
    slice.rotate_left(by % len);
    println!("{slice:?}");
}
""",
            code="E0502",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut v = vec![1, 2];
    let first = &v[0];
    v.push(3);
    println!("{first}");
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        borrow = earlier_borrow(site)
        if borrow is None or not re.match(r"(?:first )?mutable|`[^`]+` is borrowed", borrow.text):
            return
        at = site.node_of(borrow)
        let, value = _let_before(at, site.node), _asked(site.node)
        if let is None or value is None:
            return
        names = declared_names(let)
        passed = [let, *_passed(let, value)]
        if used_names(value) & {n for s in passed for n in declared_names(s)}:
            return
        call = call_of(value)
        wanted = call.name if call is not None else text_of(value).rpartition(".")[2]
        name = free_name(let, wanted if wanted.isidentifier() else "value")
        # Within a loop or branch the borrow itself is what may change the value.
        inner = let.type != "let_declaration"
        touched = inner or any(has_effect(s) and names & used_names(s) for s in passed[1:])
        yield site.candidate(
            self.id,
            f"Ask for `{short_text(value)}` before `{short(text_of(let).splitlines()[0])}`",
            insert_line(site.source, let, f"let {name} = {text_of(value)};"),
            replace_node(value, name),
            safety=Safety.CHANGES_BEHAVIOUR if touched else Safety.SAFE,
            cost="It is the value from before the changes." if touched else "",
        )


def _let_before(borrow: Node, conflict: Node) -> Node | None:
    """Return the `let` (or the `for`, `if let` …) that takes the borrow, before the conflict."""
    statement = statement_of(borrow)
    if statement is None or statement.start_byte >= conflict.start_byte:
        return None
    return statement


def _passed(let: Node, value: Node) -> list[Node]:
    for around in (value, *ancestors(value)):
        found = between(let, around)
        if found is not None:
            return found[1:]
    return []


def _asked(node: Node) -> Node | None:
    """Return the method call or field that reads the borrowed value."""
    for at in (node, *ancestors(node)):
        if at.type in ("block", "closure_expression", "token_tree", "assignment_expression"):
            return None
        if at.type == "call_expression":
            call = call_of(at)
            if call is None or call.receiver is None:
                return None
            return at if call.receiver.end_byte >= node.end_byte else None
        if (
            at.type == "field_expression"
            and at.parent is not None
            and (at.parent.type not in ("call_expression", "field_expression", "index_expression"))
        ):
            return at
    return None
