"""Gives a function without any code the plainest value of what it returns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import plain_value
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import text_of


class ReturnPlainValue(FixRule):
    """Returns an empty text, zero or the like from a function whose body is still empty.

    What the function is to return is not known yet; a missing lifetime of the result is written
    as `'static`, which the value then has.
    """

    codes: ClassVar = ("E0308", "E0106")
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="pub fn name() -> String {\n    // later\n}\n",
            after="pub fn name() -> String {\n    // later\n    String::new()\n}\n",
            code="E0308",
        ),
        Example(
            before="pub fn name() -> &str {}\n",
            after='pub fn name() -> &\'static str { "" }\n',
            code="E0106",
        ),
    )
    refuses: ClassVar = (
        "pub fn name(x: u8) -> String {\n    let _ = x;\n}\n",
        "pub struct Key(u8);\npub fn name() -> Key {}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item")
        body = function.child_by_field_name("body") if function is not None else None
        kind = function.child_by_field_name("return_type") if function is not None else None
        if function is None or body is None or kind is None or not _at(site, kind):
            return
        parts = body.named_children
        value = plain_value(site, text_of(kind))
        if value is None or any("comment" not in part.type for part in parts):
            return
        edits = [_filled(site, body, value)]
        if site.diagnostic.code == "E0106":
            if not text_of(kind).startswith("&") or "'" in text_of(kind):
                return
            edits.append(Edit.insert(kind.start_byte + 1, "'static "))
        yield site.candidate(
            self.id,
            f"Return `{value}` from `{node_name(function)}`, which is empty so far",
            *edits,
            safety=self.safety,
            cost="The value is a guess.",
        )


def _at(site: Site, kind: Node) -> bool:
    span = site.diagnostic.span
    return kind.start_byte <= span.start and span.end <= kind.end_byte


def _filled(site: Site, body: Node, value: str) -> Edit:
    """Insert `value` behind what the body holds, which is comments at most."""
    if "\n" not in text_of(body):
        inside = text_of(body)[1:-1]
        space = "" if inside.endswith(" ") else " "
        return Edit.insert(body.end_byte - 1, f"{space}{value} ")
    indent = site.source.indent_at(body.end_byte)
    if not body.named_children:
        return Edit.insert(body.start_byte + 1, f"\n{indent}    {value}")
    last = body.named_children[-1]
    inner = site.source.indent_at(last.start_byte)
    lines = text_of(last).rstrip("\n")
    return Edit.insert(last.start_byte + len(lines.encode()), f"\n{inner}{value}")
