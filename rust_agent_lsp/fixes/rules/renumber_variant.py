"""Gives a variant of an enum a number of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name, variants
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, text_of


class RenumberVariant(FixRule):
    """Replaces a number that two variants share, or that is too large, by the next free one.

    Whoever stored or sends the old number sees another variant.
    """

    codes: ClassVar = ("E0081", "E0370")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub enum E {\n    P = 3,\n    X = 3,\n    Y = 5,\n}\n",
            after="pub enum E {\n    P = 3,\n    X = 4,\n    Y = 5,\n}\n",
            code="E0081",
        ),
        Example(
            before="pub enum E {\n    X,\n    Y = 0,\n}\n",
            after="pub enum E {\n    X,\n    Y = 1,\n}\n",
            code="E0081",
        ),
        Example(
            before="#[repr(u8)]\npub enum E {\n    X = 255,\n    Y,\n}\n",
            after="#[repr(u8)]\npub enum E {\n    X = 255,\n    Y = 0,\n}\n",
            code="E0370",
        ),
    )
    refuses: ClassVar = ("const ONE: isize = 1;\npub enum E {\n    X = ONE,\n    Y = ONE,\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        enum = site.enclosing("enum_item")
        if enum is None:
            return
        numbers = _numbers(enum)
        if numbers is None:
            return
        taken = set(numbers.values())
        last = self._last(site, enum)
        if last is None:
            return
        start = numbers[last] if site.diagnostic.code == "E0081" else 0
        free = next(n for n in range(start, start + len(taken) + 2) if n not in taken)
        yield site.candidate(
            self.id,
            f"Give `{node_name(last)}` the number {free}",
            _set(last, free),
            safety=self.safety,
        )

    def _last(self, site: Site, enum: Node) -> Node | None:
        """Return the variant to change: the last one with a number written, or the only label."""
        if site.diagnostic.code == "E0370":
            return ancestor(site.node, "enum_variant")
        places = [
            ancestor(site.node_of(label), "enum_variant")
            for label in site.diagnostic.labels
            if "assigned here" in label.text
        ]
        found = [p for p in places if p is not None]
        found.sort(key=lambda n: n.start_byte)
        written = [p for p in found if p.child_by_field_name("value") is not None]
        return written[-1] if written else (found[-1] if found else None)


def _numbers(enum: Node) -> dict[Node, int] | None:
    """Return the number of each variant, or None where one is no literal."""
    found: dict[Node, int] = {}
    number = -1
    for variant in variants(enum):
        value = variant.child_by_field_name("value")
        number += 1
        if value is not None:
            text = text_of(value).replace("_", "").replace(" ", "")
            literal = re.fullmatch(r"(-?(?:0x[0-9a-fA-F]+|0b[01]+|0o[0-7]+|\d+))(?:[iu]\w+)?", text)
            if literal is None:
                return None
            number = int(literal[1], 0)
        found[variant] = number
    return found


def _set(variant: Node, number: int) -> Edit:
    value = variant.child_by_field_name("value")
    return replace_node(value, str(number)) if value else insert_after(variant, f" = {number}")
