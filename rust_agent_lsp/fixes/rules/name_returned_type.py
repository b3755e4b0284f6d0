"""Names the type that `Self` was meant to be, outside of an `impl`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.returns import returned
from rust_agent_lsp.syntax.tree import descendants, text_of


class NameReturnedType(FixRule):
    """Writes for `Self` in a free function the type that the function makes.

    Where the function does not tell, it is the one type of the file that has methods.
    """

    codes: ClassVar = ("E0411",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Dot {\n    pub x: u8,\n}\npub fn dot(x: u8) -> Self {\n"
            "    Dot { x }\n}\n",
            after="pub struct Dot {\n    pub x: u8,\n}\npub fn dot(x: u8) -> Dot {\n"
            "    Dot { x }\n}\n",
            code="E0411",
        ),
        Example(
            before="pub struct Dot(u8);\npub fn dot(x: u8) -> Option<Self> {\n"
            "    if x > 3 {\n        return None;\n    }\n    Some(Dot(x))\n}\n",
            after="pub struct Dot(u8);\npub fn dot(x: u8) -> Option<Dot> {\n"
            "    if x > 3 {\n        return None;\n    }\n    Some(Dot(x))\n}\n",
            code="E0411",
        ),
        Example(
            before="pub struct Dot(u8);\nimpl Dot {\n    pub fn x(&self) -> u8 {\n        self.0\n"
            "    }\n}\npub fn x(dot: &Self) -> u8 {\n    dot.x()\n}\n",
            after="pub struct Dot(u8);\nimpl Dot {\n    pub fn x(&self) -> u8 {\n        self.0\n"
            "    }\n}\npub fn x(dot: &Dot) -> u8 {\n    dot.x()\n}\n",
            code="E0411",
        ),
    )
    refuses: ClassVar = ("pub fn f() -> Self {\n    1\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item", "impl_item", "trait_item")
        if function is None or function.type != "function_item":
            return
        if site.source.slice(site.diagnostic.span) != "Self":
            return
        made = list(dict.fromkeys(_made(site, function)))
        for name in made or _only_type(site):
            edits = [
                replace_node(node, name)
                for node in descendants(function, "type_identifier", "identifier", "self")
                if text_of(node) == "Self"
            ]
            if edits:
                yield site.candidate(self.id, f"Write `{name}` for `Self`", *edits)


def _only_type(site: Site) -> list[str]:
    """Return the type of this file that alone has an `impl`; none if there are several."""
    found = []
    for block in descendants(site.source.tree.root_node, "impl_item"):
        kind = block.child_by_field_name("type")
        item = find_item(site, text_of(kind), "type") if kind is not None else None
        if item is not None and item.node.child_by_field_name("type_parameters") is None:
            found.append(item.name)
    names = list(dict.fromkeys(found))
    return names if len(names) == 1 else []


def _made(site: Site, function: Node) -> Iterator[str]:
    """Yield the crate's types that the function returns, as far as its values tell."""
    for value in returned(function):
        text = text_of(value)
        inner = re.match(r"(?:Some|Ok|Box::new|Rc::new)\((.*)\)$", text, re.S)
        text = inner[1] if inner is not None else text
        told = value_type(site.source, value) if inner is None else None
        called = re.match(r"([A-Z]\w*)(?:::<[^>]*>)?(?:::\w+)?\s*[({]?", text)
        name = base_name(told) if told is not None else called[1] if called is not None else ""
        item = find_item(site, name, "type")
        if item is not None and node_name(item.node) != "Self":
            generics = item.node.child_by_field_name("type_parameters")
            if generics is None:
                yield item.name
