"""Gives an inner item a generic parameter of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import declaring_item, where_clause
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, text_of

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
        Example(
            before="pub struct W<T>(pub T);\nimpl<T: Clone> W<T> {\n    pub fn get(&self) -> T {\n"
            "        fn inner(w: &Self) -> u8 {\n            let _ = w;\n            1\n        }\n"
            "        inner(self);\n        self.0.clone()\n    }\n}\n",
            after="pub struct W<T>(pub T);\nimpl<T: Clone> W<T> {\n    pub fn get(&self) -> T {\n"
            "        fn inner<T: Clone>(w: &W<T>) -> u8 {\n            let _ = w;\n"
            "            1\n        }\n"
            "        inner(self);\n        self.0.clone()\n    }\n}\n",
        ),
        Example(
            before="pub fn sum<const N: usize>(all: [u8; N]) -> u8 {\n"
            "    fn add(all: &[u8; N]) -> u8 {\n        all.iter().sum()\n    }\n"
            "    add(&all)\n}\n",
            after="pub fn sum<const N: usize>(all: [u8; N]) -> u8 {\n"
            "    fn add<const N: usize>(all: &[u8; N]) -> u8 {\n        all.iter().sum()\n    }\n"
            "    add(&all)\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn outer<T>(x: T) -> T {\n    static N: Option<T> = None;\n    x\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        parameter = site.source.slice(site.diagnostic.span)
        inner = site.enclosing(*_ITEMS, "static_item", "const_item")
        if parameter == "Self" and inner is not None and inner.type == "function_item":
            yield from self._own_self(site, inner)
            return
        found = declaring_item(inner.parent, parameter) if inner and inner.parent else None
        found = found or (_constant(inner, parameter) if inner is not None else None)
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

    def _own_self(self, site: Site, inner: Node) -> Iterator[Candidate]:
        """Name the type of the `impl` around, with the parameters that it takes."""
        block, name = ancestor(inner, "impl_item", "trait_item"), inner.child_by_field_name("name")
        kind = block.child_by_field_name("type") if block is not None else None
        if block is None or name is None:
            return
        if kind is not None:
            listed = block.child_by_field_name("type_parameters")
            declared = text_of(listed)[1:-1] if listed is not None else ""
            own = text_of(kind)
        else:
            own, declared = "S", f"S: {node_name(block)} + ?Sized"
        uses = [n for n in descendants(inner, "type_identifier", "self") if text_of(n) == "Self"]
        taken = {text_of(n) for n in descendants(inner, "type_identifier")}
        if not uses or (kind is None and "S" in taken) or where_clause(block) is not None:
            return
        yield site.candidate(
            self.id,
            f"Write `{own}` for `Self` in `{node_name(inner)}`",
            *([_insertion(inner, name, declared)] if declared else []),
            *(replace_node(use, own) for use in uses),
        )


def _constant(inner: Node, name: str) -> tuple[Node, Node] | None:
    """Return (item, parameter) around `inner` that declares the const parameter `name`."""
    for item in ancestors(inner):
        listed = item.child_by_field_name("type_parameters")
        for parameter in listed.named_children if listed is not None else []:
            if parameter.type == "const_parameter" and node_name(parameter) == name:
                return item, parameter
    return None


def _insertion(inner: Node, name: Node, text: str) -> Edit:
    generics = inner.child_by_field_name("type_parameters")
    if generics is None:
        return Edit.insert(name.end_byte, f"<{text}>")
    return Edit.insert(generics.named_children[-1].end_byte, f", {text}")
