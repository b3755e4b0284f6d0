"""Makes a `Vec` of an array whose length the compiler cannot compute from generic parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import ITEMS, Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_MESSAGE = re.compile(
    r"generic parameters may not be used in const operations|generic `Self` types are currently"
    r"|constant expression depends on a generic|unconstrained generic constant"
)


class UseVecForGenericLength(FixRule):
    """Turns `[u8; N + 1]` into `Vec<u8>`, and `[0; N + 1]` into `vec![0; N + 1]`.

    In one function or type, all with that length. The items lie on the heap, and that two lengths
    are equal is no longer checked at compile time.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn twice<const N: usize>(all: [u8; N]) -> [u8; N * 2] {\n"
            "    let mut out = [0; N * 2];\n    out[..N].copy_from_slice(&all);\n"
            "    out[N..].copy_from_slice(&all);\n    out\n}\n",
            after="pub fn twice<const N: usize>(all: [u8; N]) -> Vec<u8> {\n"
            "    let mut out = vec![0; N * 2];\n    out[..N].copy_from_slice(&all);\n"
            "    out[N..].copy_from_slice(&all);\n    out\n}\n",
        ),
        Example(
            before="pub trait Size {\n    const SIZE: usize;\n}\n"
            "pub fn zeros<T: Size>() -> usize {\n"
            "    let all = [0u8; T::SIZE];\n    all.len()\n}\n",
            after="pub trait Size {\n    const SIZE: usize;\n}\n"
            "pub fn zeros<T: Size>() -> usize {\n"
            "    let all = vec![0u8; T::SIZE];\n    all.len()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Held<const N: usize>;\npub fn f<const N: usize>() {\n"
        "    let _ = Held::<{ N + 1 }>;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        array = site.enclosing("array_type", "array_expression")
        length = array.child_by_field_name("length") if array is not None else None
        if array is None or length is None or not _MESSAGE.match(site.diagnostic.message):
            return
        inside = length.start_byte <= site.diagnostic.span.start < length.end_byte
        item = ancestor(array, *ITEMS)
        if item is None or not (inside or site.diagnostic.span.start <= array.start_byte):
            return
        same = [
            node
            for node in descendants(item, "array_type", "array_expression")
            if (own := node.child_by_field_name("length")) and text_of(own) == text_of(length)
        ]
        seen = any(n.type == "array_type" and ancestor(n, "block") is None for n in same)
        yield site.candidate(
            self.id,
            f"Make a `Vec` of the array of length `{short(text_of(length))}`",
            *map(_as_vec, same),
            safety=Safety.API_CHANGE if seen else self.safety,
            cost="The items lie on the heap.",
        )


def _as_vec(array: Node) -> Edit:
    if array.type == "array_expression":
        return Edit.insert(array.start_byte, "vec!")
    element = array.child_by_field_name("element")
    kind = text_of(element) if element is not None else "_"
    borrowed = array.parent is not None and array.parent.type == "reference_type"
    return replace_node(array, f"[{kind}]" if borrowed else f"Vec<{kind}>")
