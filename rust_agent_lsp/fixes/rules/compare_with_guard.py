"""Compares with a value in a match guard where a pattern cannot hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, member_names, takes_self
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.derives import derive_edits
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import free_name
from rust_agent_lsp.syntax.tree import ancestor, ancestors, text_of

_FOUND = r"shadow (statics)|found (?:a )?(function call|associated function|method|function|static)"


class CompareWithGuard(FixRule):
    """Turns a pattern that is a call or a static into a name with a guard: `x if x == LIMIT`.

    `if let f() = x` becomes `if x == f()`. A type without `PartialEq` gets it derived.
    """

    codes: ClassVar = ("E0530", "E0532", "E0533", "E0164")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="static LIMIT: i32 = 5;\npub fn f(n: i32) -> bool {\n    match n {\n"
            "        LIMIT => true,\n        _ => false,\n    }\n}\n",
            after="static LIMIT: i32 = 5;\npub fn f(n: i32) -> bool {\n    match n {\n"
            "        limit if limit == LIMIT => true,\n        _ => false,\n    }\n}\n",
            code="E0530",
        ),
        Example(
            before="fn limit() -> i32 {\n    5\n}\npub fn f(n: Option<i32>) -> bool {\n"
            "    match n {\n        Some(limit()) => true,\n        _ => false,\n    }\n}\n",
            after="fn limit() -> i32 {\n    5\n}\npub fn f(n: Option<i32>) -> bool {\n"
            "    match n {\n        Some(value) if value == limit() => true,\n"
            "        _ => false,\n    }\n}\n",
            code="E0532",
        ),
        Example(
            before="pub struct Zero;\nimpl Zero {\n    fn limit(&self) -> u32 {\n        0\n"
            "    }\n}\n"
            "pub fn f(n: u32) -> bool {\n    if let Zero::limit = n {\n        return true;\n"
            "    }\n"
            "    false\n}\n",
            after="pub struct Zero;\nimpl Zero {\n    fn limit(&self) -> u32 {\n        0\n"
            "    }\n}\n"
            "pub fn f(n: u32) -> bool {\n    if n == Zero.limit() {\n        return true;\n    }\n"
            "    false\n}\n",
            code="E0533",
        ),
        Example(
            before="pub struct Key(u8);\nimpl Key {\n    fn new() -> Key {\n        Key(0)\n"
            "    }\n}\n"
            "pub fn f(k: Key) -> bool {\n    match k {\n        Key::new() => true,\n"
            "        _ => false,\n    }\n}\n",
            after="#[derive(PartialEq)]\npub struct Key(u8);\nimpl Key {\n    fn new() -> Key {\n"
            "        Key(0)\n    }\n}\npub fn f(k: Key) -> bool {\n    match k {\n"
            "        value if value == Key::new() => true,\n        _ => false,\n    }\n}\n",
            code="E0164",
        ),
    )
    refuses: ClassVar = (
        "static LIMIT: i32 = 5;\npub fn f(n: i32) -> i32 {\n    let LIMIT = n;\n    LIMIT\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(_FOUND, site.diagnostic.message)
        pattern = site.enclosing("match_pattern")
        if found is None:
            return
        if pattern is None:
            yield from self._condition(site, found)
            return
        at = _whole(site.node, pattern)
        if at is None or pattern.child_by_field_name("condition") is not None:
            return
        name = free_name(at, text_of(at).lower() if found[1] else "value")
        called = _called(site, at, found)
        compared = f" if {name} == {called}"
        edits = (replace_node(at, name), Edit.insert(pattern.end_byte, compared))
        title = f"Compare with `{short(called)}` in a guard"
        derived = _derived(site, at)
        if derived:
            yield site.candidate(
                self.id,
                f"{title}, and derive `PartialEq`",
                *edits,
                *derived,
                safety=Safety.API_CHANGE,
            )
        yield site.candidate(self.id, title, *edits)

    def _condition(self, site: Site, found: re.Match[str]) -> Iterator[Candidate]:
        """Compare in the condition of `if let` or `while let`, whose pattern is the call."""
        let = site.enclosing("let_condition")
        pattern = let.child_by_field_name("pattern") if let is not None else None
        value = let.child_by_field_name("value") if let is not None else None
        if let is None or pattern is None or value is None or found[1]:
            return
        if pattern.start_byte != site.diagnostic.span.start or pattern.type == "or_pattern":
            return
        called = _called(site, pattern, found)
        yield site.candidate(
            self.id,
            f"Compare with `{short(called)}`",
            replace_node(let, f"{text_of(value)} == {called}"),
            *_derived(site, pattern),
        )


def _called(site: Site, at: Node, found: re.Match[str]) -> str:
    """Return the expression that the pattern means: a method is called on its unit struct."""
    value = text_of(at)
    if found[2] not in ("associated function", "method", "function") or "(" in value:
        return value
    owner, _, name = value.rpartition("::")
    item = find_item(site, owner, "type") if owner else None
    unit = (
        item is not None
        and item.node.type == "struct_item"
        and item.node.child_by_field_name("body") is None
    )
    methods = [n for own, n in member_names(site, owner) if own == name] if owner else []
    if unit and methods and takes_self(methods[0]):
        return f"{owner}.{name}()"
    return f"{value}()"


def _derived(site: Site, at: Node) -> list[Edit]:
    """Return the edits that derive `PartialEq` for the type of the value that is matched."""
    host = ancestor(at, "match_expression", "let_condition")
    value = host.child_by_field_name("value") if host is not None else None
    kind = value_type(site.source, value) if value is not None else None
    owner = text_of(at).partition("(")[0].rpartition("::")[0]
    if at.parent is not None and at.parent.type.startswith("tuple"):
        return []
    return derive_edits(site.source, base_name(kind or owner), ["PartialEq"])


def _whole(node: Node, pattern: Node) -> Node | None:
    """Return the pattern, call or path that begins with `node`; None within alternatives."""
    at = node
    while at.parent is not None and at.parent != pattern:
        parent = at.parent
        if parent.start_byte != at.start_byte and parent.type != "scoped_identifier":
            break
        if parent.type in ("or_pattern", "match_arm"):
            break
        at = parent
    around = [up.type for up in ancestors(at) if up.start_byte >= pattern.start_byte]
    return None if "or_pattern" in around else at
