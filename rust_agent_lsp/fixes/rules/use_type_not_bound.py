"""Repairs a place where a type stands as a trait."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import descendants, text_of


class UseTypeNotBound(FixRule):
    """Swaps `impl Type for Trait`; takes the type itself for `impl Type` or a bound parameter."""

    codes: ClassVar = ("E0404",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Draw {}\npub struct Page;\nimpl Page for Draw {}\n",
            after="pub trait Draw {}\npub struct Page;\nimpl Draw for Page {}\n",
        ),
        Example(
            before="pub struct Page(u8);\npub fn f(page: impl Page) -> u8 {\n    page.0\n}\n",
            after="pub struct Page(u8);\npub fn f(page: Page) -> u8 {\n    page.0\n}\n",
        ),
        Example(
            before="pub struct Page(u8);\npub fn f<T: Page>(page: &T) -> u8 {\n    page.0\n}\n",
            after="pub struct Page(u8);\npub fn f(page: &Page) -> u8 {\n    page.0\n}\n",
        ),
    )
    refuses: ClassVar = ("pub struct Page;\npub struct Book;\nimpl Page for Book {}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"expected trait, found .+ `([^`]+)`", site.diagnostic.message)
        if not told or site.enclosing("token_tree") is not None:
            return
        name = told[1]
        yield from self._swapped(site)
        for wrapper in ("abstract_type", "dynamic_type"):
            holder = site.enclosing(wrapper)
            if holder is not None:
                yield site.candidate(
                    self.id,
                    f"Take `{name}` itself",
                    replace_node(holder, text_of(site.node)),
                    safety=self.safety,
                )
                return
        yield from self._parameter(site, name)

    def _swapped(self, site: Site) -> Iterator[Candidate]:
        impl = site.enclosing("impl_item")
        trait = impl.child_by_field_name("trait") if impl is not None else None
        kind = impl.child_by_field_name("type") if impl is not None else None
        if trait is None or kind is None or not _covers(trait, site):
            return
        other = find_item(site, text_of(kind), "trait")
        known = base_name(text_of(kind)) in ("Display", "Debug", "Clone", "Iterator", "Default")
        if other is not None or known:
            yield site.candidate(
                self.id,
                f"Implement `{text_of(kind)}` for `{text_of(trait)}`",
                replace_node(trait, text_of(kind)),
                replace_node(kind, text_of(trait)),
                safety=Safety.SAFE,
            )

    def _parameter(self, site: Site, name: str) -> Iterator[Candidate]:
        parameter = site.enclosing("type_parameter")
        function = site.enclosing("function_item", "struct_item", "enum_item", "impl_item")
        generics = parameter.parent if parameter is not None else None
        if parameter is None or function is None or generics is None:
            return
        letter = node_name(parameter)
        edits = [
            replace_node(node, text_of(site.node))
            for node in descendants(function, "type_identifier")
            if text_of(node) == letter
            and not generics.start_byte <= node.start_byte < generics.end_byte
        ]
        edits.append(_without(generics, parameter))
        yield site.candidate(
            self.id,
            f"Take `{name}` itself instead of the parameter `{letter}`",
            *edits,
            safety=self.safety,
        )


def _covers(node: Node, site: Site) -> bool:
    return node.start_byte <= site.diagnostic.span.start < node.end_byte


def _without(generics: Node, parameter: Node) -> Edit:
    listed = generics.named_children
    if len(listed) == 1:
        return Edit.delete(generics.start_byte, generics.end_byte)
    index = listed.index(parameter)
    if index:
        return Edit.delete(listed[index - 1].end_byte, parameter.end_byte)
    return Edit.delete(parameter.start_byte, listed[1].start_byte)
