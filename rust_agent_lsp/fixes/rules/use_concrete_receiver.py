"""Takes `&self` where a method is generic over how it is called."""

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
from rust_agent_lsp.syntax.generics import drop_predicates, parameter_named, where_clause
from rust_agent_lsp.syntax.tree import descendants, text_of


class UseConcreteReceiver(FixRule):
    """Takes `&self` (`&mut self` for `DerefMut`) instead of a generic `self: R`.

    Every pointer that dereferences to the type can be used for the call as before.
    """

    codes: ClassVar = ("E0801",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="use std::ops::Deref;\npub struct Page(u8);\nimpl Page {\n"
            "    pub fn number<R: Deref<Target = Self>>(self: R) -> u8 {\n        self.0\n    }\n"
            "}\n",
            after="use std::ops::Deref;\npub struct Page(u8);\nimpl Page {\n"
            "    pub fn number(&self) -> u8 {\n        self.0\n    }\n}\n",
        ),
        Example(
            before="use std::ops::DerefMut;\npub struct Page(u8);\nimpl Page {\n"
            "    pub fn turn(mut self: impl DerefMut<Target = Self>) {\n"
            "        self.0 += 1;\n    }\n}\n",
            after="use std::ops::DerefMut;\npub struct Page(u8);\nimpl Page {\n"
            "    pub fn turn(&mut self) {\n        self.0 += 1;\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub trait Go {\n    fn go<R: Into<u8>>(self: R) -> u8\n    where\n        R: Copy;\n}\n"
        "pub struct Car;\nimpl Car {\n    pub fn go<R>(self: R, other: R) {}\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item", "function_signature_item")
        listed = function.child_by_field_name("parameters") if function is not None else None
        if function is None or listed is None or not listed.named_children:
            return
        receiver = listed.named_children[0]
        kind = site.source.slice(site.diagnostic.span)
        edits: list[Edit] = []
        bounds = kind
        if not kind.startswith("impl"):
            parameter = parameter_named(function, kind)
            others = [n for n in descendants(function, "type_identifier") if text_of(n) == kind]
            where = where_clause(function)
            predicates = [
                p
                for p in (where.named_children if where is not None else [])
                if (left := p.child_by_field_name("left")) is not None and text_of(left) == kind
            ]
            if parameter is None or len(others) != 2 + len(predicates):
                return
            bounds = text_of(parameter) + "".join(text_of(p) for p in predicates)
            edits.append(_without(parameter))
            if where is not None and predicates:
                edits += drop_predicates(where, predicates)
        if not re.search(r"\b(?:Deref|DerefMut|AsRef|Borrow)\b", bounds):
            return
        new = "&mut self" if "DerefMut" in bounds else "&self"
        yield site.candidate(
            self.id,
            f"Take `{new}` in `{node_name(function)}`",
            replace_node(receiver, new),
            *edits,
            safety=self.safety,
        )


def _without(parameter: Node) -> Edit:
    """Return the edit that takes a parameter out of its list, and the list with the last."""
    generics = parameter.parent
    listed = generics.named_children if generics is not None else []
    if generics is None or len(listed) == 1:
        around = generics or parameter
        return Edit.delete(around.start_byte, around.end_byte)
    index = listed.index(parameter)
    if index:
        return Edit.delete(listed[index - 1].end_byte, parameter.end_byte)
    return Edit.delete(parameter.start_byte, listed[1].start_byte)
