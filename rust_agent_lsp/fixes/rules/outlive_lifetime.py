"""Demands that one lifetime of an item outlives another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import generic_items
from rust_agent_lsp.syntax.tree import text_of


class OutliveLifetime(FixRule):
    """Adds `'a: 'b` where the first must be good for all of the second.

    Callers may then only lend what lives that long.
    """

    codes: ClassVar = ("E0803",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Project<'a, 'b> {\n    type Item;\n}\n"
            "impl<'a, 'b> Project<'a, 'b> for ()\nwhere\n    'a: 'b,\n{\n    type Item = ();\n}\n"
            "pub fn f<'a, 'b>()\nwhere\n    <() as Project<'a, 'b>>::Item: Eq,\n{\n}\n",
            after="pub trait Project<'a, 'b> {\n    type Item;\n}\n"
            "impl<'a, 'b> Project<'a, 'b> for ()\nwhere\n    'a: 'b,\n{\n    type Item = ();\n}\n"
            "pub fn f<'a: 'b, 'b>()\nwhere\n    <() as Project<'a, 'b>>::Item: Eq,\n{\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub trait Get<T> {\n    fn get(&self) -> T;\n}\npub struct Held<'a> {\n"
        "    value: &'a f64,\n}\nimpl<'a> Get<&f64> for Held<'a> {\n"
        "    fn get(&self) -> &f64 {\n        self.value\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        short = site.match(r"first, the lifetime cannot outlive the lifetime `('\w+)`")
        long = site.match(r"must (?:also )?be valid for the lifetime `('\w+)`")
        if short is None or long is None or short[1] == long[1]:
            return
        for item in generic_items(site.node):
            parameter = _parameter(item, short[1])
            if parameter is None:
                continue
            if _parameter(item, long[1]) is None and long[1] != "'static":
                continue
            bounds = parameter.child_by_field_name("bounds")
            edit = Edit.insert(parameter.end_byte, f"{' +' if bounds else ':'} {long[1]}")
            title = f"Demand `{short[1]}: {long[1]}` of `{node_name(item) or 'the impl'}`"
            yield site.candidate(self.id, title, edit, safety=self.safety)
            return


def _parameter(item: Node, name: str) -> Node | None:
    listed = item.child_by_field_name("type_parameters")
    for parameter in listed.named_children if listed is not None else []:
        found = parameter.child_by_field_name("name")
        if parameter.type == "lifetime_parameter" and found is not None and text_of(found) == name:
            return parameter
    return None
