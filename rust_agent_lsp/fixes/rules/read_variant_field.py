"""Binds a variant's field in the pattern that has matched it, and reads it from there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, named_fields, node_name, variants
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import ancestor, ancestors, text_of


class ReadVariantField(FixRule):
    """Turns `s.radius` into `radius` where `s` is matched as `Shape::Circle { radius, .. }`.

    An enum of one variant is taken apart at the place itself.
    """

    codes: ClassVar = ("E0609",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub enum Shape {\n    Circle { radius: f64 },\n    Dot,\n}\n"
            "pub fn area(s: &Shape) -> f64 {\n    if let Shape::Circle { .. } = s {\n"
            "        s.radius * s.radius\n    } else {\n        0.0\n    }\n}\n",
            after="pub enum Shape {\n    Circle { radius: f64 },\n    Dot,\n}\n"
            "pub fn area(s: &Shape) -> f64 {\n    if let Shape::Circle { radius, .. } = s {\n"
            "        radius * radius\n    } else {\n        0.0\n    }\n}\n",
        ),
        Example(
            before="pub enum Shape {\n    Circle { radius: f64 },\n    Dot,\n}\n"
            "pub fn area(s: Shape) -> f64 {\n    match s {\n"
            "        Shape::Circle { .. } => s.radius * 2.0,\n        Shape::Dot => 0.0,\n"
            "    }\n}\n",
            after="pub enum Shape {\n    Circle { radius: f64 },\n    Dot,\n}\n"
            "pub fn area(s: Shape) -> f64 {\n    match s {\n"
            "        Shape::Circle { radius, .. } => radius * 2.0,\n        Shape::Dot => 0.0,\n"
            "    }\n}\n",
        ),
        Example(
            before="pub enum Event {\n    Key { code: u32 },\n}\npub fn code(e: Event) -> u32 {\n"
            "    e.code\n}\n",
            after="pub enum Event {\n    Key { code: u32 },\n}\npub fn code(e: Event) -> u32 {\n"
            "    match e { Event::Key { code, .. } => code }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub enum Shape {\n    Circle { radius: f64 },\n    Dot,\n}\n"
        "pub fn area(s: &Shape) -> f64 {\n    s.radius * 2.0\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.match(r"no field `(\w+)` on type `([^`]+)`", site.diagnostic.message)
        span = site.diagnostic.span
        before = site.source.text[max(0, span.start - 100) : span.start].decode(errors="replace")
        value = re.search(r"(?<![\w.])([A-Za-z_][\w.]*)\.$", before)
        enum = find_item(site, base_name(found[2].lstrip("&")), "type") if found else None
        if found is None or value is None or enum is None or enum.node.type != "enum_item":
            return
        holders = [v for v in variants(enum.node) if found[1] in named_fields(v)]
        for holder in holders:
            yield from self._bound(site, value[1], found[1], node_name(holder))
        if len(holders) == 1 and len(variants(enum.node)) == 1:
            path = f"{enum.name}::{node_name(holders[0])}"
            new = f"match {value[1]} {{ {path} {{ {found[1]}, .. }} => {found[1]} }}"
            edit = Edit(Span(span.start - len(value[0].encode()), span.end), new)
            yield site.candidate(self.id, f"Take `{found[1]}` out of `{path}`", edit)

    def _bound(self, site: Site, value: str, field: str, variant: str) -> Iterator[Candidate]:
        access = re.compile(rf"(?<![\w.]){re.escape(value)}\.{field}(?![\w(])".encode())
        for pattern, matched, body in _matches(site.node):
            kind = pattern.child_by_field_name("type")
            brace = next((c for c in pattern.children if c.type == "{"), None)
            if kind is None or brace is None or text_of(kind).rpartition("::")[2] != variant:
                continue
            if text_of(matched).lstrip("&").removeprefix("mut ") != value:
                continue
            inside = site.source.text[body.start_byte : body.end_byte]
            yield site.candidate(
                self.id,
                f"Bind `{field}` in the pattern and use it for `{value}.{field}`",
                Edit.insert(brace.end_byte, f" {field},"),
                *(
                    Edit(Span(body.start_byte + u.start(), body.start_byte + u.end()), field)
                    for u in access.finditer(inside)
                ),
            )
            return


def _matches(node: Node) -> Iterator[tuple[Node, Node, Node]]:
    """Yield (pattern, matched value, body) of each `if let` and arm around `node`."""
    for at in ancestors(node):
        if at.type == "if_expression":
            condition = at.child_by_field_name("condition")
            body = at.child_by_field_name("consequence")
            if condition is None or condition.type != "let_condition" or body is None:
                continue
            parts = [condition.child_by_field_name(field) for field in ("pattern", "value")]
            if parts[0] is not None and parts[1] is not None:
                yield parts[0], parts[1], body
        elif at.type == "match_arm":
            whole = ancestor(at, "match_expression")
            matched = whole.child_by_field_name("value") if whole is not None else None
            inner = at.child_by_field_name("pattern")
            pattern = next(iter(inner.named_children), None) if inner is not None else None
            if pattern is not None and matched is not None:
                yield pattern, matched, at
