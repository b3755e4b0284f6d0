"""Awaits a future whose result is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import exact_node, short
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
    )
    refuses: ClassVar = (
        'async fn one() -> u8 {\n    1\n}\npub fn f() -> String {\n    format!("{}", one())\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not _FUTURE.search(site.diagnostic.message) or not _is_async(site.node):
            return
        spans = [
            label.location.span
            for label in site.diagnostic.labels
            if label.location.path == site.source.path and _FUTURE.match(label.text)
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
