"""Gives an inner item a generic parameter of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import declaring_item
from rust_agent_lsp.syntax.tree import text_of

_ITEMS = ("function_item", "struct_item", "enum_item", "type_item", "union_item")


class OwnGenericParameter(FixRule):
    """Adds the outer item's parameter, with its bounds, to the inner item that uses it.

    An inner type then has to be given the argument where it is used.
    """

    codes: ClassVar = ("E0401",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn outer<T: Clone>(x: T) -> T {\n    fn inner(y: &T) -> T {\n"
            "        y.clone()\n"
            "    }\n    inner(&x)\n}\n",
            after="pub fn outer<T: Clone>(x: T) -> T {\n    fn inner<T: Clone>(y: &T) -> T {\n"
            "        y.clone()\n    }\n    inner(&x)\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn outer<T>(x: T) -> T {\n    static N: Option<T> = None;\n    x\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        parameter = site.source.slice(site.diagnostic.span)
        inner = site.enclosing(*_ITEMS, "static_item", "const_item")
        found = declaring_item(inner.parent, parameter) if inner and inner.parent else None
        if inner is None or inner.type not in _ITEMS or found is None:
            return
        if not re.fullmatch(r"\w+", parameter) or text_of(found[1]) == "":
            return
        name = inner.child_by_field_name("name")
        if name is None:
            return
        yield site.candidate(
            self.id,
            f"Give `{node_name(inner)}` its own parameter `{parameter}`",
            _insertion(inner, name, text_of(found[1])),
        )


def _insertion(inner: Node, name: Node, text: str) -> Edit:
    generics = inner.child_by_field_name("type_parameters")
    if generics is None:
        return Edit.insert(name.end_byte, f"<{text}>")
    return Edit.insert(generics.named_children[-1].end_byte, f", {text}")
