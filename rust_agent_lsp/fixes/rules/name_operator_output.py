"""Says in a bound what an operator gives: `Add<Output = T>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.generics import declaring_item, where_clause
from rust_agent_lsp.syntax.tree import text_of

_OPERATORS = ("Add", "Sub", "Mul", "Div", "Rem", "Neg", "Not", "BitAnd", "BitOr", "BitXor")


class NameOperatorOutput(FixRule):
    """Writes `<Output = T>` behind each operator that a parameter `T` is bound to without it.

    Callers may then only use types whose operators give the same type.
    """

    codes: ClassVar = ("E0308", "E0369", "E0277", "E0599", "E0614", "E0282")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="use std::ops::{Add, Mul};\n"
            "pub fn f<T: Copy + Mul<Output = T> + Add>(a: T, b: T) -> T {\n"
            "    a * a + b * b + a * b\n}\n",
            after="use std::ops::{Add, Mul};\n"
            "pub fn f<T: Copy + Mul<Output = T> + Add<Output = T>>(a: T, b: T) -> T {\n"
            "    a * a + b * b + a * b\n}\n",
            code="E0369",
        ),
        Example(
            before="use std::ops::{Add, Sub};\npub fn f<T>(a: T, b: T) -> T\nwhere\n"
            "    T: Copy + Add + Sub,\n{\n    a + b - a\n}\n",
            after="use std::ops::{Add, Sub};\npub fn f<T>(a: T, b: T) -> T\nwhere\n"
            "    T: Copy + Add<Output = T> + Sub<Output = T>,\n{\n    a + b - a\n}\n",
            code="E0369",
        ),
    )
    refuses: ClassVar = (
        "use std::ops::Add;\npub fn f<T: Add<Output = T>>(a: T, b: T) -> u8 {\n    a + b\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        operators = "|".join(_OPERATORS)
        told = site.match(rf"<(\w+) as (?:\w+::)*(?:{operators})(?:<\w+>)?>::Output")
        declared = declaring_item(site.node, told[1]) if told is not None else None
        if told is None or declared is None:
            return
        item, parameter = declared
        name = told[1]
        bounds = [b for b in _bounds(item, parameter, name) if base_name(text_of(b)) in _OPERATORS]
        if not bounds:
            return
        shown = " and ".join(f"`{text_of(b)}<Output = {name}>`" for b in bounds)
        edits = [insert_after(b, f"<Output = {name}>") for b in bounds]
        yield site.candidate(
            self.id, f"Demand {shown} of `{name}`", *edits, safety=Safety.API_CHANGE
        )


def _bounds(item: Node, parameter: Node, name: str) -> Iterator[Node]:
    """Yield the traits without arguments that a type parameter is bound to."""
    found = [parameter.child_by_field_name("bounds")]
    where = where_clause(item)
    for part in where.named_children if where is not None else ():
        left = part.child_by_field_name("left")
        if left is not None and re.fullmatch(name, text_of(left)):
            found.append(part.child_by_field_name("bounds"))
    for bounds in found:
        for bound in bounds.named_children if bounds is not None else ():
            if bound.type in ("type_identifier", "scoped_type_identifier"):
                yield bound
