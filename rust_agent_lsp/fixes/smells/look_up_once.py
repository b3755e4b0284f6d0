"""Looks a key up once and keeps what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.smell_parts import method_call
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import free_name
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class LookUpOnce(FixRule):
    """Turns `if m.contains_key(k) { … m[k] … }` into `if let Some(value) = m.get(k)`."""

    codes: ClassVar = ("repeated-lookup",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="use std::collections::HashMap;\n\n"
            "fn price(prices: &HashMap<String, u32>, name: &str) -> u32 {\n"
            "    if prices.contains_key(name) {\n        prices[name] + 1\n    } else {\n"
            "        0\n    }\n}\n\nfn main() {\n"
            '    let prices = HashMap::from([("a".to_string(), 2)]);\n'
            '    assert_eq!(price(&prices, "a") + price(&prices, "b"), 3);\n}\n',
            after="use std::collections::HashMap;\n\n"
            "fn price(prices: &HashMap<String, u32>, name: &str) -> u32 {\n"
            "    if let Some(value) = prices.get(name) {\n        *value + 1\n    } else {\n"
            "        0\n    }\n}\n\nfn main() {\n"
            '    let prices = HashMap::from([("a".to_string(), 2)]);\n'
            '    assert_eq!(price(&prices, "a") + price(&prices, "b"), 3);\n}\n',
        ),
    )
    refuses: ClassVar = (
        "use std::collections::HashMap;\n\nfn raise(prices: &mut HashMap<u8, u32>) {\n"
        "    if prices.contains_key(&1) {\n        *prices.get_mut(&1).unwrap() += 1;\n    }\n"
        "}\n\nfn main() {\n    let mut prices = HashMap::from([(1, 1)]);\n    raise(&mut prices);\n"
        "    assert_eq!(prices[&1], 2);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        choice = ancestor(site.node, "if_expression")
        condition, block = (
            choice.child_by_field_name(f) if choice else None for f in ("condition", "consequence")
        )
        asked = method_call(condition, "contains_key") if condition else None
        if asked is None or block is None or condition is None:
            return
        name, key = free_name(block, "value"), text_of(asked.arguments)[1:-1]
        edits = [e for n in descendants(block) if (e := _use(n, asked.receiver, key, name))]
        again = text_of(block).count(f"{asked.receiver}[") + text_of(block).count(
            f"{asked.receiver}."
        )
        if not edits or again != len(edits):
            return
        head = replace_node(condition, f"let Some({name}) = {asked.receiver}.get({key})")
        yield site.candidate(self.id, f"Look into `{asked.receiver}` once", head, *edits)


def _use(node: Node, receiver: str, key: str, name: str) -> Edit | None:
    """Return the edit of one later look, None where `node` is none."""
    parent = node.parent
    if node.type == "index_expression" and text_of(node) == f"{receiver}[{key}]":
        if parent is not None and parent.type == "reference_expression":
            return replace_node(parent, name)
        plain = parent is not None and parent.type == "field_expression"
        return replace_node(node, name if plain else f"*{name}")
    taken = method_call(node, "unwrap")
    if taken is not None and taken.receiver == f"{receiver}.get({key})":
        return replace_node(node, name)
    return None
