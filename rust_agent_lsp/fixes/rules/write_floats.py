"""Writes whole numbers as floats where a float stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import ancestors, descendants, text_of

_LISTS = ("field_initializer_list", "array_expression", "arguments", "tuple_expression")
_GROUPS = (*_LISTS, "token_tree", "if_expression", "match_block")


class WriteFloats(FixRule):
    """Puts `.0` behind the plain whole numbers of the list (or branches) that a float stands in."""

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
struct Pair<T> {
    a: T,
    b: T,
}
fn main() {
    let p = Pair { a: 1, b: 2.5 };
    println!("{} {}", p.a, p.b);
}
""",
            after="""\
struct Pair<T> {
    a: T,
    b: T,
}
fn main() {
    let p = Pair { a: 1.0, b: 2.5 };
    println!("{} {}", p.a, p.b);
}
""",
        ),
        Example(
            before='fn main() {\n    let v = vec![1, 2, 2.5];\n    println!("{v:?}");\n}\n',
            after='fn main() {\n    let v = vec![1.0, 2.0, 2.5];\n    println!("{v:?}");\n}\n',
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let n = [1, 2];\n    let m = [1, "a"];\n}\n',
        "fn main() {\n    let n = 3u8;\n    let m = [n, 2.5];\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        if types is None or types[0] not in ("integer", "{integer}"):
            return
        if types[1] not in ("floating-point number", "{float}"):
            return
        group = next((n for n in ancestors(site.node) if n.type in _GROUPS), None)
        whole = list(_whole_numbers(group)) if group is not None else []
        if not whole:
            return
        texts = ", ".join(f"`{text_of(node)}.0`" for node in whole[:4])
        yield site.candidate(
            self.id, f"Write {texts}", *(insert_after(node, ".0") for node in whole)
        )


def _whole_numbers(group: Node) -> Iterator[Node]:
    """Yield the integer literals without a suffix that stand in the group itself."""
    for node in descendants(group, "integer_literal"):
        around = next(
            (n for n in ancestors(node) if n.type in (*_GROUPS, "binary_expression", "block")), None
        )
        in_branch = group.type in ("if_expression", "match_block") and around is not None
        own = around == group or (in_branch and around is not None and around.type == "block")
        if own and re.fullmatch(r"[\d_]+", text_of(node)):
            yield node
