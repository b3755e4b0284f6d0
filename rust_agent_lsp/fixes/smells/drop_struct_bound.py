"""Removes a bound that a struct itself does not need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_REST = (
    "\nimpl<T: Ord + Copy> Top<T> {\n    fn most(&self) -> Option<T> {\n"
    "        self.items.iter().copied().max()\n    }\n}\n\n"
    "fn main() {\n    assert_eq!(Top { items: vec![1, 2] }.most(), Some(2));\n}\n"
)


class DropStructBound(FixRule):
    """Removes the bounds of a struct's type parameters; its impl blocks keep theirs."""

    codes: ClassVar = ("bound-on-struct",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="struct Top<T: Ord> {\n    items: Vec<T>,\n}\n" + _REST,
            after="struct Top<T> {\n    items: Vec<T>,\n}\n" + _REST,
        ),
    )
    refuses: ClassVar = (
        "struct Held<'a, T: 'a> {\n    item: &'a T,\n}\n\n"
        "fn main() {\n    assert_eq!(Held { item: &1 }.item, &1);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        struct = ancestor(site.node, "struct_item") or next(
            (
                found
                for found in descendants(site.node, "struct_item")
                if site.diagnostic.span.start <= found.start_byte < site.diagnostic.span.end
            ),
            None,
        )
        generics = struct.child_by_field_name("type_parameters") if struct else None
        if struct is None or generics is None:
            return
        bounds = [b for p in generics.named_children if (b := p.child_by_field_name("bounds"))]
        edits = [Edit.delete(b.start_byte, b.end_byte) for b in bounds if "'" not in text_of(b)]
        name = struct.child_by_field_name("name")
        if edits and name is not None:
            title = f"Ask for nothing on `{text_of(name)}` itself"
            yield site.candidate(self.id, title, *edits)
