"""Implements the trait of `std` that the methods of an `impl` belong to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import (
    members,
    node_name,
)
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import text_of

_TRAITS = {
    "fmt": "std::fmt::Display",
    "next": "Iterator",
    "drop": "Drop",
    "clone": "Clone",
    "default": "Default",
    "eq": "PartialEq",
    "partial_cmp": "PartialOrd",
    "cmp": "Ord",
    "hash": "std::hash::Hash",
    "deref": "std::ops::Deref",
    "deref_mut": "std::ops::DerefMut",
    "add": "std::ops::Add",
    "sub": "std::ops::Sub",
    "mul": "std::ops::Mul",
    "div": "std::ops::Div",
    "neg": "std::ops::Neg",
    "add_assign": "std::ops::AddAssign",
    "from_str": "std::str::FromStr",
    "into_iter": "IntoIterator",
}


class NameTraitOfMethods(FixRule):
    """Writes `impl Display for T` where a type such as `Formatter` stands for the trait."""

    codes: ClassVar = ("E0404",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="use std::fmt;\npub struct T(u8);\nimpl fmt::Formatter<'_> for T {\n"
            "    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {\n"
            '        write!(f, "{}", self.0)\n    }\n}\n',
            after="use std::fmt;\npub struct T(u8);\nimpl std::fmt::Display for T {\n"
            "    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {\n"
            '        write!(f, "{}", self.0)\n    }\n}\n',
        ),
        Example(
            before="pub struct Up(u8);\nimpl Vec<u8> for Up {\n    type Item = u8;\n"
            "    fn next(&mut self) -> Option<u8> {\n        None\n    }\n}\n",
            after="pub struct Up(u8);\nimpl Iterator for Up {\n    type Item = u8;\n"
            "    fn next(&mut self) -> Option<u8> {\n        None\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Page;\npub struct Book;\nimpl Page for Book {\n    fn turn(&self) {}\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        impl = site.enclosing("impl_item")
        trait = impl.child_by_field_name("trait") if impl is not None else None
        if impl is None or trait is None:
            return
        span = site.diagnostic.span
        if not (trait.start_byte <= span.start and span.end <= trait.end_byte):
            return
        methods = [node_name(m) for m in members(impl) if m.type == "function_item"]
        found = _TRAITS.get(methods[0]) if len(methods) == 1 else None
        if found is None or base_name(text_of(trait)) == base_name(found):
            return
        yield site.candidate(
            self.id,
            f"Implement `{base_name(found)}`, whose method is `{methods[0]}`",
            replace_node(trait, found),
            safety=self.safety,
        )
