"""Gives a struct literal that ends in `..` the value that the other fields come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import (
    find_item,
    implements,
    named_fields,
)
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import plain_value
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import ancestor, text_of


class CompleteBase(FixRule):
    """Writes `..Default::default()` where the struct has it, else the fields with plain values."""

    codes: ClassVar = ("E0797",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="#[derive(Default)]\npub struct P {\n    x: u8,\n    y: u8,\n}\n"
            "pub fn f() -> P {\n    P { x: 1, .. }\n}\n",
            after="#[derive(Default)]\npub struct P {\n    x: u8,\n    y: u8,\n}\n"
            "pub fn f() -> P {\n    P { x: 1, ..Default::default() }\n}\n",
        ),
        Example(
            before="pub struct P {\n    x: u8,\n    y: u8,\n}\npub fn f() -> P {\n"
            "    P { x: 1, .. }\n}\n",
            after="pub struct P {\n    x: u8,\n    y: u8,\n}\npub fn f() -> P {\n"
            "    P { x: 1, y: 0 }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct R<'a>(&'a u8);\npub struct P<'a> {\n    x: u8,\n    y: R<'a>,\n}\n"
        "pub fn f<'a>() -> P<'a> {\n    P { x: 1, .. }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, end = site.source, site.diagnostic.span.start
        dots = source.text.rfind(b"..", 0, end + 2)
        if dots < 0:
            return
        literal = ancestor(source.node_at(Span(dots, dots)), "struct_expression")
        name = literal.child_by_field_name("name") if literal is not None else None
        text = source.text[:dots].decode(errors="replace")
        head = re.search(r"([\w:]+)\s*\{[^{}]*$", text)
        owner = text_of(name) if name is not None else head[1] if head is not None else ""
        item = find_item(site, owner, "type")
        if item is None:
            return
        if implements(site, item, "Default"):
            edit = Edit.insert(dots + 2, "Default::default()")
            title = "Take the other fields from `Default::default()`"
            yield site.candidate(self.id, title, edit, safety=Safety.CHANGES_BEHAVIOUR)
            return
        given = set(re.findall(r"(\w+)\s*(?=[:,])", text[text.rfind("{") :]))
        missing = {n: k for n, k in named_fields(item.node).items() if n not in given}
        values = {n: plain_value(site, kind) for n, kind in missing.items()}
        if values and all(value is not None for value in values.values()):
            new = ", ".join(f"{n}: {value}" for n, value in values.items())
            yield site.candidate(
                self.id,
                f"Write the other fields: `{short(new)}`",
                Edit(Span(dots, dots + 2), new),
                safety=Safety.CHANGES_BEHAVIOUR,
                cost="The values are only the plainest of their types.",
            )
