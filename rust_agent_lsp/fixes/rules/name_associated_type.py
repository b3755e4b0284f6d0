"""Says which type stands for a trait's open types in a trait object."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import crate_files, members, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import split_top
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class NameAssociatedType(FixRule):
    """Writes `dyn Trait<Item = T>`, with a type that an `impl` of the trait gives.

    With no such type, or several, the function or alias around it may take it as a parameter.
    """

    codes: ClassVar = ("E0191", "E0393")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Source {\n    type Item;\n    fn get(&self) -> Self::Item;\n}\n"
            "impl Source for u8 {\n    type Item = u16;\n    fn get(&self) -> u16 {\n"
            "        1\n    }\n}\npub fn f(s: &dyn Source) -> u16 {\n    s.get()\n}\n",
            after="pub trait Source {\n    type Item;\n    fn get(&self) -> Self::Item;\n}\n"
            "impl Source for u8 {\n    type Item = u16;\n    fn get(&self) -> u16 {\n"
            "        1\n    }\n}\npub fn f(s: &dyn Source<Item = u16>) -> u16 {\n    s.get()\n}\n",
            code="E0191",
        ),
        Example(
            before="pub struct All {\n    pub each: Box<dyn Iterator>,\n}\n"
            "pub fn all(each: Box<dyn Iterator<Item = u8>>) -> All {\n    All { each }\n}\n",
            after="pub struct All {\n    pub each: Box<dyn Iterator<Item = u8>>,\n}\n"
            "pub fn all(each: Box<dyn Iterator<Item = u8>>) -> All {\n    All { each }\n}\n",
            code="E0191",
        ),
        Example(
            before="pub fn count(all: Box<dyn Iterator>) -> usize {\n    all.count()\n}\n",
            after="pub fn count<T>(all: Box<dyn Iterator<Item = T>>) -> usize {\n"
            "    all.count()\n}\n",
            code="E0191",
        ),
        Example(
            before="pub trait Same<T = Self> {\n    fn same(&self, other: &T) -> bool;\n}\n"
            "pub type Any = Box<dyn Same>;\n",
            after="pub trait Same<T = Self> {\n    fn same(&self, other: &T) -> bool;\n}\n"
            "pub type Any<T> = Box<dyn Same<T>>;\n",
            code="E0393",
        ),
        Example(
            before="pub trait Source {\n    type Item;\n}\n"
            "pub type Lent<'a> = &'a (dyn Source + 'a);\n",
            after="pub trait Source {\n    type Item;\n}\n"
            "pub type Lent<'a, T> = &'a (dyn Source<Item = T> + 'a);\n",
            code="E0191",
        ),
    )
    refuses: ClassVar = ("pub struct All {\n    pub each: Box<dyn Iterator>,\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        message = site.diagnostic.message
        named = re.match(r"the value of the associated types? (.+) must be specified", message)
        left_out = re.match(r"the type parameters? (.+) must be explicitly specified", message)
        found = named or left_out
        if found is None:
            return
        # "`Node` and `Edge` in `Graph`" names both types, and then their trait.
        wanted = re.findall(r"`(\w+)`(?=(?:(?:,| and|, and) `\w+`)* in `)", found[1])
        wanted = wanted or re.findall(r"`(\w+)`", found[1])[:1]
        if left_out is not None:
            wanted = re.findall(r"`(\w+)`", found[1])
        trait = base_name(site.source.slice(site.diagnostic.span))
        given = _given(site, trait, wanted, by_name=named is not None)
        given = given or _written(site, trait, wanted)
        mark = "{} = {}" if named is not None else "{1}"
        for types in given[:3]:
            text = ", ".join(mark.format(n, t) for n, t in zip(wanted, types, strict=True))
            yield self._candidate(site, trait, text)
        holder = site.enclosing("function_item", "type_item", "struct_item", "impl_item")
        if holder is not None and holder.type in ("function_item", "type_item") and len(given) != 1:
            yield from self._generic(site, trait, wanted, mark, holder)

    def _generic(
        self, site: Site, trait: str, wanted: list[str], mark: str, holder: Node
    ) -> Iterator[Candidate]:
        listed = holder.child_by_field_name("type_parameters")
        name = holder.child_by_field_name("name")
        if name is None:
            return
        taken = {text_of(n) for n in descendants(holder, "type_identifier")}
        letters = [c for c in "TUVWABCD" if c not in taken][: len(wanted)]
        text = ", ".join(mark.format(n, c) for n, c in zip(wanted, letters, strict=False))
        declared = ", ".join(letters)
        if listed is not None and listed.named_children:
            edit = Edit.insert(listed.named_children[-1].end_byte, f", {declared}")
        else:
            edit = Edit.insert(name.end_byte, f"<{declared}>")
        yield self._candidate(site, trait, text, edit)

    def _candidate(self, site: Site, trait: str, text: str, *more: Edit) -> Candidate:
        return site.candidate(
            self.id,
            f"Say `dyn {trait}<{text}>`",
            _argument(site, text),
            *more,
            safety=self.safety,
            cost="Only values whose own types agree can be used there.",
        )


def _argument(site: Site, text: str) -> Edit:
    """Return the edit that adds a generic argument to the trait at the diagnostic."""
    generic = ancestor(site.node, "generic_type")
    end = site.diagnostic.span.end
    if generic is not None and generic.start_byte >= site.diagnostic.span.start:
        listed = generic.child_by_field_name("type_arguments")
        if listed is not None and listed.named_children:
            return Edit.insert(listed.named_children[-1].end_byte, f", {text}")
    return Edit.insert(end, f"<{text}>")


def _written(site: Site, trait: str, wanted: list[str]) -> list[tuple[str, ...]]:
    """Return the types that other mentions of the trait in this file give."""
    found = []
    for kind in descendants(site.source.tree.root_node, "generic_type"):
        named, given = kind.child_by_field_name("type"), kind.child_by_field_name("type_arguments")
        if named is None or given is None or base_name(text_of(named)) != trait:
            continue
        parts = [text_of(p).partition("=") for p in given.named_children]
        types = {left.strip(): right.strip() for left, equals, right in parts if equals}
        if all(n in types for n in wanted) and not any("impl" in types[n] for n in wanted):
            found.append(tuple(types[n] for n in wanted))
    return list(dict.fromkeys(found))


def _given(site: Site, trait: str, wanted: list[str], *, by_name: bool) -> list[tuple[str, ...]]:
    """Return the types that the crate's impls of `trait` give, each set once."""
    found = []
    for file, _ in crate_files(site):
        for block in descendants(file.tree.root_node, "impl_item"):
            kind = block.child_by_field_name("trait")
            if kind is None or base_name(text_of(kind)) != trait:
                continue
            if block.child_by_field_name("type_parameters") is not None:
                continue
            types = _types(block, text_of(kind), wanted, by_name=by_name)
            if types and len(types) == len(wanted):
                found.append(types)
    return list(dict.fromkeys(found))


def _types(block: Node, trait: str, wanted: list[str], *, by_name: bool) -> tuple[str, ...]:
    if not by_name:
        inside = re.search(r"<(.*)>$", trait, re.S)
        return tuple(split_top(inside[1])) if inside else ()
    types = {
        node_name(m): text_of(kind)
        for m in members(block)
        if m.type == "type_item" and (kind := m.child_by_field_name("type")) is not None
    }
    return tuple(types[n] for n in wanted if n in types)
