"""Makes the items of a trait's `impl` the type's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, members, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class MakeImplInherent(FixRule):
    """Turns `impl Trait for Type` into `impl Type`, where the trait cannot be implemented.

    Calls with the type's name or a dot keep their meaning, for one's own items come first; code
    that asks for the trait gets the other `impl` of it.
    """

    codes: ClassVar = ("E0119", "E0404")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub struct F(pub u8);\npub struct C(pub u8);\nimpl From<C> for F {\n"
            "    fn from(c: C) -> F {\n        F(c.0)\n    }\n}\nimpl Into<F> for C {\n"
            "    fn into(self) -> F {\n        F(self.0 + 1)\n    }\n}\n",
            after="pub struct F(pub u8);\npub struct C(pub u8);\nimpl From<C> for F {\n"
            "    fn from(c: C) -> F {\n        F(c.0)\n    }\n}\nimpl C {\n"
            "    pub fn into(self) -> F {\n        F(self.0 + 1)\n    }\n}\n",
            code="E0119",
        ),
        Example(
            before="pub struct Page;\npub struct Book;\nimpl Page for Book {\n"
            "    fn open(&self) {}\n}\n",
            after="pub struct Page;\npub struct Book;\nimpl Book {\n    pub fn open(&self) {}\n}\n",
            code="E0404",
        ),
    )
    refuses: ClassVar = (
        "#[derive(Default)]\npub struct S(u8);\nimpl Default for S {\n    fn default() -> S {\n"
        "        S(1)\n    }\n}\n",
        "pub trait Draw {}\npub struct Page;\nimpl Page for Draw {}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        impl = site.enclosing("impl_item")
        trait = impl.child_by_field_name("trait") if impl is not None else None
        kind = impl.child_by_field_name("type") if impl is not None else None
        if impl is None or trait is None or kind is None or not _fits(site, trait, kind):
            return
        item = find_item(site, text_of(kind), "type")
        functions = [m for m in members(impl) if m.type in ("function_item", "const_item")]
        types = {node_name(m): m for m in members(impl) if m.type == "type_item"}
        if item is None or not functions or kind.type not in ("type_identifier", "generic_type"):
            return
        edits = [Edit.delete(trait.start_byte, kind.start_byte)]
        if any(c.type == "visibility_modifier" for c in item.node.children):
            edits += [Edit.insert(f.start_byte, "pub ") for f in functions]
        edits += _spelled_out(site, impl, types)
        yield site.candidate(
            self.id,
            f"Make {_listed(functions)} `{item.name}`'s own instead of `{text_of(trait)}`'s",
            *edits,
            safety=self.safety,
            cost="Generic code does not see them; calls on the type itself do.",
        )


def _listed(functions: list[Node]) -> str:
    return " and ".join(f"`{node_name(f)}`" for f in functions[:3])


def _fits(site: Site, trait: Node, kind: Node) -> bool:
    if site.diagnostic.code == "E0404":
        # Where both are swapped, another rule turns them round.
        same = trait.start_byte <= site.diagnostic.span.start < trait.end_byte
        return same and find_item(site, text_of(kind), "trait") is None
    label = site.label("first implementation here")
    derived = label is not None and ancestor(site.node_of(label), "attribute_item") is not None
    return not derived and base_name(text_of(trait)) != "Drop"


def _spelled_out(site: Site, impl: Node, types: dict[str, Node]) -> list[Edit]:
    """Return the edits that write the impl's associated types where they are used."""
    edits = []
    for name, item in types.items():
        value = item.child_by_field_name("type")
        if value is None:
            continue
        start, end = site.source.line_start(item.start_byte), site.source.line_end(item.end_byte)
        if site.source.slice(Span(start, end)).strip() == text_of(item):
            edits.append(Edit.delete(start, min(end + 1, len(site.source.text))))
        else:
            edits.append(replace_node(item, ""))
        edits += [
            replace_node(node, text_of(value))
            for node in descendants(impl, "scoped_type_identifier")
            if re.fullmatch(rf"Self\s*::\s*{name}", text_of(node))
        ]
    return edits
