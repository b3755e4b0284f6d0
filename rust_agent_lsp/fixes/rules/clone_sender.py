"""Gives each thread a sender of its own and lets the last one go, so that receiving ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import mentions, statement_of
from rust_agent_lsp.syntax.statements import insert_line, statements
from rust_agent_lsp.syntax.tree import ancestor

_LOOPS = ("for_expression", "while_expression", "loop_expression")


class CloneSender(FixRule):
    """Clones the `Sender` of a channel for each round of a loop and drops it after the loop.

    Without the `drop` the receiver, which is read until all senders are gone, would wait for ever.
    """

    codes: ClassVar = ("E0382",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
use std::sync::mpsc;
use std::thread;
fn main() {
    let (tx, rx) = mpsc::channel();
    for i in 0..3 {
        thread::spawn(move || tx.send(i).unwrap());
    }
    for i in rx {
        println!("{i}");
    }
}
""",
            after="""\
use std::sync::mpsc;
use std::thread;
fn main() {
    let (tx, rx) = mpsc::channel();
    for i in 0..3 {
        let tx = tx.clone();
        thread::spawn(move || tx.send(i).unwrap());
    }
    drop(tx);
    for i in rx {
        println!("{i}");
    }
}
""",
        ),
    )
    refuses: ClassVar = (
        """\
use std::thread;
fn main() {
    let words = vec!["a"];
    for _ in 0..3 {
        thread::spawn(move || words.len());
    }
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label(r"^value moved into closure here, in previous iteration of loop")
        kind = site.match(r"`(\w+)` has type `([^`]+)`")
        if label is None or kind is None or not re.search(r"\b(?:Sync)?Sender<", kind[2]):
            return
        name = kind[1]
        node = site.node_of(label)
        loop = ancestor(node, *_LOOPS)
        whole = statement_of(loop) if loop is not None else None
        body = loop.child_by_field_name("body") if loop is not None else None
        inner = _statement_in(body, node) if body is not None else None
        if whole is None or inner is None or whole.parent is None:
            return
        edits = [insert_line(site.source, inner, f"let {name} = {name}.clone();")]
        later = [s for s in statements(whole.parent) if s.start_byte > whole.start_byte]
        ends = bool(later) and not any(mentions(s, name) for s in later)
        if ends:
            indent = site.source.indent_at(whole.start_byte)
            edits.append(Edit.insert(whole.end_byte, f"\n{indent}drop({name});"))
        yield site.candidate(
            self.id,
            f"Clone `{name}` for each round" + (" and drop it after the loop" if ends else ""),
            *edits,
        )


def _statement_in(block: Node, node: Node) -> Node | None:
    """Return the statement of `block` itself that holds `node`."""
    return next(
        (s for s in statements(block) if s.start_byte <= node.start_byte < s.end_byte), None
    )
