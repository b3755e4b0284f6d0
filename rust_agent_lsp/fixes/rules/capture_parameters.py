"""Lists in `use<…>` what it must list: the type and const parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.generics import GENERIC_ITEMS
from rust_agent_lsp.syntax.tree import ancestors, descendants, text_of


class CaptureParameters(FixRule):
    """Drops names of values from `use<…>`, and lists the type and const parameters in scope."""

    codes: ClassVar = ("E0799",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(x: u8) -> impl Sized + use<x> {\n    x\n}\n",
            after="pub fn f(x: u8) -> impl Sized + use<> {\n    x\n}\n",
        ),
        Example(
            before="pub fn f<'a, T: Copy>(x: &'a T) -> impl Sized + use<'a, x> {\n    *x\n}\n",
            after="pub fn f<'a, T: Copy>(x: &'a T) -> impl Sized + use<'a, T> {\n    *x\n}\n",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! make {\n    ($n:ident) => {\n        pub fn f() -> impl Sized + use<$n> {}\n"
        "    };\n}\npub fn g() {}\nmake!(g);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        bounds = site.enclosing("use_bounds")
        if bounds is None or site.enclosing("token_tree") is not None:
            return
        wrong = site.source.slice(site.diagnostic.span)
        lifetimes = [text_of(n) for n in bounds.named_children if n.type == "lifetime"]
        names = list(_parameters(bounds))
        kept = [
            text_of(n)
            for n in bounds.named_children
            if n.type != "lifetime" and text_of(n) != wrong and text_of(n) not in names
        ]
        new = f"use<{', '.join([*lifetimes, *names, *kept])}>"
        yield site.candidate(self.id, f"Write `{new}`", replace_node(bounds, new))


def _parameters(node: Node) -> Iterator[str]:
    """Yield the type and const parameters around `node`, and `Self` in a trait."""
    found: list[str] = []
    for item in ancestors(node):
        if item.type == "trait_item":
            found.insert(0, "Self")
        if item.type in GENERIC_ITEMS:
            listed = item.child_by_field_name("type_parameters")
            kinds = ("type_parameter", "const_parameter")
            inner = list(descendants(listed, *kinds)) if listed is not None else []
            found[:0] = [node_name(p) for p in inner]
        if item.type in ("impl_item", "trait_item"):
            break
    yield from found
