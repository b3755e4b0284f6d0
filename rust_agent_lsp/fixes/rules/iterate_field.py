"""Loops over the collection that a struct holds, where the struct itself was given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import find_item, named_fields, tuple_fields
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import exact_node, short
from rust_agent_lsp.syntax.types import plain

_COLLECTION = re.compile(
    r"(?:[\w:]*\b(?:Vec|VecDeque|HashMap|HashSet|BTreeMap|BTreeSet|LinkedList|BinaryHeap)<|\[)"
)


class IterateField(FixRule):
    """Names the only collection among the fields of a struct that is no iterator."""

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Shelf {\n    books: Vec<u8>,\n    room: u8,\n}\n"
            "pub fn f(shelf: &Shelf) -> u8 {\n    let mut n = shelf.room;\n"
            "    for book in shelf {\n        n += *book;\n    }\n    n\n}\n",
            after="pub struct Shelf {\n    books: Vec<u8>,\n    room: u8,\n}\n"
            "pub fn f(shelf: &Shelf) -> u8 {\n    let mut n = shelf.room;\n"
            "    for book in &shelf.books {\n        n += *book;\n    }\n    n\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Pair {\n    a: Vec<u8>,\n    b: Vec<u8>,\n}\npub fn f(pair: &Pair) {\n"
        "    for _ in pair {}\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.match(r"`(&?)(mut )?([^`]+)` is not an iterator", site.diagnostic.message)
        node = exact_node(site.source, site.diagnostic.span)
        item = find_item(site, plain(told[3]), "type") if told is not None else None
        if told is None or node is None or item is None:
            return
        numbered = {str(i): kind for i, kind in enumerate(tuple_fields(item.node))}
        fields = named_fields(item.node) or numbered
        held = [name for name, kind in fields.items() if _COLLECTION.match(kind.lstrip("&"))]
        if len(held) != 1 or node.type not in _PLACES:
            return
        borrowed = node.type == "reference_expression"
        sign = "" if borrowed or not told[1] else f"&{told[2] or ''}"
        edits = [Edit.insert(node.end_byte, f".{held[0]}")]
        if sign:
            edits.append(Edit.insert(node.start_byte, sign))
        text = short(site.source.slice(site.diagnostic.span))
        yield site.candidate(self.id, f"Loop over `{sign}{text}.{held[0]}`", *edits)


_PLACES = ("identifier", "self", "field_expression", "reference_expression", "call_expression")
