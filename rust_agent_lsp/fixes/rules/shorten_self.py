"""Writes `self` where its type is left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import ancestor, text_of


class ShortenSelf(FixRule):
    """Turns `self: _` into `self` and `self: &_` into `&self`."""

    codes: ClassVar = ("E0121",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Lamp(bool);\nimpl Lamp {\n    pub fn is_on(self: &_) -> bool {\n"
            "        self.0\n    }\n}\n",
            after="pub struct Lamp(bool);\nimpl Lamp {\n    pub fn is_on(&self) -> bool {\n"
            "        self.0\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Lamp(bool);\nimpl Lamp {\n    pub fn with(self: &Self, on: _) -> bool {\n"
        "        self.0 && on\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        node = ancestor(site.node, "parameter", "self_parameter")
        found = (
            re.fullmatch(r"(mut )?self\s*:\s*((?:&(?:'\w+ )?(?:mut )?)?)_", text_of(node))
            if node is not None
            else None
        )
        if node is not None and found is not None:
            text = f"{found[2]}{found[1] or ''}self"
            yield site.candidate(self.id, f"Write `{text}`", replace_node(node, text))
