"""Moves a declaration up to before the first use of its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import local_names, missing
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.names import declared_names, used_names
from rust_agent_lsp.syntax.statements import move_before, statements
from rust_agent_lsp.syntax.tree import ancestors


class DeclareBeforeUse(FixRule):
    """Moves the `let` that stands below the use of its variable above it, in the same block."""

    codes: ClassVar = ("E0425",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn main() {\n    while n < 3 {\n        n += 1;\n    }\n"
            "    let mut n = 0;\n}\n",
            after="fn main() {\n    let mut n = 0;\n    while n < 3 {\n        n += 1;\n    }\n}\n",
        ),
        Example(
            before='fn main() {\n    println!("{sum}");\n    let a = 2;\n    let sum = a + 3;\n}\n',
            after='fn main() {\n    let a = 2;\n    let sum = a + 3;\n    println!("{sum}");\n}\n',
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let a = 1;\n    println!("{b}");\n    let c = a;\n    drop(c);\n}\n',
        "fn main() {\n    let a = b + 1;\n    let b = a;\n    drop(b);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lost = missing(site.diagnostic.message)
        if lost is None or lost.what == "type":
            return
        inner = site.node
        for block in ancestors(site.node):
            if block.type == "block":
                listed = statements(block)
                below = [s for s in listed if s.start_byte >= inner.end_byte]
                let = next((s for s in below if lost.name in declared_names(s)), None)
                use = next(
                    (s for s in listed if s.start_byte <= inner.start_byte < s.end_byte), None
                )
                if let is not None and use is not None:
                    yield from self._move(site, lost.name, let, use, below)
                    return
            if block.type == "function_item":
                return
            inner = block

    def _move(
        self, site: Site, name: str, let: Node, use: Node, below: list[Node]
    ) -> Iterator[Candidate]:
        """Move `let`, with the declarations below the use that it needs itself."""
        moved, wanted = [let], used_names(let)
        for statement in reversed(below[: below.index(let)]):
            if declared_names(statement) & wanted and statement.type == "let_declaration":
                moved.insert(0, statement)
                wanted |= used_names(statement)
        known = {name for s in moved for name in declared_names(s)} | set(local_names(use))
        own = {n for s in moved for n in declared_names(s)}
        if any(declared_names(use) & used_names(s) - known for s in moved):
            return
        if declared_names(use) & wanted - own:
            return
        edits = move_before(site.source, moved, use)
        if edits is not None:
            yield site.candidate(self.id, f"Declare `{name}` before it is used", *edits)
