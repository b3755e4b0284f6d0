"""Implements `Drop` for exactly the types that the definition allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.generics import bound_edit
from rust_agent_lsp.syntax.tree import text_of


class GeneralizeDrop(FixRule):
    """Implements `Drop` for all parameters of a type, or demands its bound of the type itself.

    Also implements it for a type instead of a reference to it. More values than before are
    then dropped by that code, or fewer types can be made.
    """

    codes: ClassVar = ("E0366", "E0367", "E0120")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct Foo<T> {\n    pub t: T,\n}\nimpl Drop for Foo<u32> {\n"
            "    fn drop(&mut self) {}\n}\n",
            after="pub struct Foo<T> {\n    pub t: T,\n}\nimpl<T> Drop for Foo<T> {\n"
            "    fn drop(&mut self) {}\n}\n",
            code="E0366",
        ),
        Example(
            before="pub struct Foo<T> {\n    pub t: T,\n}\nimpl<U: Clone> Drop for Foo<U> {\n"
            "    fn drop(&mut self) {}\n}\n",
            after="pub struct Foo<T: Clone> {\n    pub t: T,\n}\n"
            "impl<U: Clone> Drop for Foo<U> {\n    fn drop(&mut self) {}\n}\n",
            code="E0367",
        ),
        Example(
            before="pub struct Foo;\nimpl Drop for &mut Foo {\n    fn drop(&mut self) {}\n}\n",
            after="pub struct Foo;\nimpl Drop for Foo {\n    fn drop(&mut self) {}\n}\n",
            code="E0120",
        ),
    )
    refuses: ClassVar = (
        "pub trait Foo {}\nimpl Drop for dyn Foo {\n    fn drop(&mut self) {}\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        block = site.enclosing("impl_item")
        kind = block.child_by_field_name("type") if block is not None else None
        item = find_item(site, text_of(kind), "type") if kind is not None else None
        if block is None or kind is None or item is None or item.file != site.source:
            return
        listed = item.node.child_by_field_name("type_parameters")
        if site.diagnostic.code == "E0120":
            inner = kind.child_by_field_name("type") if kind.type == "reference_type" else None
            if inner is not None:
                yield site.candidate(
                    self.id,
                    f"Implement `Drop` for `{text_of(inner)}` itself",
                    replace_node(kind, text_of(inner)),
                    safety=self.safety,
                )
        elif site.diagnostic.code == "E0367":
            yield from self._bound(site, kind, item.node)
        elif listed is not None:
            yield from self._widen(site, block, kind, listed)

    def _widen(self, site: Site, block: Node, kind: Node, listed: Node) -> Iterator[Candidate]:
        name = base_name(text_of(kind))
        names = []
        for parameter in listed.named_children:
            found = parameter.child_by_field_name("name")
            if found is None:
                return
            names.append(text_of(found))
        declared = re.sub(r"\s*=\s*[^,>]+", "", text_of(listed))
        own = block.child_by_field_name("type_parameters")
        front = own if own is not None else block.children[0]
        text = declared if own is not None else f"impl{declared}"
        target = f"{name}<{', '.join(names)}>"
        yield site.candidate(
            self.id,
            f"Implement `Drop` for every `{target}`",
            replace_node(front, text),
            replace_node(kind, target),
            safety=self.safety,
            cost=f"The code runs for every `{name}` that is dropped.",
        )

    def _bound(self, site: Site, kind: Node, item: Node) -> Iterator[Candidate]:
        found = re.search(r"requires `([^`:]+): ([^`]+)` but", site.diagnostic.message)
        listed = item.child_by_field_name("type_parameters")
        given = kind.child_by_field_name("type_arguments")
        if found is None or listed is None or given is None:
            return
        names = [text_of(n) for n in given.named_children]
        at = names.index(found[1]) if found[1] in names else len(names)
        parameters = listed.named_children
        if at >= len(parameters) or parameters[at].type != "type_parameter":
            return
        edit = bound_edit(item, parameters[at], found[2])
        if edit is not None:
            yield site.candidate(
                self.id,
                f"Demand `{found[2]}` in the definition of `{base_name(text_of(kind))}`",
                edit,
                safety=self.safety,
            )
