"""Awaits a future whose result is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import exact_node, short
from rust_agent_lsp.syntax.macro_arguments import arguments_of
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestors, text_of

_FUTURE = re.compile(r"`?&?impl (?:\w+::)*Future<")


class AwaitFuture(FixRule):
    """Writes `.await` behind the call that gave the future, in a function that is `async`."""

    codes: ClassVar = ("E0369", "E0277", "E0599", "E0308", "E0614", "E0600", "E0608")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="async fn one() -> u8 {\n    1\n}\npub async fn f() -> u8 {\n"
            "    let a = one();\n    let b = one();\n    a + b\n}\n",
            after="async fn one() -> u8 {\n    1\n}\npub async fn f() -> u8 {\n"
            "    let a = one().await;\n    let b = one().await;\n    a + b\n}\n",
            code="E0369",
        ),
        Example(
            before="async fn one() -> u8 {\n    1\n}\npub async fn f() -> String {\n"
            '    format!("{}", one())\n}\n',
            after="async fn one() -> u8 {\n    1\n}\npub async fn f() -> String {\n"
            '    format!("{}", one().await)\n}\n',
            code="E0277",
        ),
        Example(
            before="use std::future::{ready, IntoFuture, Ready};\npub struct Wait(u8);\n"
            "impl IntoFuture for Wait {\n    type Output = u8;\n    type IntoFuture = Ready<u8>;\n"
            "    fn into_future(self) -> Ready<u8> {\n        ready(self.0)\n    }\n}\n"
            "pub async fn f() -> bool {\n    let a = Wait(1);\n    a == 1\n}\n",
            after="use std::future::{ready, IntoFuture, Ready};\npub struct Wait(u8);\n"
            "impl IntoFuture for Wait {\n    type Output = u8;\n    type IntoFuture = Ready<u8>;\n"
            "    fn into_future(self) -> Ready<u8> {\n        ready(self.0)\n    }\n}\n"
            "pub async fn f() -> bool {\n    let a = Wait(1).await;\n    a == 1\n}\n",
            code="E0369",
        ),
    )
    refuses: ClassVar = (
        'async fn one() -> u8 {\n    1\n}\npub fn f() -> String {\n    format!("{}", one())\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        future = _futures_of(site)
        if not future.search(site.diagnostic.message) or not _is_async(site.node):
            return
        here = [d for d in site.diagnostic.labels if d.location.path == site.source.path]
        labels = [label for label in here if label.text]
        spans = [
            _operand(site, label.location.span, number)
            for number, label in enumerate(labels)
            if future.match(label.text)
        ]
        if site.diagnostic.code != "E0369":
            spans = [site.diagnostic.span]
        ends: dict[int, str] = {}
        for span in spans:
            node = exact_node(site.source, span)
            text = site.source.slice(span)
            end = span.end
            binding = binding_of(site.source.node_at(span), text) if text.isidentifier() else None
            if binding is not None and binding.value is not None:
                node, end, text = binding.value, binding.value.end_byte, text_of(binding.value)
            if node is None or node.type in ("call_expression", "identifier"):
                ends[end] = f"`{short(text)}`"
        if ends:
            yield site.candidate(
                self.id,
                f"Await {' and '.join(ends.values())}",
                *[Edit.insert(end, ".await") for end in ends],
            )


def _operand(site: Site, span: Span, number: int) -> Span:
    """Return the argument that a label means which covers a whole `assert_eq!`."""
    node = exact_node(site.source, span)
    tree = next((c for c in node.children if c.type == "token_tree"), None) if node else None
    parts = arguments_of(tree) if tree is not None else []
    return parts[number] if number < len(parts) else span


def _futures_of(site: Site) -> re.Pattern[str]:
    """Return what names a future in a message: `impl Future`, or a type that this file makes one.

    A use of the type itself, as by its own methods, is told apart by the compiler's check.
    """
    own = re.findall(rb"\b(?:Into)?Future\s+for\s+(\w+)", site.source.text)
    names = "|".join(rf"`?{re.escape(name.decode(errors='replace'))}`?$" for name in own)
    return re.compile(f"{_FUTURE.pattern}|{names}") if names else _FUTURE


def _is_async(node: Node) -> bool:
    for at in ancestors(node):
        if at.type == "async_block":
            return True
        if at.type in ("function_item", "closure_expression"):
            head = at.children[0] if at.type == "closure_expression" else None
            words = [text_of(c) for c in at.children if c.type == "function_modifiers"]
            return (head is not None and text_of(head) == "async") or any(
                "async" in w for w in words
            )
    return False
