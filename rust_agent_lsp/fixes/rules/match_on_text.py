"""Matches a `String` as the text that its patterns are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short_text, suffix
from rust_agent_lsp.syntax.tree import ancestor, span_of
from rust_agent_lsp.syntax.types import plain

_HOSTS = ("match_arm", "let_condition", "let_declaration", "block")


class MatchOnText(FixRule):
    """Calls `.as_str()` on the matched `String`, so that its arms can be string literals."""

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Command {\n    pub name: String,\n}\npub fn f(c: &Command) -> u8 {\n"
            '    match c.name {\n        "add" => 1,\n        _ => 0,\n    }\n}\n',
            after="pub struct Command {\n    pub name: String,\n}\npub fn f(c: &Command) -> u8 {\n"
            '    match c.name.as_str() {\n        "add" => 1,\n        _ => 0,\n    }\n}\n',
        ),
    )
    refuses: ClassVar = (
        'pub fn f(n: u8) -> u8 {\n    match n {\n        "add" => 1,\n        _ => 0,\n    }\n}\n',
        'pub fn f() -> String {\n    match 1 {\n        1 => "a",\n        _ => String::new(),\n'
        "    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        if types is None or plain(types[0]).lstrip("&") != "String" or plain(types[1]) != "&str":
            return
        host = ancestor(site.node, *_HOSTS)
        pattern = host.child_by_field_name("pattern") if host is not None else None
        if host is None or pattern is None:
            return
        if not pattern.start_byte <= site.diagnostic.span.start < pattern.end_byte:
            return
        whole = ancestor(host, "match_expression") if host.type == "match_arm" else host
        value = whole.child_by_field_name("value") if whole is not None else None
        if value is None or value.type == "tuple_expression":
            return
        if value.type == "reference_expression" and value.named_children:
            value = value.named_children[-1]
        yield site.candidate(
            self.id,
            f"Match the text of `{short_text(value)}`",
            *suffix(site.source, span_of(value), ".as_str()"),
        )
