"""Lets a closure borrow what it uses, where `move` takes it away from the code behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_ASSIGNMENTS = ("assignment_expression", "compound_assignment_expr")


class DropMove(FixRule):
    """Removes `move` from a closure that may just as well borrow.

    A captured number that the closure assigns to is then the one outside, not a copy of it.
    """

    codes: ClassVar = ("E0382",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let mut log = Vec::new();
    let mut note = move |text: &str| log.push(text.to_string());
    note("a");
    note("b");
    println!("{log:?}");
}
""",
            after="""\
fn main() {
    let mut log = Vec::new();
    let mut note = |text: &str| log.push(text.to_string());
    note("a");
    note("b");
    println!("{log:?}");
}
""",
        ),
    )
    refuses: ClassVar = (
        """\
use std::thread;
fn main() {
    let words = vec!["a"];
    let handle = thread::spawn(move || words.len());
    println!("{words:?} {}", handle.join().unwrap());
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label(r"^value moved into closure here")
        node = site.node_of(label) if label is not None else None
        closure = node
        if node is not None and node.type != "closure_expression":
            closure = ancestor(node, "closure_expression")
        word = next((c for c in closure.children if c.type == "move"), None) if closure else None
        if closure is None or word is None or word.next_sibling is None or _is_sent(closure):
            return
        outer = _assigns_outside(closure)
        yield site.candidate(
            self.id,
            "Let the closure borrow, without `move`",
            Edit.delete(word.start_byte, word.next_sibling.start_byte),
            safety=Safety.CHANGES_BEHAVIOUR if outer else Safety.SAFE,
            cost=f"`{outer}` is then changed outside the closure too." if outer else "",
        )


def _is_sent(closure: Node) -> bool:
    """Say whether the closure is given to another thread, which may outlive what it borrows."""
    call = ancestor(closure, "call_expression")
    function = call.child_by_field_name("function") if call is not None else None
    return function is not None and text_of(function).endswith(("spawn", "spawn_blocking"))


def _assigns_outside(closure: Node) -> str:
    for assignment in descendants(closure, *_ASSIGNMENTS):
        left = assignment.child_by_field_name("left")
        if left is None or left.type != "identifier":
            continue
        binding = binding_of(left, text_of(left))
        if binding is not None and binding.node.start_byte < closure.start_byte:
            return text_of(left)
    return ""
