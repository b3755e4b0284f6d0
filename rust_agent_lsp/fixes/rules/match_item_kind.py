"""Writes an item of an `impl` as the kind of item that the trait has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import members, node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.trait_items import (
    Implementation,
    implementation_at,
    indented,
    substituted,
    trait_member,
    written,
)
from rust_agent_lsp.fixes.values import plain_value
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.returns import tail_of
from rust_agent_lsp.syntax.tree import ancestor, text_of

_ITEMS = ("const_item", "type_item", "function_item", "associated_type")


class MatchItemKind(FixRule):
    """Turns a constant, type or function of an `impl` into what the trait declares by that name.

    The value or type is taken over where it fits; where there is none, the plainest is written.
    """

    codes: ClassVar = ("E0323", "E0324", "E0325")
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="pub trait Foo {\n    type N;\n}\nimpl Foo for bool {\n"
            "    const N: u32 = 0;\n}\n",
            after="pub trait Foo {\n    type N;\n}\nimpl Foo for bool {\n    type N = u32;\n}\n",
            code="E0323",
        ),
        Example(
            before="pub trait Foo {\n    const N: u32;\n}\nimpl Foo for bool {\n"
            "    fn N() -> u32 {\n        7\n    }\n}\n",
            after="pub trait Foo {\n    const N: u32;\n}\nimpl Foo for bool {\n"
            "    const N: u32 = 7;\n}\n",
            code="E0324",
        ),
        Example(
            before="pub trait Foo {\n    fn n(&self) -> u32;\n}\nimpl Foo for bool {\n"
            "    const n: u32 = 7;\n}\n",
            after="pub trait Foo {\n    fn n(&self) -> u32;\n}\nimpl Foo for bool {\n"
            "    fn n(&self) -> u32 {\n        7\n    }\n}\n",
            code="E0323",
        ),
    )
    refuses: ClassVar = (
        "pub struct Key;\npub trait Foo {\n    const N: Key;\n}\nimpl Foo for bool {\n"
        "    type N = Key;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        impl, item = implementation_at(site), ancestor(site.node, *_ITEMS)
        if impl is None or item is None:
            return
        declared = trait_member(impl, node_name(item))
        text = _written(site, impl, item, declared) if declared is not None else None
        if text is None or declared is None:
            return
        words = {"const_item": "a constant", "associated_type": "a type"}
        yield site.candidate(
            self.id,
            f"Make `{node_name(item)}` {words.get(declared.type, 'a function')}, as in the trait",
            replace_node(item, text),
            *_owed(site, impl),
            safety=Safety.API_CHANGE if _value(item) is not None else self.safety,
        )


def _owed(site: Site, impl: Implementation) -> list[Edit]:
    """Return the edit that writes what else the impl owes: the error hid that it is missing."""
    listed = members(impl.declared.node) if impl.declared is not None else []
    have = {node_name(m) for m in members(impl.node)}
    names = [
        node_name(m)
        for m in listed
        if node_name(m) not in have and m.type != "function_item" and " = " not in text_of(m)
    ]
    made = [written(site, impl, name, todo=False) for name in names]
    body = impl.node.child_by_field_name("body")
    if body is None or not names or any(one is None for one in made):
        return []
    outer = site.source.indent_at(impl.node.start_byte)
    texts = "\n\n".join(indented(one, f"{outer}    ") for one in made if one is not None)
    last = body.named_children[-1].end_byte if body.named_children else body.start_byte + 1
    return [Edit.insert(last, f"\n\n{texts}")]


def _value(item: Node) -> str | None:
    """Return the value of a constant, or of a function that is one expression."""
    value = item.child_by_field_name("value")
    body = item.child_by_field_name("body")
    if value is None and body is not None and len(body.named_children) == 1:
        value = tail_of(body)
    return text_of(value) if value is not None else None


def _written(site: Site, impl: Implementation, item: Node, declared: Node) -> str | None:
    kind = item.child_by_field_name("type") or item.child_by_field_name("return_type")
    if declared.type == "associated_type":
        return f"type {node_name(item)} = {text_of(kind)};" if kind is not None else None
    text = substituted(impl, text_of(declared)).partition(" = ")[0].rstrip("; \n")
    wanted = declared.child_by_field_name("type") or declared.child_by_field_name("return_type")
    value = _value(item)
    if value is None and wanted is not None:
        value = plain_value(site, substituted(impl, text_of(wanted)))
    if declared.type == "const_item":
        return f"{text} = {value};" if value is not None else None
    if declared.type != "function_signature_item" or value is None:
        return None
    indent = site.source.indent_at(item.start_byte)
    return f"{text} {{\n{indent}    {value}\n{indent}}}"
