"""Says how long the value behind a trait object lives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import generic_items, lifetime_edit, lifetimes_of
from rust_agent_lsp.syntax.tree import span_of, text_of


class AddObjectLifetime(FixRule):
    """Adds a lifetime to `dyn Trait`: one that is declared there, or a new one.

    Only values that live as long can be used there.
    """

    codes: ClassVar = ("E0227", "E0228")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Tr {}\npub struct Two<'a, 'b, T: ?Sized + 'a + 'b> {\n"
            "    x: &'a i32,\n    y: &'b i32,\n    z: Box<T>,\n}\n"
            "pub type Foo<'a, 'b> = Two<'a, 'b, dyn Tr>;\n",
            after="pub trait Tr {}\npub struct Two<'a, 'b, T: ?Sized + 'a + 'b> {\n"
            "    x: &'a i32,\n    y: &'b i32,\n    z: Box<T>,\n}\n"
            "pub type Foo<'a, 'b> = Two<'a, 'b, dyn Tr + 'b>;\n",
            code="E0228",
        ),
        Example(
            before="pub trait A<'a>: 'a {}\npub trait B<'b>: 'b {}\n"
            "pub trait AB<'a, 'b>: A<'a> + B<'b> {}\n"
            "pub struct Both<'a, 'b> {\n    pub both: Box<dyn AB<'a, 'b>>,\n}\n",
            after="pub trait A<'a>: 'a {}\npub trait B<'b>: 'b {}\n"
            "pub trait AB<'a, 'b>: A<'a> + B<'b> {}\n"
            "pub struct Both<'c: 'a + 'b, 'a, 'b> {\n    pub both: Box<dyn AB<'a, 'b> + 'c>,\n}\n",
            code="E0227",
        ),
    )
    refuses: ClassVar = (
        "pub trait Tr {}\npub struct Two<'a, 'b, T: ?Sized + 'a + 'b> {\n    x: &'a i32,\n"
        "    y: &'b i32,\n    z: Box<T>,\n}\npub type Foo = for<'x> fn(Two<'x, 'x, dyn Tr>);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        node = site.node
        text = site.source.slice(site.diagnostic.span)
        if span_of(node) != site.diagnostic.span or not text.startswith("dyn "):
            return
        names = [n for item in generic_items(node) for n in lifetimes_of(item)]
        if not names:
            return
        if len(set(names)) > 1 and site.diagnostic.code == "E0227":
            yield from self._new(site, node, names)
        for name in list(dict.fromkeys(reversed(names)))[:2]:
            yield self._candidate(site, node, name)
        yield self._candidate(site, node, "'static")

    def _new(self, site: Site, node: Node, names: list[str]) -> Iterator[Candidate]:
        """Declare a lifetime that outlives all that the item has."""
        item = next(generic_items(node))
        free = next((f"'{c}" for c in "abcdefghij" if f"'{c}" not in names), None)
        edit = lifetime_edit(item, f"{free}: {' + '.join(lifetimes_of(item))}") if free else None
        if edit is not None and free is not None:
            yield self._candidate(site, node, free, edit)

    def _candidate(self, site: Site, node: Node, name: str, *more: Edit) -> Candidate:
        above = node.parent
        loose = above is not None and above.type in ("reference_type", "pointer_type")
        edits = [Edit.insert(node.end_byte, f" + {name}")]
        if loose:
            edits = [Edit.insert(node.start_byte, "("), Edit.insert(node.end_byte, f" + {name})")]
        return site.candidate(
            self.id,
            f"Let `{text_of(node)}` live for `{name}`",
            *edits,
            *more,
            safety=Safety.GUESS if name == "'static" else self.safety,
        )
