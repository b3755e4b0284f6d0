"""Matches the variant that a function makes instead of the call, which is no pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import (
    find_item,
    member_names,
    node_name,
    variants,
)
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.returns import tail_of
from rust_agent_lsp.syntax.tree import ancestor, text_of


class MatchConstructedVariant(FixRule):
    """Writes `Shape::Dot` for the pattern `Shape::new()` where that function returns it.

    Where the function does not tell, the first variant that the match lacks is a guess.
    """

    codes: ClassVar = ("E0164", "E0533", "E0532")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub enum Shape {\n    Dot,\n    Line,\n}\nimpl Shape {\n"
            "    fn new() -> Self {\n"
            "        Self::Dot\n    }\n}\npub fn f(s: Shape) -> u8 {\n    match s {\n"
            "        Shape::new() => 1,\n        _ => 2,\n    }\n}\n",
            after="pub enum Shape {\n    Dot,\n    Line,\n}\nimpl Shape {\n    fn new() -> Self {\n"
            "        Self::Dot\n    }\n}\npub fn f(s: Shape) -> u8 {\n    match s {\n"
            "        Shape::Dot => 1,\n        _ => 2,\n    }\n}\n",
            code="E0164",
        ),
        Example(
            before="pub enum A {\n    B,\n    C,\n}\nimpl A {\n    fn new() {}\n}\n"
            "pub fn f(s: A) -> u8 {\n    match s {\n        A::B => 0,\n        A::new() => 1,\n"
            "        _ => 2,\n    }\n}\n",
            after="pub enum A {\n    B,\n    C,\n}\nimpl A {\n    fn new() {}\n}\n"
            "pub fn f(s: A) -> u8 {\n    match s {\n        A::B => 0,\n        A::C => 1,\n"
            "        _ => 2,\n    }\n}\n",
            code="E0164",
        ),
    )
    refuses: ClassVar = (
        "pub struct P(u8);\nimpl P {\n    fn new() -> P {\n        P(1)\n    }\n}\n"
        "pub fn f(s: P) -> u8 {\n    match s {\n        P::new() => 1,\n        _ => 2,\n    }\n"
        "}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not re.search(r"found (?:associated function|method)", site.diagnostic.message):
            return
        at = site.enclosing("tuple_struct_pattern", "scoped_identifier")
        if at is not None and at.parent is not None and at.parent.type == "tuple_struct_pattern":
            at = at.parent
        if at is None:
            return
        owner, _, name = text_of(at).partition("(")[0].rpartition("::")
        block = at if owner != "Self" else None
        item = find_item(site, owner, "type") if block is not None else None
        if item is None or item.node.type != "enum_item":
            return
        made = [n for own, n in member_names(site, item.name) if own == name]
        body = made[0].child_by_field_name("body") if made else None
        tail = tail_of(body) if body is not None else None
        units = [node_name(v) for v in variants(item.node) if not v.child_by_field_name("body")]
        told = re.fullmatch(rf"(?:Self|{item.name})::(\w+)", text_of(tail)) if tail else None
        if told and told[1] in units:
            new = f"{owner}::{told[1]}"
            yield site.candidate(
                self.id, f"Match `{new}`, which `{name}` makes", replace_node(at, new)
            )
            return
        host = ancestor(at, "match_block")
        text = text_of(host) if host is not None else ""
        free = [u for u in units if not re.search(rf"::{u}\b", text)]
        for unit in free[:1]:
            yield site.candidate(
                self.id,
                f"Match `{owner}::{unit}`",
                replace_node(at, f"{owner}::{unit}"),
                safety=Safety.GUESS,
                cost="Which variant is meant is a guess.",
            )
