"""Compares with a value in a match guard where a pattern cannot hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import (
    free_name,
)
from rust_agent_lsp.syntax.tree import ancestors, text_of

_FOUND = r"shadow (statics)|found (?:a )?(function call|associated function|method|function|static)"


class CompareWithGuard(FixRule):
    """Turns a pattern that is a call or a static into a name with a guard: `x if x == LIMIT`."""

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
    )
    refuses: ClassVar = (
        "static LIMIT: i32 = 5;\npub fn f(n: i32) -> i32 {\n    let LIMIT = n;\n    LIMIT\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(_FOUND, site.diagnostic.message)
        pattern = site.enclosing("match_pattern")
        if found is None or pattern is None or pattern.child_by_field_name("condition") is not None:
            return
        at = _whole(site.node, pattern)
        if at is None:
            return
        value = text_of(at)
        wanted = value.lower() if found[1] else "value"
        name = free_name(at, wanted)
        called = value
        if found[2] in ("associated function", "method", "function") and "(" not in value:
            called = f"{value}()"
        yield site.candidate(
            self.id,
            f"Compare with `{short(called)}` in a guard",
            replace_node(at, name),
            Edit.insert(pattern.end_byte, f" if {name} == {called}"),
        )


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
