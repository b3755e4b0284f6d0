"""Gathers into the collection that has the methods which are called later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.gathered import ORDERED, calls_on, families, missing_import
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.uses import insert_use
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.names import Binding, binding_of, uses_of
from rust_agent_lsp.syntax.tree import ancestor, text_of
from rust_agent_lsp.syntax.types import plain, split_generic

_LISTS = ("Vec", "VecDeque", "HashSet", "BTreeSet")
# What a collection is gathered into by mistake -> family of the called method -> what is meant.
# A set or map that is used like a list is none of these: the list would keep what is there twice.
_MEANT = {
    "String": {"Vec": "Vec"},
    "Vec": {"set": "HashSet", "map": "HashMap", "VecDeque": "VecDeque", "String": "String"},
    "HashSet": {"ordered": "BTreeSet"},
    "HashMap": {"ordered": "BTreeMap"},
    "VecDeque": {"Vec": "Vec"},
}


class CollectIntoOther(FixRule):
    """Declares a variable that ends in `.collect()` with another collection.

    Every method that is called on it later must be one of the new collection's.
    """

    codes: ClassVar = ("E0599",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(words: &[&str]) -> String {\n"
            '    let marked: String = words.iter().map(|w| format!("<{w}>")).collect();\n'
            '    marked.join(" ")\n}\n',
            after="pub fn f(words: &[&str]) -> String {\n"
            '    let marked: Vec<String> = words.iter().map(|w| format!("<{w}>")).collect();\n'
            '    marked.join(" ")\n}\n',
        ),
        Example(
            before="use std::collections::HashSet;\n"
            "pub fn f(a: &[u8], b: &HashSet<u8>) -> usize {\n"
            "    let all: Vec<u8> = a.iter().copied().collect();\n"
            "    all.intersection(b).count()\n}\n",
            after="use std::collections::HashSet;\n"
            "pub fn f(a: &[u8], b: &HashSet<u8>) -> usize {\n"
            "    let all: HashSet<u8> = a.iter().copied().collect();\n"
            "    all.intersection(b).count()\n}\n",
        ),
        Example(
            before="pub fn f(prices: &[(&str, u8)]) -> bool {\n"
            "    let by_name: Vec<_> = prices.iter().copied().collect();\n"
            '    by_name.contains_key("pen")\n}\n',
            after="use std::collections::HashMap;\n\npub fn f(prices: &[(&str, u8)]) -> bool {\n"
            "    let by_name: HashMap<_, _> = prices.iter().copied().collect();\n"
            '    by_name.contains_key("pen")\n}\n',
        ),
    )
    refuses: ClassVar = (
        "use std::collections::HashSet;\npub fn f(a: &[u8]) -> usize {\n"
        "    let mut all: HashSet<u8> = a.iter().copied().collect();\n    all.sort();\n"
        "    all.len()\n}\n",
        'pub fn f() -> String {\n    let word: String = String::from("a");\n'
        '    word.join(" ")\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = site.match(r"no method named `(\w+)` found for [\w ]*`([^`]+)`")
        receiver = _receiver(site.node)
        binding = binding_of(receiver, text_of(receiver)) if receiver is not None else None
        if told is None or binding is None or binding.value is None or binding.type is None:
            return
        value = text_of(binding.value)
        if re.search(r"\.collect(?:::<[^()]*>)?\(\)$", value) is None:
            return
        head, inside = split_generic(plain(text_of(binding.type)))
        family = "ordered" if told[1] in ORDERED else next(iter(families([(told[1], [])])), "")
        meant = _MEANT.get(head, {}).get(family)
        if meant is None or not _all_have(binding, family):
            return
        new = _written(meant, head, inside, value)
        path = missing_import(site.source, meant)
        edits = [replace_node(binding.type, new)]
        edits += [insert_use(site.source, site.node, path)] if path is not None else []
        yield site.candidate(
            self.id,
            f"Collect `{binding.name}` into `{new}`, which has `{told[1]}`",
            *edits,
            safety=self.safety,
        )


def _receiver(name: Node) -> Node | None:
    """Return the variable that the method `name` is called on, in a macro's tokens too."""
    access = ancestor(name, "field_expression")
    value = access.child_by_field_name("value") if access is not None else None
    if value is None and name.prev_sibling is not None and text_of(name.prev_sibling) == ".":
        value = name.prev_sibling.prev_sibling
    return value if value is not None and value.type == "identifier" else None


def _all_have(binding: Binding, family: str) -> bool:
    """Say whether no method that is called on the variable speaks for another collection."""
    scope = ancestor(binding.node, "block")
    calls = [
        call
        for use in (uses_of(scope, binding.name) if scope is not None else ())
        if (at := binding_of(use, binding.name)) is not None and at.node == binding.node
        if (call := calls_on(use)) is not None
    ]
    ordered = family == "ordered"
    return families(calls) <= ({"set", "map"} if ordered else {family})


def _written(meant: str, head: str, inside: list[str], value: str) -> str:
    """Return the new type, with the arguments of the old one where they stay what they are."""
    if meant == "String":
        return meant
    if head == "String":
        text = re.search(r"format!\([^()]*(?:\([^()]*\)[^()]*)*\)\s*\}?\)|String\b", value)
        return f"{meant}<String>" if text is not None else f"{meant}<_>"
    if meant.endswith("Map"):
        return f"{meant}<{', '.join(inside)}>" if len(inside) == 2 else f"{meant}<_, _>"
    return f"{meant}<{inside[0] if head in _LISTS and inside else '_'}>"
