"""Gives the alternative that lacks a binding an arm of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import (
    find_variant,
    tuple_fields,
)
from rust_agent_lsp.fixes.names import bound_names
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.values import plain_value, split_top
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import uses_of
from rust_agent_lsp.syntax.tree import ancestor, text_of


class SplitAlternatives(FixRule):
    """Splits `Some(n) | None => n + 1` into two arms, the second with the plainest value for `n`.

    Which value stands for what the pattern does not have is a guess.
    """

    codes: ClassVar = ("E0408",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="pub fn f(s: Option<u8>) -> u8 {\n    match s {\n"
            "        Some(n) | None => n + 1,\n    }\n}\n",
            after="pub fn f(s: Option<u8>) -> u8 {\n    match s {\n"
            "        Some(n) => n + 1,\n        None => 0 + 1,\n    }\n}\n",
        ),
        Example(
            before="pub enum Cmd {\n    Say(String),\n    Stop,\n}\npub fn f(c: Cmd) {\n"
            "    match c {\n        Cmd::Say(text) | Cmd::Stop => {\n"
            '            println!("{text}");\n'
            "        }\n    }\n}\n",
            after="pub enum Cmd {\n    Say(String),\n    Stop,\n}\npub fn f(c: Cmd) {\n"
            '    match c {\n        Cmd::Say(text) => {\n            println!("{text}");\n'
            "        }\n        Cmd::Stop => {\n            let text = String::new();\n"
            '            println!("{text}");\n        }\n    }\n}\n',
        ),
    )
    refuses: ClassVar = (
        "pub struct Key(u8);\npub fn f(s: Option<Key>) -> Key {\n    match s {\n"
        "        Some(n) | None => n,\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"variable `(\w+)` is not bound", site.diagnostic.message)
        arm = site.enclosing("match_arm")
        pattern = arm.child_by_field_name("pattern") if arm is not None else None
        body = arm.child_by_field_name("value") if arm is not None else None
        if told is None or arm is None or pattern is None or body is None:
            return
        if pattern.child_by_field_name("condition") is not None or not pattern.named_children:
            return
        parts = _alternatives(pattern.named_children[0])
        name = told[1]
        has = [p for p in parts if any(text_of(n) == name for n in bound_names(p))]
        lacks = [p for p in parts if p not in has]
        if not has or not lacks or any(next(bound_names(p), None) for p in lacks):
            return
        kind = _type(site, has[0], name)
        value = plain_value(site, kind) if kind is not None else None
        if value is None:
            return
        own = " | ".join(text_of(p) for p in lacks)
        indent = site.source.indent_at(arm.start_byte)
        text = f"\n{indent}{own} => {_with(site, body, name, value)}"
        comma = "" if text_of(arm).endswith(",") or body.type == "block" else ","
        end = "," if body.type != "block" else ""
        yield site.candidate(
            self.id,
            f"Give `{short(own)}` an arm of its own, with `{value}` for `{name}`",
            replace_node(pattern, " | ".join(text_of(p) for p in has)),
            Edit.insert(arm.end_byte, f"{comma}{text}{end}"),
            safety=self.safety,
            cost="The value is a guess.",
        )


def _alternatives(pattern: Node) -> list[Node]:
    if pattern.type != "or_pattern":
        return [pattern]
    return [part for child in pattern.named_children for part in _alternatives(child)]


def _type(site: Site, pattern: Node, name: str) -> str | None:
    """Return the type of the one value that a tuple variant binds."""
    inner = [n for n in pattern.named_children if n != pattern.child_by_field_name("type")]
    if pattern.type != "tuple_struct_pattern" or name not in [text_of(n) for n in inner]:
        return None
    at = [text_of(n) for n in inner].index(name)
    made = text_of(pattern).partition("(")[0]
    variant = find_variant(site, made)
    if variant is not None:
        kinds = tuple_fields(variant)
        return kinds[at] if at < len(kinds) else None
    host = ancestor(pattern, "match_expression")
    value = host.child_by_field_name("value") if host is not None else None
    kind = value_type(site.source, value) if value is not None else None
    found = re.fullmatch(r"(?:Option|Result)<(.*)>", kind) if kind is not None else None
    listed = split_top(found[1]) if found else []
    return listed[0] if listed and made in ("Some", "Ok") else None


def _with(site: Site, body: Node, name: str, value: str) -> str:
    """Return the body with the value for the name: bound first in a block, else in its place."""
    if body.type == "block":
        inside = text_of(body)[1:]
        first = body.named_children[0] if body.named_children else body
        lead = site.source.indent_at(first.start_byte) if "\n" in inside else " "
        line = f"\n{lead}" if "\n" in inside else lead
        return f"{{{line}let {name} = {value};{inside}"
    text = (body.text or b"").decode(errors="replace")
    uses = [u for u in uses_of(body, name) if u.type == "identifier"]
    if uses and len(uses) == len(list(uses_of(body, name))):
        raw = body.text or b""
        for use in reversed(uses):
            start, end = use.start_byte - body.start_byte, use.end_byte - body.start_byte
            raw = raw[:start] + value.encode() + raw[end:]
        return raw.decode(errors="replace")
    return f"{{ let {name} = {value}; {text} }}"
