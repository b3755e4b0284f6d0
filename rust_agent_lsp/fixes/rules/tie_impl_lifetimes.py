"""Ties the references in a trait's arguments to what the type holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import members
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.generics import bare_references, lifetimes_of
from rust_agent_lsp.syntax.tree import ancestor


class TieImplLifetimes(FixRule):
    """Writes the impl's lifetime into `impl<'a> Get<&T> for Held<'a>` and its results."""

    codes: ClassVar = ("E0803",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub trait Get<T> {\n    fn get(&self) -> T;\n}\npub struct Held<'a> {\n"
            "    value: &'a f64,\n}\nimpl<'a> Get<&f64> for Held<'a> {\n"
            "    fn get(&self) -> &f64 {\n        self.value\n    }\n}\n",
            after="pub trait Get<T> {\n    fn get(&self) -> T;\n}\npub struct Held<'a> {\n"
            "    value: &'a f64,\n}\nimpl<'a> Get<&'a f64> for Held<'a> {\n"
            "    fn get(&self) -> &'a f64 {\n        self.value\n    }\n}\n",
            code="E0803",
        ),
    )
    refuses: ClassVar = (
        "pub trait Project<'a, 'b> {\n    type Item;\n}\n"
        "impl<'a: 'b, 'b> Project<'a, 'b> for () {\n    type Item = ();\n}\n"
        "pub fn f<'a, 'b>()\nwhere\n    <() as Project<'a, 'b>>::Item: Eq,\n{\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        method = site.enclosing("function_item")
        block = ancestor(method, "impl_item") if method is not None else None
        trait = block.child_by_field_name("trait") if block is not None else None
        kind = block.child_by_field_name("type") if block is not None else None
        if method is None or block is None or trait is None or kind is None:
            return
        lifetimes = lifetimes_of(block)
        if len(lifetimes) != 1:
            return
        result = method.child_by_field_name("return_type")
        places = list(bare_references(trait))
        for member in members(block):
            returned = member.child_by_field_name("return_type")
            if returned is not None and (returned == result or member.type == "function_item"):
                places += bare_references(returned)
        if not list(bare_references(trait)):
            return
        yield site.candidate(
            self.id,
            f"Write `{lifetimes[0]}` into `{short_text(trait)}` and what it returns",
            *(_named(node, lifetimes[0]) for node in places),
        )


def _named(node: Node, lifetime: str) -> Edit:
    return Edit.insert(node.children[0].end_byte, f"{lifetime} ")
