"""Puts `self` before the other parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, text_of


class PutSelfFirst(FixRule):
    """Moves a `self` parameter to the front; calls with a dot are not touched by the order."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="struct P(u8);\nimpl P {\n    fn add(other: u8, &self) -> u8 {\n"
            "        self.0 + other\n    }\n}\nfn main() {\n    P(1).add(2);\n}\n",
            after="struct P(u8);\nimpl P {\n    fn add(&self, other: u8) -> u8 {\n"
            "        self.0 + other\n    }\n}\nfn main() {\n    P(1).add(2);\n}\n",
        ),
    )
    refuses: ClassVar = (
        "fn add(other: u8, &self) -> u8 {\n    other\n}\nfn main() {\n    add(1, 2);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not site.match(r"unexpected `self` parameter in function"):
            return
        listed = ancestor(site.node, "parameters")
        if listed is None or ancestor(listed, "impl_item", "trait_item") is None:
            return
        named = [n for n in listed.named_children if "comment" not in n.type]
        at = site.diagnostic.span.start
        mine = next((n for n in named if n.start_byte <= at < n.end_byte), None)
        if mine is None or mine == named[0] or mine.type == "ERROR":
            return
        before = mine.prev_named_sibling or named[0]
        yield site.candidate(
            self.id,
            f"Put `{text_of(mine)}` first",
            Edit.insert(named[0].start_byte, f"{text_of(mine)}, "),
            Edit.delete(before.end_byte, mine.end_byte),
        )
