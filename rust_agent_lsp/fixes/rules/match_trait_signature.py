"""Makes a method's signature that of its trait, or the trait's that of the method."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.trait_items import (
    Implementation,
    implementation_at,
    std_member,
    substituted,
    trait_member,
)
from rust_agent_lsp.fixes.values import split_top
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit, Span
from rust_agent_lsp.syntax.names import mentions
from rust_agent_lsp.syntax.tree import text_of


class MatchTraitSignature(FixRule):
    """Takes over the parameters and types that the trait declares; names of parameters stay.

    Parameters are dropped only when the body does not use them. The other way round, the trait
    takes the method's signature, which other impls and callers will see.
    """

    codes: ClassVar = ("E0050", "E0053", "E0185", "E0186", "E0195", "E0049", "E0326")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Area {\n    fn area(&self, scale: u8) -> u8;\n}\npub struct S(u8);\n"
            "impl Area for S {\n    fn area(&self) -> u8 {\n        self.0\n    }\n}\n",
            after="pub trait Area {\n    fn area(&self, scale: u8) -> u8;\n}\npub struct S(u8);\n"
            "impl Area for S {\n    fn area(&self, _scale: u8) -> u8 {\n        self.0\n    }\n}\n",
            code="E0050",
        ),
        Example(
            before="pub trait Area {\n    fn area(&self, scale: &u8) -> u8;\n}\npub struct S(u8);\n"
            "impl Area for S {\n    fn area(&self, k: &mut u8) -> u8 {\n        self.0 * *k\n"
            "    }\n}\n",
            after="pub trait Area {\n    fn area(&self, scale: &u8) -> u8;\n}\npub struct S(u8);\n"
            "impl Area for S {\n    fn area(&self, k: &u8) -> u8 {\n        self.0 * *k\n    }\n"
            "}\n",
            code="E0053",
        ),
        Example(
            before="pub trait Area {\n    fn area() -> u8;\n}\npub struct S(u8);\n"
            "impl Area for S {\n    fn area(&self) -> u8 {\n        self.0\n    }\n}\n",
            after="pub trait Area {\n    fn area(&self) -> u8;\n}\npub struct S(u8);\n"
            "impl Area for S {\n    fn area(&self) -> u8 {\n        self.0\n    }\n}\n",
            code="E0185",
        ),
    )
    refuses: ClassVar = (
        "pub struct S(u8);\nimpl Clone for S {\n    fn clone(&self, deep: bool) -> S {\n"
        "        S(self.0 + u8::from(deep))\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        impl = implementation_at(site)
        mine = site.enclosing("function_item", "const_item")
        if impl is None or mine is None:
            return
        name = node_name(mine)
        theirs = trait_member(impl, name) or std_member(impl, name)
        if theirs is None:
            yield from self._from_message(site, impl, name)
            return
        if mine.type == "const_item":
            here, there = _const_type(mine, theirs), _const_type(theirs, mine)
        else:
            new = _signature(impl, mine, theirs)
            here = Edit(_head(mine), new) if new is not None else None
            there = Edit(_head(theirs), site.source.slice(_head(mine)))
        if here is not None:
            yield site.candidate(
                self.id, f"Declare `{name}` as the trait `{impl.trait}` does", here
            )
        if impl.declared is not None and there is not None:
            yield Candidate(
                self.id,
                f"Change `{name}` in the trait `{impl.trait}` to what stands here",
                (FileEdit(impl.declared.file.path, (there,)),),
                self.safety,
                f"Every impl and use of `{impl.trait}::{name}` sees the change.",
            )

    def _from_message(self, site: Site, impl: Implementation, name: str) -> Iterator[Candidate]:
        """Use `expected signature …` of a trait that is declared elsewhere."""
        mine = site.enclosing("function_item")
        told = site.match(r"expected signature `fn\((.*)\)(?: -> ([^`]+))?`\s")
        parameters = mine.child_by_field_name("parameters") if mine is not None else None
        if not told or parameters is None or "_" in re.split(r"\W", told[1]):
            return
        types = split_top(told[1])
        if len(types) != len(parameters.named_children):
            return
        for node, kind in zip(parameters.named_children, types, strict=True):
            covers = node.start_byte <= site.diagnostic.span.start < node.end_byte
            if not covers:
                continue
            written = node.child_by_field_name("type")
            text = re.sub(r"^(&(?:mut )?).*", r"\1self", kind) if written is None else kind
            old = written or node
            if text != text_of(old):
                yield site.candidate(
                    self.id,
                    f"Declare `{name}` as the trait `{impl.trait}` does",
                    Edit(Span(old.start_byte, old.end_byte), text),
                )


def _head(function: Node) -> Span:
    """Return the span from behind the name up to the end of the return type."""
    name = function.child_by_field_name("name") or function
    last = function.child_by_field_name("return_type")
    last = last or function.child_by_field_name("parameters") or name
    return Span(name.end_byte, last.end_byte)


def _const_type(mine: Node, theirs: Node) -> Edit | None:
    old, new = mine.child_by_field_name("type"), theirs.child_by_field_name("type")
    if old is None or new is None:
        return None
    return Edit(Span(old.start_byte, old.end_byte), text_of(new))


def _parameters(function: Node) -> list[Node]:
    listed = function.child_by_field_name("parameters")
    kinds = ("parameter", "self_parameter")
    return [n for n in listed.named_children if n.type in kinds] if listed is not None else []


def _signature(impl: Implementation, mine: Node, theirs: Node) -> str | None:
    """Return generics, parameters and return type as the trait has them; None to give up."""
    own = [p for p in _parameters(mine) if p.type == "parameter"]
    body = mine.child_by_field_name("body")
    texts = []
    for parameter in _parameters(theirs):
        kind = parameter.child_by_field_name("type")
        if parameter.type == "self_parameter" or kind is None:
            texts.append(_receiver(mine, parameter))
            continue
        if own:
            pattern = text_of(own.pop(0)).partition(":")[0]
        else:
            pattern = "_" + text_of(parameter).partition(":")[0].lstrip("_")
        texts.append(f"{pattern}: {substituted(impl, text_of(kind))}")
    for spare in own:
        pattern_node = spare.child_by_field_name("pattern")
        if body is None or pattern_node is None or mentions(body, text_of(pattern_node)):
            return None
    takes = any(p.type == "self_parameter" for p in _parameters(theirs))
    if not takes and body is not None and mentions(body, "self"):
        return None
    generics = theirs.child_by_field_name("type_parameters")
    result = theirs.child_by_field_name("return_type")
    head = substituted(impl, text_of(generics)) if generics is not None else ""
    tail = f" -> {substituted(impl, text_of(result))}" if result is not None else ""
    return f"{head}({', '.join(texts)}){tail}"


def _receiver(mine: Node, theirs: Node) -> str:
    """Keep `mut self` where the trait has `self`."""
    own = next((p for p in _parameters(mine) if p.type == "self_parameter"), None)
    if text_of(theirs) == "self" and own is not None and text_of(own) == "mut self":
        return "mut self"
    return text_of(theirs)
