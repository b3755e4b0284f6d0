"""Lets a trait be used as `dyn Trait`, or does without `dyn`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.diagnostic import Label
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import where_edit
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, text_of

_METHODS = ("function_signature_item", "function_item")


class MakeDynCompatible(FixRule):
    """Takes the offending methods out of `dyn Trait` with `where Self: Sized`.

    They can then no longer be called through `dyn`. Where a parameter is a `dyn Trait`, or
    the trait has a constant, the function may be made for each type instead (`impl Trait`).
    """

    codes: ClassVar = ("E0038",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Shape {\n    fn twin(&self) -> Self;\n    fn area(&self) -> u8;\n}\n"
            "pub fn f(s: &dyn Shape) -> u8 {\n    s.area()\n}\n",
            after="pub trait Shape {\n    fn twin(&self) -> Self where Self: Sized;\n"
            "    fn area(&self) -> u8;\n}\n"
            "pub fn f(s: &dyn Shape) -> u8 {\n    s.area()\n}\n",
        ),
        Example(
            before="pub trait Shape {\n    const SIDES: u8;\n    fn area(&self) -> u8;\n}\n"
            "pub fn f(s: &dyn Shape) -> u8 {\n    s.area()\n}\n",
            after="pub trait Shape {\n    const SIDES: u8;\n    fn area(&self) -> u8;\n}\n"
            "pub fn f(s: &impl Shape) -> u8 {\n    s.area()\n}\n",
        ),
        Example(
            before="pub trait Shape: Sized {\n    fn area(&self) -> u8;\n}\n"
            "pub struct All(pub Vec<Box<dyn Shape>>);\n",
            after="pub trait Shape {\n    fn area(&self) -> u8;\n}\n"
            "pub struct All(pub Vec<Box<dyn Shape>>);\n",
        ),
    )
    refuses: ClassVar = (
        "pub trait Shape {\n    const SIDES: u8;\n}\npub struct All(pub Vec<Box<dyn Shape>>);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.match(r"the trait `(?:\w+::)*(\w+)", site.diagnostic.message)
        if found is None:
            return
        reasons = _reasons(site)
        edits = [_edit(site, label) for label in reasons]
        if edits and all(edit is not None for edit in edits):
            names = [f"`{n}`" for label in reasons if (n := _method_name(site, label))]
            title = f"Demand `Self: Sized` for {' and '.join(dict.fromkeys(names))}"
            yield site.candidate(
                self.id,
                title if names else f"No longer demand of `{found[1]}` what needs `Self: Sized`",
                *dict.fromkeys(edit for edit in edits if edit is not None),
                safety=self.safety,
                cost=f"They cannot be called on a `dyn {found[1]}`." if names else "",
            )
        keywords = list(_parameters(site))
        if keywords:
            yield site.candidate(
                self.id,
                f"Take any `impl {found[1]}` instead of `dyn {found[1]}`",
                *(replace_node(word, "impl") for word in keywords),
                safety=self.safety,
                cost="The function is compiled once for each type that it is called with.",
            )


def _reasons(site: Site) -> list[Label]:
    """Return the labels that say why the trait cannot be `dyn`."""
    return [
        label
        for note in site.diagnostic.notes
        for label in note.labels
        if label.location.path == site.source.path
        and re.match(r"\.\.\.because|\.\.\.and|[\w .]*because ", label.text)
    ]


def _method(site: Site, label: Label) -> Node | None:
    return ancestor(site.node_of(label), *_METHODS)


def _method_name(site: Site, label: Label) -> str:
    method = _method(site, label)
    return node_name(method) if method is not None else ""


def _edit(site: Site, label: Label) -> Edit | None:
    if "requires `Self: Sized`" in label.text:
        return _without_sized(site, label)
    method = _method(site, label)
    if method is None or ancestor(method, "trait_item") is None:
        return None
    return where_edit(method, "Self: Sized")


def _without_sized(site: Site, label: Label) -> Edit | None:
    trait = ancestor(site.node_of(label), "trait_item")
    bounds = trait.child_by_field_name("bounds") if trait is not None else None
    if bounds is None:
        return None
    span = label.location.span
    kept = [text_of(b) for b in bounds.named_children if b.start_byte != span.start]
    if len(kept) == len(bounds.named_children):
        return None
    return replace_node(bounds, f": {' + '.join(kept)}" if kept else "")


def _parameters(site: Site) -> Iterator[Node]:
    """Yield the words `dyn` of the same trait in the parameters around the diagnostic."""
    item = site.enclosing("function_item")
    listed = item.child_by_field_name("parameters") if item is not None else None
    if item is None or listed is None:
        return
    inside = item.start_byte <= site.diagnostic.span.start < listed.end_byte
    block = ancestor(item, "impl_item", "trait_item")
    in_trait = block is not None and (
        block.type == "trait_item" or block.child_by_field_name("trait") is not None
    )
    name = re.match(r"the trait `(?:\w+::)*(\w+)", site.diagnostic.message)
    if in_trait or name is None or not (inside or _body_uses(site, item)):
        return
    for kind in descendants(listed, "dynamic_type"):
        around = [n for n in ancestors(kind) if n.start_byte >= listed.start_byte]
        plain = all(
            n.type not in ("generic_type", "function_type") or text_of(n).startswith("Box<")
            for n in around
        )
        if plain and re.search(rf"\b{name[1]}\b", text_of(kind)):
            yield kind.children[0]


def _body_uses(site: Site, item: Node) -> bool:
    body = item.child_by_field_name("body")
    return body is not None and body.start_byte <= site.diagnostic.span.start < body.end_byte
