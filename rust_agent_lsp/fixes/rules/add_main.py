"""Gives a program the `main` at which it begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import items
from rust_agent_lsp.fixes.names import near
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit


class AddMain(FixRule):
    """Renames a function that is nearly called `main`, or adds an empty `main`.

    An empty `main` compiles, but the program does nothing yet.
    """

    codes: ClassVar = ("E0601",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="#![crate_type = \"bin\"]\nfn mian() {\n    println!(\"hello\");\n}\n",
            after="#![crate_type = \"bin\"]\nfn main() {\n    println!(\"hello\");\n}\n",
        ),
        Example(
            before="#![crate_type = \"bin\"]\nfn twice(x: u8) -> u8 {\n    x * 2\n}\n",
            after="#![crate_type = \"bin\"]\nfn twice(x: u8) -> u8 {\n    x * 2\n}\n\nfn main() {}\n",
        ),
    )
    refuses: ClassVar = ("#![crate_type = \"bin\"]\nfn main(\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        functions = [i for i in items(site.source) if i.kind == "function" and not i.modules]
        for name in near("main", [i.name for i in functions]):
            node = next(i.node for i in functions if i.name == name)
            word = node.child_by_field_name("name")
            if word is not None:
                yield site.candidate(
                    self.id, f"Rename `{name}` to `main`", replace_node(word, "main")
                )
        text = site.source.text
        lead = "" if not text.strip() else "\n" if text.endswith(b"\n") else "\n\n"
        yield site.candidate(
            self.id,
            "Add an empty `main`",
            Edit.insert(len(text), f"{lead}fn main() {{}}\n"),
            safety=self.safety,
            cost="The program does nothing yet.",
        )
