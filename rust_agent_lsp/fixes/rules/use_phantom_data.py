"""Uses a type or lifetime parameter that no field mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.phantom import marker_field, marker_values
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import parameter_named
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, text_of


class UsePhantomData(FixRule):
    """Adds a `PhantomData` field for the parameter, also where the file makes such values.

    Dropping the parameter of an enum, or one without arguments, is offered too.
    """

    codes: ClassVar = ("E0392", "")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct Id<T> {\n    raw: u8,\n}\npub fn id<T>(raw: u8) -> Id<T> {\n"
            "    Id { raw }\n}\n",
            after="pub struct Id<T> {\n    raw: u8,\n    _marker: std::marker::PhantomData<T>,\n}\n"
            "pub fn id<T>(raw: u8) -> Id<T> {\n"
            "    Id { raw, _marker: std::marker::PhantomData }\n}\n",
        ),
        Example(
            before="pub struct Id<'a>(u8);\npub fn id<'a>() -> Id<'a> {\n    Id(1)\n}\n",
            after="pub struct Id<'a>(u8, std::marker::PhantomData<&'a ()>);\n"
            "pub fn id<'a>() -> Id<'a> {\n    Id(1, std::marker::PhantomData)\n}\n",
        ),
        Example(
            before="pub enum Light<T> {\n    Red,\n}\npub fn f() -> Light {\n    Light::Red\n}\n",
            after="pub enum Light {\n    Red,\n}\npub fn f() -> Light {\n    Light::Red\n}\n",
        ),
        Example(
            before="pub enum Tree<T> {\n    Leaf(u8),\n    Node(Box<Tree<T>>),\n}\n"
            "impl<T> Tree<T> {\n    pub fn leaf() -> Tree<T> {\n        Tree::Leaf(1)\n    }\n}\n",
            after="pub enum Tree {\n    Leaf(u8),\n    Node(Box<Tree>),\n}\n"
            "impl Tree {\n    pub fn leaf() -> Tree {\n        Tree::Leaf(1)\n    }\n}\n",
            code="",
        ),
    )
    refuses: ClassVar = (
        "pub enum Light<T> {\n    Red,\n}\npub fn f() -> Light<u8, u8> {\n    Light::Red\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        item = site.enclosing("struct_item", "enum_item", "union_item")
        told = re.search(
            r"parameter `([^`]+)` is (?:never used|only used recursively)", site.diagnostic.message
        )
        name = item.child_by_field_name("name") if item is not None else None
        if item is None or name is None or not told:
            return
        parameter = told[1]
        edits = marker_field(site, item, parameter) if item.type == "struct_item" else []
        if edits:
            edits += marker_values(site, text_of(name), item)
            yield site.candidate(
                self.id,
                f"Use `{parameter}` in a `PhantomData` field of `{text_of(name)}`",
                *edits,
                safety=self.safety,
                cost=f"Other files that make a `{text_of(name)}` have to give the field too.",
            )
        drop = _dropped(site, item, parameter)
        if drop:
            yield site.candidate(
                self.id,
                f"Drop the parameter `{parameter}` of `{text_of(name)}`",
                *drop,
                safety=self.safety,
                cost=f"`{text_of(name)}` no longer tells its values apart by `{parameter}`.",
            )


def _dropped(site: Site, item: Node, parameter: str) -> list[Edit]:
    """Return the edits that remove a parameter with the arguments for it in this file.

    A struct's arguments are kept: there the field is the better way.
    """
    generics = item.child_by_field_name("type_parameters")
    listed = generics.named_children if generics is not None else []
    at = next((i for i, p in enumerate(listed) if node_name(p) == parameter), None)
    if generics is None or at is None:
        return []
    edits = [_without(generics, listed[at])]
    for kind in descendants(
        site.source.tree.root_node, "generic_type", "generic_type_with_turbofish"
    ):
        named, given = kind.child_by_field_name("type"), kind.child_by_field_name("type_arguments")
        if named is None or given is None or text_of(named) != node_name(item):
            continue
        if item.type == "struct_item" or len(given.named_children) != len(listed):
            return []
        argument = given.named_children[at]
        # Inside of what is dropped already nothing is left to drop.
        if not any(e.span.start <= kind.start_byte < e.span.end for e in edits):
            edits.append(_without(given, argument))
            edits += [e for e in _freed(kind, text_of(argument)) if e not in edits]
    return edits


def _freed(kind: Node, argument: str) -> list[Edit]:
    """Drop a parameter of the impl or function around, if it was there for this argument alone."""
    owner = next((n for n in ancestors(kind) if parameter_named(n, argument) is not None), None)
    parameter = parameter_named(owner, argument) if owner is not None else None
    generics = owner.child_by_field_name("type_parameters") if owner is not None else None
    if owner is None or parameter is None or generics is None or owner.type == "enum_item":
        return []
    name = kind.child_by_field_name("type")
    for node in descendants(owner, "type_identifier"):
        around = ancestor(node, "generic_type", "generic_type_with_turbofish")
        of = around.child_by_field_name("type") if around is not None else None
        own = of is not None and name is not None and text_of(of) == text_of(name)
        if text_of(node) == argument and not own and node.parent != parameter:
            return []
    return [_without(generics, parameter)]


def _without(listed: Node, gone: Node) -> Edit:
    """Return the edit that removes one of a list, and the brackets with the last one."""
    others = [n for n in listed.named_children if n != gone]
    before = [n for n in others if n.end_byte <= gone.start_byte]
    if not others:
        turbofish = listed.prev_sibling
        colons = turbofish is not None and text_of(turbofish) == "::"
        start = turbofish.start_byte if turbofish is not None and colons else listed.start_byte
        return Edit.delete(start, listed.end_byte)
    if before:
        return Edit.delete(before[-1].end_byte, gone.end_byte)
    return Edit.delete(gone.start_byte, others[0].start_byte)
