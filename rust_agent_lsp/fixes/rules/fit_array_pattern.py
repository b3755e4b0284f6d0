"""Makes an array pattern as long as the array."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import (
    mentions,
)
from rust_agent_lsp.syntax.tree import ancestor, text_of


class FitArrayPattern(FixRule):
    """Adds `..` for the elements that the pattern leaves out, or drops names that nobody uses."""

    codes: ClassVar = ("E0527", "E0528")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(a: [u8; 4]) -> u8 {\n    let [x, y] = a;\n    x + y\n}\n",
            after="pub fn f(a: [u8; 4]) -> u8 {\n    let [x, y, ..] = a;\n    x + y\n}\n",
            code="E0527",
        ),
        Example(
            before="pub fn f(a: [u8; 2]) -> u8 {\n    let [x, y, z, ..] = a;\n    x + y\n}\n",
            after="pub fn f(a: [u8; 2]) -> u8 {\n    let [x, y, ..] = a;\n    x + y\n}\n",
            code="E0528",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(a: [u8; 2]) -> u8 {\n    let [x, y, z] = a;\n    x + y + z\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        wording = r"requires (?:at least )?(\d+) elements? but array has (\d+)"
        found = re.search(wording, site.diagnostic.message)
        pattern = site.enclosing("slice_pattern")
        if found is None or pattern is None:
            return
        parts = [n for n in pattern.named_children if "comment" not in n.type]
        wanted, given = int(found[2]), int(found[1])
        if given < wanted and parts:
            edit = insert_after(parts[-1], ", ..")
            yield site.candidate(self.id, "Leave out the other elements with `..`", edit)
            return
        scope = ancestor(pattern, "match_arm", "block", "function_item")
        plain = [p for p in parts if p.type == "identifier" or text_of(p) == "_"]
        idle = [p for p in plain if scope is None or not mentions(scope, text_of(p))]
        gone = idle[-(given - wanted) :] if len(idle) >= given - wanted else []
        if gone:
            kept = [text_of(p) for p in parts if p not in gone]
            new = f"[{', '.join(kept)}]"
            yield site.candidate(self.id, f"Match `{short(new)}`", replace_node(pattern, new))
