"""Makes an array pattern as long as the array."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.fixes.values import plain_value, type_of
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import binding_of, mentions
from rust_agent_lsp.syntax.tree import ancestor, text_of


class FitArrayPattern(FixRule):
    """Adds `..` for the elements that the pattern leaves out, or drops names that nobody uses.

    An array that is written out and too short gets more elements, which are guesses.
    """

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
        Example(
            before="pub fn f() -> i32 {\n    let a = [1, 2];\n    let [x, y, z] = a;\n"
            "    x + y + z\n}\n",
            after="pub fn f() -> i32 {\n    let a = [1, 2, 0];\n    let [x, y, z] = a;\n"
            "    x + y + z\n}\n",
            code="E0527",
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
            return
        array = _written(pattern)
        elements = array.named_children if array is not None else []
        element = type_of(elements[-1]) if elements else None
        value = plain_value(site, element) if element is not None else None
        if value is not None and len(elements) == wanted:
            yield site.candidate(
                self.id,
                f"Write an array of {given} elements",
                insert_after(elements[-1], f", {value}" * (given - wanted)),
                safety=Safety.GUESS,
                cost="The new elements are guesses.",
            )


def _written(pattern: Node) -> Node | None:
    """Return the array that is matched, if it is written out there or where its name is bound."""
    host = ancestor(pattern, "match_expression", "let_condition", "let_declaration")
    value = host.child_by_field_name("value") if host is not None else None
    for _ in range(4):
        if value is not None and value.type == "identifier":
            binding = binding_of(value, text_of(value))
            value = binding.value if binding is not None and binding.type is None else None
        elif value is not None and value.type == "reference_expression":
            value = value.child_by_field_name("value")
    return value if value is not None and value.type == "array_expression" else None
