"""Gives a type a parameter for a field that holds a closure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.parameters import add_to_list, argument_edits
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class MakeFieldGeneric(FixRule):
    """Writes `struct S<F: Fn()> { f: F }` for `struct S { f: impl Fn() }`, and in its impls.

    Values with different closures are of different types.
    """

    codes: ClassVar = ("E0562",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct Timer {\n    call: impl Fn(u8),\n}\nimpl Timer {\n"
            "    pub fn new(call: impl Fn(u8)) -> Self {\n        Timer { call }\n    }\n"
            "    pub fn tick(&self) {\n        (self.call)(1)\n    }\n}\n"
            "pub fn run(timer: &Timer) {\n    timer.tick()\n}\n",
            after="pub struct Timer<F: Fn(u8)> {\n    call: F,\n}\nimpl<F: Fn(u8)> Timer<F> {\n"
            "    pub fn new(call: F) -> Self {\n        Timer { call }\n    }\n"
            "    pub fn tick(&self) {\n        (self.call)(1)\n    }\n}\n"
            "pub fn run(timer: &Timer<impl Fn(u8)>) {\n    timer.tick()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f() {\n    let g: impl Fn(u8) = |_| {};\n    g(1)\n}\n",
        "pub struct Many {\n    each: Vec<impl Fn(u8)>,\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        kind = ancestor(site.node, "abstract_type")
        struct = ancestor(site.node, "struct_item")
        if kind is None or struct is None or kind.parent is None:
            return
        item = find_item(site, node_name(struct), "type")
        if (
            item is None
            or item.node != struct
            or kind.parent.type
            not in (
                "field_declaration",
                "ordered_field_declaration_list",
            )
        ):
            return
        trait = text_of(kind).removeprefix("impl").strip()
        letter = "F" if re.match(r"Fn(?:Mut|Once)?\b", trait) else "T"
        taken = {text_of(n) for n in descendants(site.source.tree.root_node, "type_identifier")}
        name = next(n for n in (letter, "G", "H", "U", "V", "Inner") if n not in taken)
        declared = f"{name}: {trait}"
        own = add_to_list(struct, "type_parameters", struct.child_by_field_name("name"), declared)
        if own is None:
            return
        edits = [own, replace_node(kind, name)]
        edits += argument_edits(site, item, None, declared, outside=text_of(kind))
        edits += _parameters(site, item.name, text_of(kind), name)
        yield site.candidate(
            self.id,
            f"Give `{item.name}` the parameter `{declared}`",
            *edits,
            safety=self.safety,
            cost=f"Every `{item.name}` is made for one type of closure.",
        )


def _parameters(site: Site, owner: str, kind: str, name: str) -> Iterator[Edit]:
    """Use the new parameter for the arguments of the type's constructors."""
    for node in descendants(site.source.tree.root_node, "abstract_type"):
        block, function = ancestor(node, "impl_item"), ancestor(node, "function_item")
        of = block.child_by_field_name("type") if block is not None else None
        if of is None or function is None or base_name(text_of(of)) != owner:
            continue
        result = function.child_by_field_name("return_type")
        makes = result is not None and re.search(rf"\b(?:Self|{owner})\b", text_of(result))
        if text_of(node) == kind and makes and not _takes_self(function):
            yield replace_node(node, name)


def _takes_self(function: Node) -> bool:
    return next(descendants(function, "self_parameter"), None) is not None
