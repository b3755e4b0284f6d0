"""Asks for a value before the call whose closure would borrow what the call changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import bound_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import call_of, functions_named, self_parameter
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.names import declared_names, free_name, statement_of, used_names
from rust_agent_lsp.syntax.statements import insert_line
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, text_of


class ComputeBeforeClosure(FixRule):
    """Turns `self.v.retain(|x| x < self.mean())` into a `let mean = self.mean();` before it.

    The value is computed once, before the call changes anything.
    """

    codes: ClassVar = ("E0502", "E0499", "E0500", "E0501")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
pub struct Hist {
    data: Vec<i32>,
}
impl Hist {
    fn mean(&self) -> i32 {
        self.data.iter().sum::<i32>() / self.data.len() as i32
    }
    pub fn trim(&mut self) {
        self.data.retain(|x| *x < self.mean());
    }
}
""",
            after="""\
pub struct Hist {
    data: Vec<i32>,
}
impl Hist {
    fn mean(&self) -> i32 {
        self.data.iter().sum::<i32>() / self.data.len() as i32
    }
    pub fn trim(&mut self) {
        let mean = self.mean();
        self.data.retain(|x| *x < mean);
    }
}
""",
            code="E0502",
        ),
    )
    refuses: ClassVar = (
        "pub struct Hist {\n    data: Vec<i32>,\n}\nimpl Hist {\n"
        "    fn low(&self, x: i32) -> bool {\n        x < self.data[0]\n    }\n"
        "    pub fn trim(&mut self) {\n        self.data.retain(|x| self.low(*x));\n    }\n}\n",
        "use std::collections::HashMap;\npub struct Ids {\n    known: HashMap<u8, u32>,\n"
        "    next: u32,\n}\nimpl Ids {\n    fn fresh(&mut self) -> u32 {\n        self.next += 1;\n"
        "        self.next\n    }\n    pub fn of(&mut self, key: u8) -> u32 {\n"
        "        *self.known.entry(key).or_insert_with(|| self.fresh())\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label(r"borrow occurs due to use of .* in closure")
        use = site.node_of(label) if label is not None else None
        closure = ancestor(use, "closure_expression") if use is not None else None
        statement = statement_of(closure) if closure is not None else None
        if use is None or closure is None or statement is None:
            return
        if any(n.type in ("while_expression", "match_arm") for n in _up_to(closure, statement)):
            return
        value = _asked(use)
        parameters = closure.child_by_field_name("parameters")
        if value is None or _is_lazy_change(site, closure, value):
            return
        inner = {text_of(n) for n in bound_names(parameters)} if parameters is not None else set()
        inner |= {n for let in descendants(closure, "let_declaration") for n in declared_names(let)}
        if used_names(value) & inner:
            return
        call = call_of(value)
        wanted = call.name if call is not None else text_of(value).rpartition(".")[2]
        name = free_name(statement, wanted if wanted.isidentifier() else "value")
        yield site.candidate(
            self.id,
            f"Compute `{short_text(value)}` once, before the closure",
            insert_line(site.source, statement, f"let {name} = {text_of(value)};"),
            replace_node(value, name),
            safety=self.safety,
            cost="It is the value from before the call.",
        )


def _is_lazy_change(site: Site, closure: Node, value: Node) -> bool:
    """Say whether `value` changes something that only happens where an entry is missing."""
    arguments = closure.parent
    caller = call_of(arguments.parent) if arguments is not None and arguments.parent else None
    if caller is None or not re.search(r"(?:insert_with|_key|or_else)$", caller.name):
        return False
    called = call_of(value)
    functions = functions_named(site.source, called.name) if called is not None else []
    own = (self_parameter(function) for function in functions)
    return any(parameter is not None and "mut" in text_of(parameter) for parameter in own)


def _up_to(node: Node, end: Node) -> Iterator[Node]:
    for at in ancestors(node):
        if at == end:
            return
        yield at


def _asked(use: Node) -> Node | None:
    """Return the method call or field of the captured name, the name being its receiver."""
    found: Node | None = None
    for at in ancestors(use):
        call = call_of(at) if at.type == "call_expression" else None
        if call is not None:
            receiver = call.receiver
            return at if receiver is not None and receiver.end_byte >= use.end_byte else found
        if at.type not in ("field_expression", "index_expression"):
            return found
        found = at if at.type == "field_expression" else found
    return found
