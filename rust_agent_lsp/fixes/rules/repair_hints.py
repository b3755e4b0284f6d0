"""Leaves of the layout hints of a type only those that go together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import split_top
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import text_of


class RepairHints(FixRule):
    """Drops a layout hint that contradicts another, rounds an alignment up to a power of two.

    The layout is what other code (often C) relies on; which hint was meant, only you know.
    """

    codes: ClassVar = ("E0566", "E0587", "E0634", "E0692", "E0589")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="#[repr(u32, u64)]\npub enum E {\n    A,\n}\n",
            after="#[repr(u32)]\npub enum E {\n    A,\n}\n",
            code="E0566",
        ),
        Example(
            before="#[repr(align(15))]\npub struct S(u8);\n",
            after="#[repr(align(16))]\npub struct S(u8);\n",
            code="E0589",
        ),
        Example(
            before="#[repr(transparent, C)]\npub struct S(u8);\n",
            after="#[repr(transparent)]\npub struct S(u8);\n",
            code="E0692",
        ),
    )
    refuses: ClassVar = ("#[repr(align(0x_0F))]\npub struct S(u8);\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        listed = _hints(site)
        if listed is None:
            return
        span, hints = listed
        if site.diagnostic.code == "E0589":
            number = re.search(r"align\((\d+)\)", site.source.slice(span))
            if number is None or not 0 < int(number[1]) < 2**29:
                return
            size = 1 << (int(number[1]) - 1).bit_length()
            new = site.source.slice(span).replace(number[0], f"align({size})")
            yield site.candidate(
                self.id, f"Align to {size} bytes", Edit(span, new), safety=Safety.API_CHANGE
            )
            return
        for index, hint in enumerate(hints[::-1]):
            kept = [h for i, h in enumerate(hints) if i != len(hints) - 1 - index]
            if not kept:
                return
            yield site.candidate(
                self.id,
                f"Keep `repr({', '.join(kept)})`, drop `{hint}`",
                Edit(span, ", ".join(kept)),
                safety=Safety.API_CHANGE,
            )


def _passed(above: Node) -> bool:
    comment = above.type in ("line_comment", "block_comment")
    return comment or (above.type == "attribute_item" and "repr" not in text_of(above))


def _hints(site: Site) -> tuple[Span, list[str]] | None:
    """Return the inside of the `repr(…)` at or above the diagnostic, and its hints."""
    item = site.enclosing("attribute_item")
    if item is None:
        declared = site.enclosing("struct_item", "enum_item", "union_item")
        above = declared.prev_named_sibling if declared is not None else None
        while above is not None and _passed(above):
            above = above.prev_named_sibling
        item = above
    found = re.match(r"#\[\s*repr\((.*)\)\s*\]$", text_of(item), re.S) if item is not None else None
    if found is None or item is None:
        return None
    start = item.start_byte + found.start(1)
    return Span(start, start + len(found[1])), split_top(found[1])
