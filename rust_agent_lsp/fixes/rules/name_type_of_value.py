"""Writes the type of a value that stands where a type belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import Item, crate_items, find_item
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.fixes.uses import path_to
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short, wrap
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import descendants, span_of, text_of


class NameTypeOfValue(FixRule):
    """Writes the type of a constant, variable or function, or the type that a module is about.

    Where methods are given to a constant of a foreign type, it makes a type for the constant.
    """

    codes: ClassVar = ("E0573",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub const LIMIT: u16 = 9;\npub fn f(n: LIMIT) -> bool {\n    n < LIMIT\n}\n",
            after="pub const LIMIT: u16 = 9;\npub fn f(n: u16) -> bool {\n    n < LIMIT\n}\n",
        ),
        Example(
            before="pub const LIMIT: u16 = 9;\nimpl LIMIT {\n    pub fn twice(&self) -> u16 {\n"
            "        self.0 * 2\n    }\n}\npub fn f() -> u16 {\n    LIMIT + 1\n}\n",
            after="pub struct Limit(pub u16);\npub const LIMIT: Limit = Limit(9);\n"
            "impl Limit {\n    pub fn twice(&self) -> u16 {\n"
            "        self.0 * 2\n    }\n}\npub fn f() -> u16 {\n    LIMIT.0 + 1\n}\n",
        ),
        Example(
            before="pub mod point {\n    pub struct Point(pub u8);\n}\n"
            "pub fn f(p: point) -> u8 {\n    p.0\n}\n",
            after="pub mod point {\n    pub struct Point(pub u8);\n}\n"
            "pub fn f(p: point::Point) -> u8 {\n    p.0\n}\n",
        ),
        Example(
            before="pub fn f(n: u8) -> u16 {\n    let wide: n = n;\n    u16::from(wide)\n}\n",
            after="pub fn f(n: u8) -> u16 {\n    let wide: u8 = n;\n    u16::from(wide)\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub mod shape {\n    pub struct Circle;\n    pub struct Square;\n}\n"
        "pub fn f(s: shape) {}\n",
        "pub fn log() {}\npub fn f(s: log) {}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(
            r"expected type, found ([\w ]+?) `(?:[\w:]*::)?(\w+)`", site.diagnostic.message
        )
        if told is None or site.enclosing("token_tree") is not None:
            return
        what, name = told[1], told[2]
        place = site.source.slice(site.diagnostic.span)
        if what in ("constant", "static"):
            item = find_item(site, name, "value")
            kind = item.node.child_by_field_name("type") if item is not None else None
            if item is None or kind is None:
                return
            if _is_head(site) and find_item(site, text_of(kind), "type") is None:
                yield from self._own_type(site, item, kind)
            else:
                yield self._write(site, re.sub(r"'static ", "", text_of(kind)), place)
        elif what == "local variable":
            binding = binding_of(site.node, name)
            if binding is None:
                return
            written = text_of(binding.type) if binding.type is not None else None
            if written is None and binding.value is not None:
                written = value_type(site.source, binding.value)
            if written is not None:
                yield self._write(site, written, place)
        elif what == "function":
            item = find_item(site, name, "function")
            result = item.node.child_by_field_name("return_type") if item is not None else None
            if result is not None and result.type != "abstract_type":
                yield self._write(site, text_of(result), place)
        elif what == "module":
            yield from self._in_module(site, name, place)

    def _write(self, site: Site, kind: str, place: str) -> Candidate:
        edit = Edit(site.diagnostic.span, kind)
        title = f"Write the type `{short(kind)}` for `{short(place)}`"
        return site.candidate(self.id, title, edit, safety=self.safety)

    def _in_module(self, site: Site, name: str, place: str) -> Iterator[Candidate]:
        """Yield the type of the module's own name, else its only type."""
        inside = [i for i in crate_items(site) if i.kind in ("type",) and i.modules[-1:] == (name,)]
        same = [i for i in inside if i.name.lower() == name.replace("_", "").lower()]
        found = same or inside
        if len(found) == 1:
            yield self._write(site, path_to(site, found[0]), place)

    def _own_type(self, site: Site, item: Item, kind: Node) -> Iterator[Candidate]:
        """Make a struct around the constant, and write `.0` where the constant is used."""
        value = item.node.child_by_field_name("value")
        new = "".join(word.capitalize() for word in item.name.split("_"))
        if value is None or item.file != site.source or find_item(site, new) is not None:
            return
        first = item.node.children[0]
        public = f"{text_of(first)} " if first.type == "visibility_modifier" else ""
        indent = site.source.indent_at(item.node.start_byte)
        held = re.sub(r"&(?!\s*')", "&'static ", text_of(kind))
        struct = f"{public}struct {new}({public}{held});\n{indent}"
        uses = [
            insert_after(node, ".0")
            for node in descendants(site.source.tree.root_node, "identifier")
            if text_of(node) == item.name
            and node.parent is not None
            and node.parent != item.node
            and node.parent.type not in ("scoped_identifier", "use_declaration", "use_list")
        ]
        yield site.candidate(
            self.id,
            f"Make a type `{new}` for `{item.name}`",
            Edit.insert(item.node.start_byte, struct),
            replace_node(kind, new),
            *wrap(span_of(value), f"{new}(", ")"),
            Edit(site.diagnostic.span, new),
            *uses,
            safety=self.safety,
            cost=f"`{item.name}.0` is the plain value from now on.",
        )


def _is_head(site: Site) -> bool:
    """Say whether the place is what an impl is for."""
    block = site.enclosing("impl_item", "function_item")
    kind = block.child_by_field_name("type") if block is not None else None
    return (
        block is not None
        and block.type == "impl_item"
        and kind is not None
        and base_name(text_of(kind)) == site.source.slice(site.diagnostic.span)
        and block.child_by_field_name("trait") is None
    )
