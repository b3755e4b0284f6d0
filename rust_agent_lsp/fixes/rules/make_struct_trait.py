"""Declares as a trait what is implemented like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import (
    derives,
    find_item,
    members,
    node_name,
)
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import descendants, span_of, text_of


class MakeStructTrait(FixRule):
    """Turns `struct Draw;` into `trait Draw` where types implement it and nothing makes a value.

    The trait gets the methods of the first `impl`, without their bodies.
    """

    codes: ClassVar = ("E0404",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct Foo;\npub struct Bar;\nimpl Foo for Bar {}\n"
            "pub fn baz<T: Foo>(_: T) {}\n",
            after="pub trait Foo {}\npub struct Bar;\nimpl Foo for Bar {}\n"
            "pub fn baz<T: Foo>(_: T) {}\n",
        ),
        Example(
            before="pub struct Area;\npub struct Square(f64);\nimpl Area for Square {\n"
            "    fn area(&self) -> f64 {\n        self.0 * self.0\n    }\n}\n",
            after="pub trait Area {\n    fn area(&self) -> f64;\n}\npub struct Square(f64);\n"
            "impl Area for Square {\n    fn area(&self) -> f64 {\n        self.0 * self.0\n"
            "    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Foo;\npub struct Bar;\nimpl Foo for Bar {}\npub fn f() -> Foo {\n    Foo\n}\n",
        "pub struct Foo(pub u8);\npub struct Bar;\nimpl Foo for Bar {}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"expected trait, found struct `(\w+)`", site.diagnostic.message)
        item = find_item(site, found[1], "type") if found else None
        if item is None or item.file != site.source or item.node.type != "struct_item":
            return
        body = item.node.child_by_field_name("body")
        if (body is not None and body.named_children) or derives(item.node):
            return
        if item.node.child_by_field_name("type_parameters") is not None:
            return
        root = site.source.tree.root_node
        uses = [
            n
            for n in descendants(root, "type_identifier", "identifier")
            if text_of(n) == item.name and n.parent != item.node
        ]
        blocks = [b for n in uses if (b := _implemented(n)) is not None]
        if not blocks or not all(_is_bound(n) or _implemented(n) is not None for n in uses):
            return
        indent = site.source.indent_at(item.node.start_byte)
        lines = [f"{indent}    {_declared(m)}\n" for m in members(blocks[0])]
        head = site.source.slice(span_of(item.node)).partition("struct")[0]
        inside = f"{{\n{''.join(lines)}{indent}}}" if lines else "{}"
        yield site.candidate(
            self.id,
            f"Declare `{item.name}` as a trait",
            replace_node(item.node, f"{head}trait {item.name} {inside}"),
            safety=self.safety if "pub" in head else Safety.SAFE,
        )


def _implemented(name: Node) -> Node | None:
    """Return the `impl` of which `name` is the trait."""
    up = name.parent
    is_trait = up is not None and up.type == "impl_item"
    return up if up is not None and is_trait and up.child_by_field_name("trait") == name else None


def _is_bound(name: Node) -> bool:
    up = name.parent
    return up is not None and up.type in ("trait_bounds", "dynamic_type", "abstract_type")


def _declared(member: Node) -> str:
    """Return a member of an `impl` as the trait declares it: without body and value."""
    if member.type == "type_item":
        return f"type {node_name(member)};"
    ends = [member.child_by_field_name(field) for field in ("body", "value")]
    end = next((e.start_byte for e in ends if e is not None), member.end_byte)
    text = (member.text or b"")[: end - member.start_byte].decode(errors="replace")
    return text.rstrip("=; \n") + ";"
