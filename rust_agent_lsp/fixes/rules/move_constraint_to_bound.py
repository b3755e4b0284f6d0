"""Puts `Item = T` where a bound demands it, or says it of the type itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, members, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import declaring_item, where_clause
from rust_agent_lsp.syntax.tree import ancestor, text_of

_STD = {"Item": ("Iterator", "IntoIterator"), "Target": ("Deref",), "Output": ("Add", "Mul", "Sub")}


class MoveConstraintToBound(FixRule):
    """Moves `Item = T` from a type parameter to its bound; `Vec<Item = T>` becomes `Vec<T>`."""

    codes: ClassVar = ("E0229", "E0107")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn sum<I>(all: I<Item = u8>) -> u8\nwhere\n    I: Iterator,\n{\n"
            "    all.sum()\n}\n",
            after="pub fn sum<I>(all: I) -> u8\nwhere\n    I: Iterator<Item = u8>,\n{\n"
            "    all.sum()\n}\n",
            code="E0229",
        ),
        Example(
            before="pub fn some() -> Vec<Item = u8> {\n    vec![1]\n}\n",
            after="pub fn some() -> Vec<u8> {\n    vec![1]\n}\n",
            code="E0229",
        ),
    )
    refuses: ClassVar = (
        "pub struct S;\npub fn f(_: S<Item = u8>) {}\n",
        "pub trait Out {}\npub struct W<T>(T);\npub fn f<I>(w: W<I, Item = u8>, i: I) {}\n",
        "pub fn f(all: Vec<u8, u8, u8>) -> usize {\n    all.len()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        kind = ancestor(site.node, "generic_type")
        named = kind.child_by_field_name("type") if kind is not None else None
        given = kind.child_by_field_name("type_arguments") if kind is not None else None
        if kind is None or named is None or given is None or len(given.named_children) != 1:
            return
        binding = given.named_children[0]
        value = binding.child_by_field_name("type")
        if binding.type != "type_binding" or value is None:
            return
        declared = declaring_item(kind, text_of(named))
        if declared is None:
            own = find_item(site, text_of(named))
            takes = own is None or own.node.child_by_field_name("type_parameters") is not None
            if not takes or text_of(named) == "Self":
                return
            yield site.candidate(
                self.id,
                f"Write `{text_of(named)}<{text_of(value)}>`",
                replace_node(binding, text_of(value)),
            )
            return
        bound = _bound(
            site, *declared, node_name(binding) or text_of(binding).split("=")[0].strip()
        )
        if bound is not None:
            yield site.candidate(
                self.id,
                f"Demand `{text_of(binding)}` of `{text_of(bound)}` instead",
                _constrained(bound, text_of(binding)),
                replace_node(given, ""),
            )


def _bound(site: Site, item: Node, parameter: Node, wanted: str) -> Node | None:
    """Return the bound of the parameter whose trait has the associated type."""
    lists = [parameter.child_by_field_name("bounds")]
    where = where_clause(item)
    for predicate in where.named_children if where is not None else []:
        left = predicate.child_by_field_name("left")
        if left is not None and text_of(left) == node_name(parameter):
            lists.append(predicate.child_by_field_name("bounds"))
    for bound in (b for listed in lists if listed is not None for b in listed.named_children):
        trait = find_item(site, text_of(bound), "trait")
        own = trait is not None and any(node_name(m) == wanted for m in members(trait.node))
        if own or base_name(text_of(bound)) in _STD.get(wanted, ()):
            return bound
    return None


def _constrained(bound: Node, text: str) -> Edit:
    listed = bound.child_by_field_name("type_arguments")
    if listed is not None and listed.named_children:
        return Edit.insert(listed.named_children[-1].end_byte, f", {text}")
    return Edit.insert(bound.end_byte, f"<{text}>")
