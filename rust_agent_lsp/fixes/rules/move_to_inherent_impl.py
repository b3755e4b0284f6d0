"""Moves a method that the trait does not know into the type's own impl."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import members, node_name
from rust_agent_lsp.fixes.names import is_slip
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.std_traits import SIGNATURES
from rust_agent_lsp.fixes.trait_items import implementation_at
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import SourceFile, text_of


class MoveToInherentImpl(FixRule):
    """Puts the item, unchanged, into a new `impl Type` block behind the trait's impl."""

    codes: ClassVar = ("E0407", "E0438")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub trait Named {\n    fn name(&self) -> u8;\n}\npub struct Dog;\n"
            "impl Named for Dog {\n    fn name(&self) -> u8 {\n        self.age()\n    }\n\n"
            "    fn age(&self) -> u8 {\n        3\n    }\n}\n",
            after="pub trait Named {\n    fn name(&self) -> u8;\n}\npub struct Dog;\n"
            "impl Named for Dog {\n    fn name(&self) -> u8 {\n        self.age()\n    }\n}\n\n"
            "impl Dog {\n    fn age(&self) -> u8 {\n        3\n    }\n}\n",
            code="E0407",
        ),
        Example(
            before="pub trait T {}\npub struct Dog<A>(A);\nimpl<A> T for Dog<A> {\n"
            "    const LEGS: u8 = 4;\n}\npub const N: u8 = Dog::<u8>::LEGS;\n",
            after="pub trait T {}\npub struct Dog<A>(A);\nimpl<A> T for Dog<A> {\n}\n\n"
            "impl<A> Dog<A> {\n    const LEGS: u8 = 4;\n}\npub const N: u8 = Dog::<u8>::LEGS;\n",
            code="E0438",
        ),
    )
    refuses: ClassVar = (
        "pub trait Named {}\nimpl<T> Named for T {\n    fn age(&self) -> u8 {\n        3\n    }\n"
        "}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        impl = implementation_at(site)
        item = site.enclosing("function_item", "const_item")
        if impl is None or item is None or item.parent is None:
            return
        generics = impl.node.child_by_field_name("type_parameters")
        names = [node_name(p) for p in generics.named_children] if generics is not None else []
        if item.parent.parent != impl.node or impl.type in names:
            return
        start, end = whole_lines(site.source, item)
        if start <= impl.node.start_byte or end > impl.node.end_byte:
            start, end = item.start_byte, item.end_byte
        where = next((c for c in impl.node.children if c.type == "where_clause"), None)
        head = f"impl{text_of(generics) if generics is not None else ''} {impl.type}"
        head += f" {text_of(where)}" if where is not None else ""
        outer = site.source.indent_at(impl.node.start_byte)
        moved = site.source.text[start:end].decode(errors="replace").strip("\n")
        if start == item.start_byte:
            moved = f"{outer}    {moved}"
        listed = members(impl.declared.node) if impl.declared is not None else []
        owed = [*SIGNATURES.get(impl.trait, {}), *map(node_name, listed)]
        slip = any(is_slip(node_name(item), name) for name in owed)
        yield site.candidate(
            self.id,
            f"Move `{node_name(item)}` into an impl of `{impl.type}` itself",
            Edit.delete(_over_blank(site.source, start), end),
            Edit.insert(impl.node.end_byte, f"\n\n{outer}{head} {{\n{moved}\n{outer}}}"),
            safety=Safety.CHANGES_BEHAVIOUR if slip else Safety.SAFE,
        )


def whole_lines(source: SourceFile, item: Node) -> tuple[int, int]:
    """Return the bytes of an item's lines with the comments and attributes above it."""
    first = item
    while (
        first.prev_named_sibling is not None
        and first.prev_named_sibling.type in ("attribute_item", "line_comment", "block_comment")
        and first.prev_named_sibling.end_point.row + 1 >= first.start_point.row
        and text_of(first.prev_named_sibling).startswith(("#", "///", "/**"))
    ):
        first = first.prev_named_sibling
    return source.line_start(first.start_byte), min(
        source.line_end(item.end_byte) + 1, len(source.text)
    )


def _over_blank(source: SourceFile, start: int) -> int:
    """Take an empty line above the item with it."""
    above = source.line_start(start - 1) if start else start
    return above if start and not source.text[above : start - 1].strip() else start
