"""Matches on a copy of a value that a guard changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import PLACES, short, suffix
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of


class MatchOnCopy(FixRule):
    """Adds `.clone()` to the matched value, so that a guard may change the original.

    The arms then see the value as it was before the guard ran.
    """

    codes: ClassVar = ("E0510",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f() {\n    let mut x = Some(0);\n    match x {\n        None => {}\n"
            "        Some(_) if { x = None; false } => {}\n        Some(_) => {}\n    }\n}\n",
            after="pub fn f() {\n    let mut x = Some(0);\n    match x.clone() {\n"
            "        None => {}\n        Some(_) if { x = None; false } => {}\n"
            "        Some(_) => {}\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(r: &mut Option<u8>) {\n    match *r {\n        None => {}\n"
        "        Some(_) if { *r = None; false } => {}\n        Some(_) => {}\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not re.search(r"in match guard", site.diagnostic.message):
            return
        match = ancestor(site.node, "match_expression")
        value = match.child_by_field_name("value") if match is not None else None
        if value is None or value.type not in PLACES:
            return
        yield site.candidate(
            self.id,
            f"Match on a copy of `{short(text_of(value))}`",
            *suffix(site.source, span_of(value), ".clone()"),
            safety=self.safety,
            cost="Copies the value, and the arms see it as it was before the guard.",
        )
