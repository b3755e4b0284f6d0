"""Takes back an empty `impl` of a trait that the compiler gives by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import derives, find_item, implements, impls, members
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.statements import line_span
from rust_agent_lsp.syntax.tree import text_of


class DropAutomaticImpl(FixRule):
    """Drops an `impl` without contents of `Sized` and the like, or moves `Copy` to the type itself.

    A trait object has its own traits and their supertraits, a shared reference is `Copy`, and
    every type of known size is `Sized`: such an `impl` adds nothing.
    """

    codes: ClassVar = ("E0322", "E0371", "E0206")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Foo;\n\nimpl Sized for Foo {}\n\npub fn f(_: Foo) {}\n",
            after="pub struct Foo;\n\n\npub fn f(_: Foo) {}\n",
            code="E0322",
        ),
        Example(
            before="pub trait Foo {}\npub trait Bar: Foo {}\nimpl Foo for dyn Bar {}\n",
            after="pub trait Foo {}\npub trait Bar: Foo {}\n",
            code="E0371",
        ),
        Example(
            before="#[derive(Clone)]\npub struct Bar;\nimpl Copy for &'static mut Bar {}\n",
            after="#[derive(Clone)]\npub struct Bar;\nimpl Copy for Bar {}\n",
            code="E0206",
        ),
    )
    refuses: ClassVar = (
        "pub trait Foo {\n    fn go(&self) {}\n}\nimpl Foo for dyn Foo {\n"
        "    fn go(&self) {\n        panic!();\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        impl = site.enclosing("impl_item")
        kind = impl.child_by_field_name("type") if impl is not None else None
        if impl is None or kind is None or members(impl):
            return
        own = None
        head = short(text_of(impl).partition("{")[0].strip())
        if site.diagnostic.code == "E0206":
            own = _own_type(site, kind)
            if own is not None:
                yield site.candidate(
                    self.id,
                    f"Implement `Copy` for `{own}` itself",
                    replace_node(kind, own),
                    safety=Safety.CHANGES_BEHAVIOUR,
                    cost=f"Values of `{own}` are copied where they were moved.",
                )
        safety = self.safety if own is None else Safety.API_CHANGE
        lines = line_span(site.source, impl)
        edit = (
            Edit.delete(lines.start, lines.end)
            if lines is not None
            else Edit.delete(impl.start_byte, impl.end_byte)
        )
        yield site.candidate(self.id, f"Take back `{head}`", edit, safety=safety)


def _own_type(site: Site, kind: Node) -> str | None:
    """Return the type behind a reference if it is of this crate and not yet `Copy`."""
    item = find_item(site, base_name(text_of(kind)), "type")
    if item is None or item.node.type == "type_item":
        return None
    copies = {"Copy"} & set(derives(item.node)) or any(
        text_of(own) == item.name
        for block in impls(item.file, item.name)
        if (trait := block.child_by_field_name("trait")) is not None
        and base_name(text_of(trait)) == "Copy"
        and (own := block.child_by_field_name("type")) is not None
    )
    if copies:
        return None
    plain = item.node.child_by_field_name("type_parameters") is None
    return item.name if plain and implements(site, item, "Clone") else None
