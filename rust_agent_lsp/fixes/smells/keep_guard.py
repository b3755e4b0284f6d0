"""Keeps a guard until the end of its block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.names import free_name
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_HEAD = (
    "use std::cell::Cell;\n\nstruct Depth<'a>(&'a Cell<u32>);\n\nimpl Drop for Depth<'_> {\n"
    "    fn drop(&mut self) {\n        self.0.set(self.0.get() - 1);\n    }\n}\n\n"
)


class KeepGuard(FixRule):
    """Binds what `let _ =` drops at once to a name, so that it lives on.

    What the guard holds, a lock say, is held to the end of the block.
    """

    codes: ClassVar = ("underscore-guard",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before=_HEAD + "fn main() {\n    let depth = Cell::new(1);\n"
            "    let _ = Depth(&depth);\n    assert!(depth.get() <= 1);\n}\n",
            after=_HEAD + "fn main() {\n    let depth = Cell::new(1);\n"
            "    let _guard = Depth(&depth);\n    assert!(depth.get() <= 1);\n}\n",
        ),
    )
    refuses: ClassVar = (
        _HEAD + "fn main() {\n    let depth = Cell::new(1);\n    let _depth = Depth(&depth);\n"
        "    let _ = depth.get();\n    assert_eq!(depth.get(), 1);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        binding = ancestor(site.node, "let_declaration")
        guards = ancestor(site.node, "impl_item")
        kind = guards.child_by_field_name("type") if guards else None
        if binding is None and kind is not None:
            made = re.compile(rf"let _ = {re.escape(text_of(kind).partition('<')[0])}\b")
            lets = descendants(site.source.tree.root_node, "let_declaration")
            binding = next((let for let in lets if made.match(text_of(let))), None)
        pattern = binding.child_by_field_name("pattern") if binding else None
        if pattern is None or text_of(pattern) != "_":
            return
        name = free_name(pattern, "_guard")
        cost = "What the guard holds is held to the end of the block."
        yield site.candidate(
            self.id,
            "Keep the guard to the end of the block",
            replace_node(pattern, name),
            safety=self.safety,
            cost=cost,
        )
