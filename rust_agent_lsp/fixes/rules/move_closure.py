"""Gives a closure or async block its own captures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor


class MoveClosure(FixRule):
    """Adds `move` to the closure or async block that outlives what it borrows."""

    codes: ClassVar = ("E0373", "E0597", "E0521")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
use std::thread;
fn main() {
    let v = vec![1];
    let handle = thread::spawn(|| println!("{v:?}"));
    handle.join().unwrap();
}
""",
            after="""\
use std::thread;
fn main() {
    let v = vec![1];
    let handle = thread::spawn(move || println!("{v:?}"));
    handle.join().unwrap();
}
""",
            code="E0373",
        ),
        Example(
            before="""\
fn adder(x: u32) -> impl Fn(u32) -> u32 {
    |y| x + y
}
fn main() {
    println!("{}", adder(1)(2));
}
""",
            after="""\
fn adder(x: u32) -> impl Fn(u32) -> u32 {
    move |y| x + y
}
fn main() {
    println!("{}", adder(1)(2));
}
""",
            code="E0373",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    let r;\n    {\n        let x = 5;\n        r = &x;\n    }\n"
        '    println!("{r}");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        block = ancestor(site.node, "closure_expression", "async_block")
        if block is None or any(child.type == "move" for child in block.children):
            return
        if block.type == "async_block":
            keyword = next((c for c in block.children if c.type == "async"), None)
            if keyword is not None:
                edit = Edit.insert(keyword.end_byte, " move")
                yield site.candidate(self.id, "Move the captured values into the async block", edit)
            return
        parameters = block.child_by_field_name("parameters")
        if parameters is not None:
            edit = Edit.insert(parameters.start_byte, "move ")
            yield site.candidate(self.id, "Move the captured values into the closure", edit)
