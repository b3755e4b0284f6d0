"""Gives a type the parameter that only its `impl` has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import Item, find_item, node_name
from rust_agent_lsp.fixes.parameters import add_to_list, argument_edits
from rust_agent_lsp.fixes.phantom import marker_field, marker_values
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class AddParameterToType(FixRule):
    """Declares the parameter on the struct, with a `PhantomData` field, and wherever it is named.

    Who makes such a value elsewhere has to give the field, and sometimes the argument.
    """

    codes: ClassVar = ("E0207",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Make {\n    type Item;\n    fn make(&self) -> Self::Item;\n}\n"
            "pub struct Maker;\nimpl<T: Default> Make for Maker {\n    type Item = Vec<T>;\n"
            "    fn make(&self) -> Vec<T> {\n        vec![T::default()]\n    }\n}\n"
            "pub fn f() -> Vec<u8> {\n    Maker.make()\n}\n",
            after="pub trait Make {\n    type Item;\n    fn make(&self) -> Self::Item;\n}\n"
            "pub struct Maker<T>(std::marker::PhantomData<T>);\n"
            "impl<T: Default> Make for Maker<T> {\n    type Item = Vec<T>;\n"
            "    fn make(&self) -> Vec<T> {\n        vec![T::default()]\n    }\n}\n"
            "pub fn f() -> Vec<u8> {\n    Maker(std::marker::PhantomData).make()\n}\n",
        ),
        Example(
            before="pub trait Run {\n    fn run(&self);\n}\npub struct Job<F> {\n    pub f: F,\n}\n"
            "impl<F, A> Run for Job<F>\nwhere\n    F: Fn(A),\n    A: Default,\n{\n"
            "    fn run(&self) {\n        (self.f)(A::default())\n    }\n}\n"
            "pub fn f() {\n    Job { f: |_: u8| {} }.run()\n}\n",
            after="pub trait Run {\n    fn run(&self);\n}\npub struct Job<F, A> {\n    pub f: F,\n"
            "    _marker: std::marker::PhantomData<A>,\n}\n"
            "impl<F, A> Run for Job<F, A>\nwhere\n    F: Fn(A),\n    A: Default,\n{\n"
            "    fn run(&self) {\n        (self.f)(A::default())\n    }\n}\n"
            "pub fn f() {\n    Job { f: |_: u8| {}, _marker: std::marker::PhantomData }.run()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Foo;\npub trait Bar {}\nimpl<T> Bar for Foo {}\n",
        "pub struct Foo;\nimpl<const N: usize> Foo {\n    pub fn n() -> usize {\n"
        "        N\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        impl = site.enclosing("impl_item")
        kind = impl.child_by_field_name("type") if impl is not None else None
        parameter = ancestor(site.node, "type_parameter", "lifetime_parameter")
        if impl is None or kind is None or parameter is None or "$" in text_of(impl):
            return
        item, name = find_item(site, text_of(kind), "type"), node_name(parameter)
        name = name or text_of(parameter).partition(":")[0].strip()
        if item is None or item.node.type != "struct_item" or item.file.path != site.source.path:
            return
        whole = re.findall(rf"(?<![\w']){re.escape(name)}(?!\w)", text_of(impl))
        if len(whole) < 2:
            return
        field = marker_field(site, item.node, name)
        declared = add_to_list(
            item.node, "type_parameters", item.node.child_by_field_name("name"), name
        )
        if not field or declared is None:
            return
        values = marker_values(site, item.name, item.node)
        values += _unit_values(site, item) if text_of(item.node).endswith(item.name + ";") else []
        edits = [declared, *field, *values, *argument_edits(site, item, impl, name)]
        yield site.candidate(
            self.id,
            f"Give `{item.name}` the parameter `{name}`",
            *edits,
            safety=self.safety,
            cost=f"Every `{item.name}` is made for one `{name}` from now on.",
        )


def _unit_values(site: Site, item: Item) -> Iterator[Edit]:
    """Yield the edits that give the field to the values of a unit struct."""
    for node in descendants(site.source.tree.root_node, "identifier"):
        parent = node.parent
        if text_of(node) != item.name or parent is None:
            continue
        path = parent.type in ("scoped_identifier", "use_declaration", "attribute")
        after = node.next_sibling
        tokens = parent.type == "token_tree" and after is not None and text_of(after) == "::"
        if not path and not tokens:
            yield Edit.insert(node.end_byte, "(std::marker::PhantomData)")
