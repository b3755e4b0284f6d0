"""Gives a thread or stored closure its own copy of borrowed data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.names import (
    mentions,
    statement_of,
    used_names,
)
from rust_agent_lsp.syntax.statements import insert_line
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class OwnCaptured(FixRule):
    """Copies what a parameter refers to before the closure or async block that outlives the call.

    The closure sees the value as it was then; the copy costs time and memory.
    """

    codes: ClassVar = ("E0521", "")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="use std::thread;\npub fn run(v: &[u32]) {\n"
            '    let h = thread::spawn(move || println!("{}", v.len()));\n'
            "    h.join().unwrap();\n}\n",
            after="use std::thread;\npub fn run(v: &[u32]) {\n    let v = v.to_owned();\n"
            '    let h = thread::spawn(move || println!("{}", v.len()));\n'
            "    h.join().unwrap();\n}\n",
            code="E0521",
        ),
        Example(
            before="use std::thread;\npub struct S {\n    name: String,\n}\nimpl S {\n"
            '    pub fn go(&self) {\n        thread::spawn(move || println!("{}", self.name));\n'
            "    }\n}\n",
            after="use std::thread;\npub struct S {\n    name: String,\n}\nimpl S {\n"
            "    pub fn go(&self) {\n        let name = self.name.clone();\n"
            '        thread::spawn(move || println!("{}", name));\n    }\n}\n',
            code="E0521",
        ),
    )
    refuses: ClassVar = (
        "fn keep(s: &'static str) -> usize {\n    s.len()\n}\n"
        "pub fn f(s: &str) -> usize {\n    keep(s)\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        name = _borrowed(site)
        span = site.diagnostic.span
        if name is None:
            return
        blocks = [
            n
            for n in descendants(site.node, "closure_expression", "async_block")
            if span.start <= n.start_byte and mentions(n, name)
        ]
        statement = statement_of(blocks[0]) if blocks else None
        if statement is None:
            return
        if name == "self":
            yield from self._fields(site, blocks[0], statement)
            return
        yield site.candidate(
            self.id,
            f"Give the closure its own copy of `{name}`",
            insert_line(site.source, statement, f"let {name} = {name}.to_owned();"),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Copies the data each time it runs.",
        )

    def _fields(self, site: Site, block: Node, statement: Node) -> Iterator[Candidate]:
        """Copy the fields of `self` that the block reads; none when it needs `self` as a whole."""
        text = block.text or b""
        uses = list(re.finditer(rb"\bself\.([a-z_]\w*)(?!\w|\s*\()", text))
        if not uses or len(uses) != len(re.findall(rb"\bself\b", text)):
            return
        fields = list(dict.fromkeys(use[1].decode() for use in uses))
        if set(fields) & used_names(block) - set(fields):
            return
        start = block.start_byte
        lines = "".join(
            f"let {field} = self.{field}.clone();\n{site.source.indent_at(statement.start_byte)}"
            for field in fields
        )
        listed = ", ".join(f"`{field}`" for field in fields)
        yield site.candidate(
            self.id,
            f"Give the closure its own copy of {listed}",
            Edit.insert(statement.start_byte, lines),
            *(Edit(Span(start + u.start(), start + u.end()), u[1].decode()) for u in uses),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Copies the data each time it runs.",
        )


def _borrowed(site: Site) -> str | None:
    """Return the parameter that is borrowed for less than `'static`."""
    escaping = site.match(r"`(\w+)` is a reference that is only valid in the (?:function|method)")
    if escaping is not None:
        return escaping[1]
    named = site.match(r"`('\d+)` must outlive `'static`")
    label = site.label(rf"lifetime of this reference `{named[1]}`") if named else None
    parameter = ancestor(site.node_of(label), "parameter", "self_parameter") if label else None
    if parameter is None:
        return None
    pattern = parameter.child_by_field_name("pattern")
    return text_of(pattern) if pattern is not None else "self"
