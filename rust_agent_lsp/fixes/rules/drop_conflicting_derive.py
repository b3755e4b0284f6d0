"""Takes a trait out of a `derive` that cannot or need not be derived."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit
from rust_agent_lsp.syntax.tree import SourceFile, descendants, text_of


class DropConflictingDerive(FixRule):
    """Drops a derived trait that is implemented by hand too, or a `Copy` that cannot be had.

    Without `Copy`, values are moved where they were copied.
    """

    codes: ClassVar = ("E0119", "E0184", "E0204")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="#[derive(Debug, Default)]\npub struct P(u8);\nimpl Default for P {\n"
            "    fn default() -> Self {\n        P(7)\n    }\n}\n",
            after="#[derive(Debug)]\npub struct P(u8);\nimpl Default for P {\n"
            "    fn default() -> Self {\n        P(7)\n    }\n}\n",
            code="E0119",
        ),
        Example(
            before="#[derive(Clone, Copy)]\npub struct P {\n    pub name: String,\n}\n",
            after="#[derive(Clone)]\npub struct P {\n    pub name: String,\n}\n",
            code="E0204",
        ),
        Example(
            before="#[derive(Clone)]\n#[derive(Copy)]\npub struct P;\nimpl Drop for P {\n"
            "    fn drop(&mut self) {}\n}\n",
            after="#[derive(Clone)]\npub struct P;\nimpl Drop for P {\n"
            "    fn drop(&mut self) {}\n}\n",
            code="E0184",
        ),
    )
    refuses: ClassVar = ("pub trait T {}\nimpl<A> T for A {}\nimpl T for u8 {}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        message = site.diagnostic.message
        told = re.search(r"(?:implementations of trait|the trait) `([\w:]+)(?:<.*>)?`", message)
        if not told:
            return
        trait = told[1].rpartition("::")[2]
        owner = re.search(r"for type `([\w:]+)", message)
        item = find_item(site, owner[1], "type") if owner else None
        file, node = (item.file, item.node) if item is not None else (site.source, None)
        if node is None:
            node = _annotated(site.node)
        entry = _derived(node, trait) if node is not None else None
        impl = site.enclosing("impl_item")
        if impl is not None and trait == "Copy" and _is_empty(impl):
            yield site.candidate(
                self.id,
                f"Take back `{text_of(impl).partition('{')[0].strip()}`",
                Edit.delete(impl.start_byte, impl.end_byte),
                safety=self.safety,
                cost="Values are moved where they were copied.",
            )
            return
        if node is None or entry is None:
            return
        by_hand = site.diagnostic.code == "E0119"
        yield Candidate(
            self.id,
            f"Do not derive `{trait}` for `{node_name(node)}`"
            + (", which implements it by hand" if by_hand else ""),
            (FileEdit(file.path, (_without(file, entry),)),),
            Safety.SAFE if by_hand else self.safety,
            "" if by_hand else f"Values of `{node_name(node)}` are moved where they were copied.",
        )


def _is_empty(impl: Node) -> bool:
    body = impl.child_by_field_name("body")
    return body is not None and not text_of(body).strip("{} \n")


def _annotated(node: Node) -> Node | None:
    """Return the type that the attribute at `node` stands above."""
    at: Node | None = node
    while at is not None and at.type not in ("attribute_item", "struct_item", "enum_item"):
        at = at.parent
    while at is not None and at.type not in ("struct_item", "enum_item", "union_item"):
        at = at.next_named_sibling
    return at


def _derived(item: Node, trait: str) -> Node | None:
    above = item.prev_named_sibling
    while above is not None and above.type in ("attribute_item", "line_comment", "block_comment"):
        if text_of(above).startswith("#[derive"):
            for node in descendants(above, "identifier"):
                if text_of(node) == trait:
                    return node
        above = above.prev_named_sibling
    return None


def _without(file: SourceFile, entry: Node) -> Edit:
    group = entry.parent
    names = [c for c in group.named_children if c.type == "identifier"] if group is not None else []
    if len(names) < 2:
        attribute = entry
        while attribute.parent is not None and attribute.type != "attribute_item":
            attribute = attribute.parent
        return Edit.delete(
            file.line_start(attribute.start_byte), file.line_end(attribute.end_byte) + 1
        )
    index = names.index(entry)
    if index:
        return Edit.delete(names[index - 1].end_byte, entry.end_byte)
    return Edit.delete(entry.start_byte, names[1].start_byte)
