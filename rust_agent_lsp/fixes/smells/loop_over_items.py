"""Walks over the items where a number only served to reach them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import free_name
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class LoopOverItems(FixRule):
    """Turns `for i in 0..v.len()` with nothing but `v[i]` in it into a loop over `&v`."""

    codes: ClassVar = ("index-loop",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn sum(prices: &[u32]) -> u32 {\n    let mut total = 0;\n"
            "    for i in 0..prices.len() {\n        total += prices[i];\n    }\n    total\n}\n\n"
            "fn main() {\n    assert_eq!(sum(&[1, 2]), 3);\n}\n",
            after="fn sum(prices: &[u32]) -> u32 {\n    let mut total = 0;\n"
            "    for item in prices {\n        total += *item;\n    }\n    total\n}\n\n"
            "fn main() {\n    assert_eq!(sum(&[1, 2]), 3);\n}\n",
        ),
        Example(
            before='fn main() {\n    let names = vec![String::from("a")];\n    let mut n = 0;\n'
            "    for i in 0..names.len() {\n        n += names[i].len();\n    }\n"
            "    assert_eq!(n, 1);\n}\n",
            after='fn main() {\n    let names = vec![String::from("a")];\n    let mut n = 0;\n'
            "    for item in &names {\n        n += item.len();\n    }\n"
            "    assert_eq!(n, 1);\n}\n",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    let mut prices = vec![1, 2];\n    for i in 0..prices.len() {\n"
        "        prices[i] += 1;\n    }\n    assert_eq!(prices, [2, 3]);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        loop = ancestor(site.node, "for_expression")
        if loop is None:
            return
        pattern, value, body = (loop.child_by_field_name(f) for f in ("pattern", "value", "body"))
        if pattern is None or value is None or body is None:
            return
        items = text_of(value).removeprefix("0..").removesuffix(".len()")
        if text_of(value) != f"0..{items}.len()":
            return
        wanted, name = f"{items}[{text_of(pattern)}]", free_name(loop, "item")
        edits = []
        for node in descendants(body, "index_expression"):
            if text_of(node) != wanted:
                continue
            parent = node.parent
            if parent is None or parent.type in ("assignment_expression", "let_declaration"):
                return
            left = parent.child_by_field_name("left")
            if parent.type == "compound_assignment_expr" and left == node:
                return
            lent = parent.type == "reference_expression"
            if lent and "mut" in text_of(parent).split()[0:2]:
                return
            plain = lent or parent.type in ("field_expression", "token_tree")
            edits.append(replace_node(parent if lent else node, name if plain else f"*{name}"))
        in_macros = text_of(body).count(wanted) - len(edits)
        if not edits or in_macros:
            return
        for lend in ("&", ""):
            heads: tuple[Edit, ...] = (replace_node(pattern, name),)
            heads += (replace_node(value, f"{lend}{items}"),)
            yield site.candidate(self.id, f"Walk over the items of `{items}`", *heads, *edits)
