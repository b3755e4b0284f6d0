"""Reads or sets a field where a getter or setter is called that the struct does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import find_item, named_fields
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.tree import ancestor, text_of
from rust_agent_lsp.syntax.types import plain


class UseFieldForGetter(FixRule):
    """Writes `p.name` for `p.get_name()` and `p.name = value` for `p.set_name(value)`."""

    codes: ClassVar = ("E0599",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Person {\n    age: u8,\n}\npub fn f(person: &Person) -> u8 {\n"
            "    person.get_age()\n}\n",
            after="pub struct Person {\n    age: u8,\n}\npub fn f(person: &Person) -> u8 {\n"
            "    person.age\n}\n",
        ),
        Example(
            before="pub struct Person {\n    age: u8,\n}\npub fn f(person: &mut Person) {\n"
            "    person.set_age(3);\n}\n",
            after="pub struct Person {\n    age: u8,\n}\npub fn f(person: &mut Person) {\n"
            "    person.age = 3;\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Person {\n    age: u8,\n}\npub fn f(person: &Person) -> u8 {\n"
        "    person.get_size()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.match(
            r"no method named `(get|set)_(\w+)` found for (?:struct|reference|mutable reference) "
            r"`&?(?:mut )?([^`]+)`",
            site.diagnostic.message,
        )
        item = find_item(site, plain(told[3]), "type") if told is not None else None
        if told is None or item is None or told[2] not in named_fields(item.node):
            return
        field, span = told[2], site.diagnostic.span
        if told[1] == "get":
            if site.source.slice(Span(span.end, span.end + 2)) != "()":
                return
            for tail in ("", ".clone()"):
                yield site.candidate(
                    self.id,
                    f"Read the field `{field}{tail}`",
                    Edit(Span(span.start, span.end + 2), f"{field}{tail}"),
                    cost="Copies the value." if tail else "",
                )
            return
        node = ancestor(site.node, "call_expression")
        call = call_of(node) if node is not None else None
        if node is None or call is None or call.receiver is None or len(call.arguments) != 1:
            return
        if node.parent is None or node.parent.type != "expression_statement":
            return
        value = site.source.slice(call.arguments[0])
        yield site.candidate(
            self.id,
            f"Set the field `{field}`",
            replace_node(node, f"{text_of(call.receiver)}.{field} = {value}"),
        )
