"""Declares the type parameters that an item uses and does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.names import base_name, generic_names, imported_names, missing
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import generic_items
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_PARAMETER = re.compile(r"[A-Z][A-Z0-9]?")
_HOLDERS = ("trait_item", "struct_item", "enum_item", "union_item", "type_item")


class DeclareTypeParameters(FixRule):
    """Adds all undeclared one-letter types, and the names of array lengths, as parameters.

    A function gets its own; a type, trait or alias that is used with arguments gets as many.
    """

    codes: ClassVar = ("E0425", "E0412", "E0433", "E0107")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="struct Pair<A, B>(A, B);\nfn swap(pair: Pair<A, B>) -> Pair<B, A> {\n"
            "    Pair(pair.1, pair.0)\n}\nfn main() {\n    swap(Pair(1, 'a'));\n}\n",
            after="struct Pair<A, B>(A, B);\nfn swap<A, B>(pair: Pair<A, B>) -> Pair<B, A> {\n"
            "    Pair(pair.1, pair.0)\n}\nfn main() {\n    swap(Pair(1, 'a'));\n}\n",
            code="E0425",
        ),
        Example(
            before="fn sum(list: [u8; N]) -> u8 {\n    list.iter().sum()\n}\n"
            "fn main() {\n    sum([1, 2]);\n}\n",
            after="fn sum<const N: usize>(list: [u8; N]) -> u8 {\n    list.iter().sum()\n}\n"
            "fn main() {\n    sum([1, 2]);\n}\n",
            code="E0425",
        ),
        Example(
            before="trait Holds {\n    fn has(&self, a: &A, b: &B) -> bool;\n}\n"
            "impl Holds<u8, char> for () {\n    fn has(&self, a: &u8, b: &char) -> bool {\n"
            "        char::from(*a) == *b\n    }\n}\nfn main() {\n    ().has(&1, &'a');\n}\n",
            after="trait Holds<A, B> {\n    fn has(&self, a: &A, b: &B) -> bool;\n}\n"
            "impl Holds<u8, char> for () {\n    fn has(&self, a: &u8, b: &char) -> bool {\n"
            "        char::from(*a) == *b\n    }\n}\nfn main() {\n    ().has(&1, &'a');\n}\n",
            code="E0107",
        ),
    )
    refuses: ClassVar = (
        "fn area(side: Widht) -> u8 {\n    1\n}\nfn main() {\n    area(1);\n}\n",
        "struct P;\nfn area(side: P<u8>) -> u8 {\n    1\n}\nfn main() {\n    area(P);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0107":
            told = site.match(r"takes 0 generic arguments but (\d+) generic arguments? w")
            named = re.match(r"[\w:]+", site.source.slice(site.diagnostic.span))
            item = find_item(site, named[0], "type", "trait") if told and named else None
            if told and item is not None and item.file.path == site.source.path:
                yield from self._declare(site, item.node, int(told[1]))
            return
        lost = missing(site.diagnostic.message)
        if lost is None or not _PARAMETER.fullmatch(lost.name):
            return
        around = list(generic_items(site.node))
        outer = around[-1] if around else None
        if outer is not None and outer.type in _HOLDERS and _has_arguments(site, outer):
            around = [outer]
        for item_node in around:
            yield from self._declare(site, item_node, None)

    def _declare(self, site: Site, item: Node, count: int | None) -> Iterator[Candidate]:
        types, lengths = _undeclared(site, item)
        words = [*types, *(f"const {name}: usize" for name in lengths)]
        if not words or (count is not None and len(words) != count):
            return
        listed = item.child_by_field_name("type_parameters")
        name = item.child_by_field_name("name")
        if listed is not None:
            edit = Edit.insert(listed.end_byte - 1, ", " + ", ".join(words))
        elif item.type == "impl_item":
            edit = Edit.insert(item.children[0].end_byte, f"<{', '.join(words)}>")
        elif name is not None:
            edit = Edit.insert(name.end_byte, f"<{', '.join(words)}>")
        else:
            return
        kind = item.child_by_field_name("type") if item.type == "impl_item" else name
        owner = f"`{text_of(kind)}`" if kind is not None else "it"
        title = f"Declare {', '.join(f'`{word}`' for word in words)} as parameters of {owner}"
        yield site.candidate(
            self.id, title.replace("parameters", "a parameter") if len(words) == 1 else title, edit
        )


def _undeclared(site: Site, item: Node) -> tuple[list[str], list[str]]:
    """Return the types, and the lengths of arrays, that look like parameters and are none."""
    known = {*generic_names(item), *imported_names(site.source.tree.root_node)}
    types: list[str] = []
    lengths: list[str] = []
    for node in descendants(item, "type_identifier", "identifier"):
        text = text_of(node)
        if not _PARAMETER.fullmatch(text) or text in known or text in generic_names(node):
            continue
        parent = node.parent
        if find_item(site, text) is not None or parent is None:
            continue
        if node.type == "type_identifier":
            types.append(text)
        elif parent.type == "array_type":
            lengths.append(text)
    return list(dict.fromkeys(types)), list(dict.fromkeys(n for n in lengths if n not in types))


def _has_arguments(site: Site, item: Node) -> bool:
    """Say whether the item is used with arguments elsewhere, as if it had parameters."""
    name = item.child_by_field_name("name")
    return name is not None and any(
        base_name(text_of(node)) == text_of(name) and ancestor(node, item.type) != item
        for node in descendants(site.source.tree.root_node, "generic_type")
    )
