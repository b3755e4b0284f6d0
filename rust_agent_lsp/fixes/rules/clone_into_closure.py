"""Gives a closure that outlives the function a clone of what it captures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import ancestor, text_of


class CloneIntoClosure(FixRule):
    """Moves a clone of the captured value into the closure; the function keeps its own.

    What the closure does to its clone, the function does not see.
    """

    codes: ClassVar = ("E0373",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
use std::thread;

fn main() {
    let data = vec![1, 2, 3];
    let worker = thread::spawn(|| println!("{data:?}"));
    println!("{}", data.len());
    worker.join().unwrap();
}
""",
            after="""\
use std::thread;

fn main() {
    let data = vec![1, 2, 3];
    let worker = thread::spawn({
        let data = data.clone();
        move || println!("{data:?}")
    });
    println!("{}", data.len());
    worker.join().unwrap();
}
""",
        ),
    )
    refuses: ClassVar = (
        "pub async fn f() -> impl Future<Output = u8> {\n    let x = 5;\n    async { x }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"borrows `(\w+)`", site.diagnostic.message)
        closure = ancestor(site.node, "closure_expression")
        if found is None or closure is None or any(c.type == "move" for c in closure.children):
            return
        name, indent = found[1], site.source.indent_at(closure.start_byte)
        text = (
            f"{{\n{indent}    let {name} = {name}.clone();\n"
            f"{indent}    move {text_of(closure)}\n{indent}}}"
        )
        yield site.candidate(
            self.id,
            f"Move a clone of `{name}` into the closure",
            replace_node(closure, text),
            safety=self.safety,
            cost=f"Copies `{name}` once for the closure.",
        )
