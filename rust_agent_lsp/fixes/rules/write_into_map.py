"""Writes to an entry of a map, which can only be read by its index."""

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
from rust_agent_lsp.syntax.names import make_mutable
from rust_agent_lsp.syntax.tree import ancestor, text_of
from rust_agent_lsp.syntax.types import plain, split_generic


class WriteIntoMap(FixRule):
    """Turns `map[key] = value` into `insert`, and other changes into `entry` or `get_mut`.

    `insert` and `entry` add a key that is not there yet; `get_mut` panics then.
    """

    codes: ClassVar = ("E0594", "E0596")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="use std::collections::HashMap;\npub fn f(m: &mut HashMap<u8, u8>) {\n"
            "    m[&1] = 2;\n}\n",
            after="use std::collections::HashMap;\npub fn f(m: &mut HashMap<u8, u8>) {\n"
            "    m.insert(1, 2);\n}\n",
            code="E0594",
        ),
        Example(
            before="use std::collections::HashMap;\n"
            "pub fn f(m: &mut HashMap<char, usize>, text: &str) {\n"
            "    for c in text.chars() {\n        m[&c] += 1;\n    }\n}\n",
            after="use std::collections::HashMap;\n"
            "pub fn f(m: &mut HashMap<char, usize>, text: &str) {\n"
            "    for c in text.chars() {\n        *m.entry(c).or_default() += 1;\n    }\n}\n",
            code="E0594",
        ),
        Example(
            before="use std::collections::BTreeMap;\n"
            "pub fn f(m: &mut BTreeMap<String, Vec<u8>>, key: &str) {\n    m[key].push(1);\n}\n",
            after="use std::collections::BTreeMap;\n"
            "pub fn f(m: &mut BTreeMap<String, Vec<u8>>, key: &str) {\n"
            "    m.entry(key.to_string()).or_default().push(1);\n}\n",
            code="E0596",
        ),
    )
    refuses: ClassVar = ("pub fn f(v: &[u8]) {\n    v[0] = 1;\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(
            r"data in an index of `([^`]*\b(?:Hash|BTree)Map<[^`]+)`", site.diagnostic.message
        )
        node = site.node
        left = node.child_by_field_name("left")
        place = left if left is not None else node
        index = ancestor(place, "index_expression") if left is None else _index(place)
        if found is None or index is None or len(index.named_children) < 2:
            return
        owner, key = index.named_children[0], index.named_children[1]
        arguments = split_generic(plain(found[1]))[1]
        wanted = arguments[0] if arguments else ""
        name, right = text_of(owner), node.child_by_field_name("right")
        mutable = make_mutable(owner) if owner.type == "identifier" else []
        if node.type == "assignment_expression" and place == index and right is not None:
            for owned in _owned(key, wanted):
                new = f"{name}.insert({owned}, {text_of(right)})"
                yield self._candidate(
                    site,
                    (replace_node(node, new), *mutable),
                    new,
                    "Adds the key where it is not there yet.",
                )
        # The value itself is changed, not something in it.
        star = "*" if place == index and left is not None else ""
        for owned in _owned(key, wanted):
            new = f"{star}{name}.entry({owned}).or_default()"
            yield self._candidate(
                site,
                (replace_node(index, new), *mutable),
                new,
                "Adds the default value where the key is not there yet.",
            )
        new = f'{star}{name}.get_mut({text_of(key)}).expect("the key is in the map")'
        edits = (replace_node(index, new), *mutable)
        yield self._candidate(site, edits, new, "Panics where the key is not there.")

    def _candidate(self, site: Site, edits: tuple[Edit, ...], new: str, cost: str) -> Candidate:
        title = f"Write `{short(new, 60)}`"
        return site.candidate(self.id, title, *edits, safety=self.safety, cost=cost)


def _index(place: Node) -> Node | None:
    """Return the index at the root of an assigned place: `m[k].count` -> `m[k]`."""
    at: Node | None = place
    while at is not None and at.type == "field_expression":
        at = at.child_by_field_name("value")
    return at if at is not None and at.type == "index_expression" else None


def _owned(key: Node, wanted: str) -> list[str]:
    """Return how to own a key that an index only borrows; `wanted` is the type of the keys."""
    text = text_of(key)
    if text.startswith("&"):
        bare = text[1:].strip()
        literal = not re.match(r"[a-z_]", bare)
        return [bare] if literal else [f"{bare}.clone()"] if wanted == "String" else [bare]
    if wanted == "String" and not text.endswith((".to_string()", ".to_owned()", ".clone()")):
        return [f"{text}.to_string()"]
    if wanted.startswith("&"):
        return [text]
    return [text, f"*{text}"]
