"""Makes a list of lists where one list of the same values was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import FUNCTIONS, Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import parameters
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import ancestor, text_of
from rust_agent_lsp.syntax.types import plain, split_generic


class NestVec(FixRule):
    """Writes `vec![vec![0; n]; n]` where `vec![0; n]` is to be a `Vec<Vec<_>>`.

    The other length is the function's other length if it has two, else the same.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(size: usize) -> Vec<Vec<char>> {\n    vec!['.'; size]\n}\n",
            after="pub fn f(size: usize) -> Vec<Vec<char>> {\n    vec![vec!['.'; size]; size]\n}\n",
        ),
        Example(
            before="pub fn f(width: usize, height: usize) -> Vec<Vec<u8>> {\n"
            "    vec![0; width]\n}\n",
            after="pub fn f(width: usize, height: usize) -> Vec<Vec<u8>> {\n"
            "    vec![vec![0; width]; height]\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(size: usize) -> Vec<Vec<char>> {\n    vec![2; size]\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        call = ancestor(site.node, "macro_invocation")
        if types is None or call is None:
            return
        parts = re.fullmatch(r"vec!\s*\[(.+);\s*([^;\[\]]+?)\s*\]", text_of(call), re.S)
        head, inside = split_generic(plain(types[0]))
        if parts is None or head != "Vec" or not inside:
            return
        if inside[0] != plain(types[1]) and not _is_number(inside[0], types[1]):
            return
        if site.source.slice(site.diagnostic.span) != parts[1].strip():
            return
        value, count = parts[1].strip(), parts[2]
        inner, outer = _lengths(call, count)
        new = f"vec![vec![{value}; {inner}]; {outer}]"
        yield site.candidate(
            self.id,
            f"Write `{short(new)}`",
            replace_node(call, new),
            safety=self.safety,
            cost="How many lists there are is taken from the names.",
        )


def _is_number(wanted: str, found: str) -> bool:
    whole = re.fullmatch(r"[iu](?:\d+|size)", wanted) is not None
    return (whole and found == "integer") or (
        wanted in ("f32", "f64") and found.startswith("floating")
    )


def _lengths(call: Node, count: str) -> tuple[str, str]:
    """Return the length of each list and their number, of which `count` is one."""
    function = ancestor(call, *FUNCTIONS)
    listed = parameters(function) if function is not None else []
    names = [
        text_of(pattern)
        for p in listed
        if (pattern := p.child_by_field_name("pattern")) is not None
        and (kind := p.child_by_field_name("type")) is not None
        and text_of(kind) == "usize"
    ]
    others = [name for name in names if name != count]
    if len(names) != 2 or len(others) != 1:
        return count, count
    if re.search(r"row|height|^h$|^m$|outer|line", count):
        return others[0], count
    return count, others[0]
