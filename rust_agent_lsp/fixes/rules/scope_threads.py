"""Lets threads borrow from the function that waits for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import declared_names, mentions, statement_of
from rust_agent_lsp.syntax.statements import is_tail, statements
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, text_of

_SPAWN = re.compile(r"(?:std::)?thread::spawn|spawn")


class ScopeThreads(FixRule):
    """Turns `thread::spawn` into `s.spawn` inside `thread::scope`, which may borrow locals.

    Only where the function joins its threads itself; the scope ends where they are joined.
    """

    codes: ClassVar = ("E0373", "E0521", "E0597", "E0502", "E0505", "E0506")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
use std::thread;
pub fn total(values: &[i32]) {
    let handle = thread::spawn(move || println!("{}", values.iter().sum::<i32>()));
    handle.join().unwrap();
}
""",
            after="""\
use std::thread;
pub fn total(values: &[i32]) {
    thread::scope(|scope| {
        let handle = scope.spawn(move || println!("{}", values.iter().sum::<i32>()));
        handle.join().unwrap();
    });
}
""",
            code="E0521",
        ),
    )
    refuses: ClassVar = (
        "use std::thread;\npub fn total(values: &[i32]) {\n"
        '    thread::spawn(move || println!("{}", values.len()));\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        spawn = _spawn_of(site)
        first = _outermost(spawn) if spawn is not None else None
        block = first.parent if first is not None else None
        if spawn is None or first is None or block is None:
            return
        listed = statements(block)
        joins = [s for s in listed if s.start_byte >= first.start_byte and ".join()" in text_of(s)]
        if not joins:
            return
        # The handles may be kept in a collection that is declared before.
        before = [
            s
            for s in listed
            if s.start_byte < first.start_byte
            and any(mentions(first, n) and mentions(joins[-1], n) for n in declared_names(s))
        ]
        start = before[0] if before else first
        inside = [s for s in listed if start.start_byte <= s.start_byte <= joins[-1].start_byte]
        after = [s for s in listed if s.start_byte > joins[-1].start_byte]
        if any(mentions(s, n) for i in inside for n in declared_names(i) for s in after):
            return
        if any(next(descendants(s, "return_expression", "try_expression"), None) for s in inside):
            return
        texts = [t for s in inside for t in descendants(s, "string_content")]
        if any("\n" in text_of(t) for t in texts):
            return  # The new indent would go into the text.
        yield site.candidate(
            self.id,
            "Run the threads in `thread::scope`, where they may borrow",
            *self._edits(site, spawn, inside),
        )

    def _edits(self, site: Site, spawn: Node, inside: list[Node]) -> list[Edit]:
        function = spawn.child_by_field_name("function")
        path = text_of(function).rpartition("spawn")[0] if function is not None else ""
        indent = site.source.indent_at(inside[0].start_byte)
        end = "})" if is_tail(inside[-1]) else "});"
        edits = [
            Edit.insert(inside[0].start_byte, f"{path}scope(|scope| {{\n{indent}    "),
            Edit.insert(inside[-1].end_byte, f"\n{indent}{end}"),
        ]
        at = site.source.line_end(inside[0].start_byte)
        while at < inside[-1].end_byte:
            edits.append(Edit.insert(at + 1, "    "))
            at = site.source.line_end(at + 1)
        for statement in inside:
            for call in descendants(statement, "call_expression"):
                callee = call.child_by_field_name("function")
                if callee is not None and _SPAWN.fullmatch(text_of(callee)):
                    edits.append(Edit.delete(callee.start_byte, callee.end_byte - len("spawn")))
                    edits.append(Edit.insert(callee.end_byte - len("spawn"), "scope."))
        return edits


def _spawn_of(site: Site) -> Node | None:
    """Return the `thread::spawn` call of the diagnostic or of one of its labels."""
    nodes = [site.node, *(site.node_of(x) for x in site.diagnostic.labels
                          if x.location.path == site.source.path)]  # fmt: skip
    nodes += [site.node_of(x) for note in site.diagnostic.notes for x in note.labels
              if x.location.path == site.source.path]  # fmt: skip
    for node in nodes:
        for at in (node, *ancestors(node)):
            function = at.child_by_field_name("function") if at.type == "call_expression" else None
            if function is not None and _SPAWN.fullmatch(text_of(function)):
                return at
    return None


def _outermost(spawn: Node) -> Node | None:
    """Return the statement of the function's own block around a spawn, through loops."""
    statement = statement_of(spawn)
    while statement is not None and statement.parent is not None:
        host = statement.parent.parent
        if host is None or host.type not in ("for_expression", "while_expression"):
            return statement
        statement = statement_of(host)
    return ancestor(spawn, "expression_statement")
