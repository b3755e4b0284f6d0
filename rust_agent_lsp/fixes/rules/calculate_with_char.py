"""Calculates with the number of a character, since characters themselves have no arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import ancestor, text_of
from rust_agent_lsp.syntax.types import plain

_WHOLE = r"(?:[iu](?:8|16|32|64|128|size)|\{integer\})"


class CalculateWithChar(FixRule):
    """Writes `c as u8 - b'a'` for `c - 'a'`, and `(c as u8 + n) as char` for `c + n`.

    The number is one byte, which is right for ASCII; other characters lose their upper bits.
    """

    codes: ClassVar = ("E0369",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(c: char) -> usize {\n    let index = c - 'a';\n"
            "    index as usize\n}\n",
            after="pub fn f(c: char) -> usize {\n    let index = c as u8 - b'a';\n"
            "    index as usize\n}\n",
        ),
        Example(
            before="pub fn f(c: char, by: u8) -> char {\n    c + by\n}\n",
            after="pub fn f(c: char, by: u8) -> char {\n    (c as u8 + by) as char\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(c: char, d: char) -> char {\n    c + d\n}\n",
        "pub fn f(c: char) -> char {\n    c * 2\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        message = site.diagnostic.message
        operation = ancestor(site.node, "binary_expression")
        left = operation.child_by_field_name("left") if operation is not None else None
        right = operation.child_by_field_name("right") if operation is not None else None
        if operation is None or left is None or right is None:
            return
        sign = site.source.slice(site.diagnostic.span)
        if re.match(r"cannot subtract `&*char` from `&*char`", message):
            stars = "*" * (len(re.findall("&", message.partition(" from ")[2])))
            other = "*" * (len(re.findall("&", message.partition(" from ")[0])))
            for size in ("u8", "u32"):
                new = f"{_number(left, size, stars)} - {_number(right, size, other)}"
                parent = operation.parent
                tight = parent is not None and parent.type in ("type_cast_expression",)
                yield self._candidate(site, operation, f"({new})" if tight else new)
            return
        added = re.match(rf"cannot (?:add|subtract) `&?({_WHOLE})` (?:to|from) `(&*)char`", message)
        if added is None or sign not in ("+", "-"):
            return
        number = text_of(right)
        if plain(added[1]) not in ("u8", "{integer}"):
            number = (
                f"{number if right.type in ('identifier', 'call_expression') else f'({number})'}"
            )
            number += " as u8"
        star = "*" * len(added[2])
        yield self._candidate(
            site, operation, f"({_number(left, 'u8', star)} {sign} {number}) as char"
        )

    def _candidate(self, site: Site, operation: Node, new: str) -> Candidate:
        return site.candidate(
            self.id,
            f"Write `{short(new)}`",
            replace_node(operation, new),
            safety=self.safety,
            cost="Right for ASCII characters." if "u8" in new else "",
        )


def _number(node: Node, size: str, stars: str) -> str:
    text = text_of(node)
    if size == "u8" and node.type == "char_literal":
        return f"b{text}"
    if node.type in ("binary_expression", "range_expression"):
        text = f"({text})"
    return f"{stars}{text} as {size}"
