"""Drops a generic parameter that may not be there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import GENERIC_ITEMS
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class DropParameter(FixRule):
    """Removes a type alias's unused parameter, `main`'s parameters, or a declared `'static`.

    The arguments for it are removed where the alias is used.
    """

    codes: ClassVar = ("E0091", "E0131", "E0262")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub type Pair<A, B> = (A, A);\n"
            "pub fn f(p: Pair<u8, u16>) -> u8 {\n    p.0\n}\n",
            after="pub type Pair<A> = (A, A);\npub fn f(p: Pair<u8>) -> u8 {\n    p.0\n}\n",
            code="E0091",
        ),
        Example(
            before="fn main<T>() {\n    println!();\n}\nmod other {\npub fn main() {}\n}\n",
            after="fn main() {\n    println!();\n}\nmod other {\npub fn main() {}\n}\n",
            code="E0131",
        ),
        Example(
            before="pub fn f<'static>(x: &'static str) -> &'static str {\n    x\n}\n",
            after="pub fn f(x: &'static str) -> &'static str {\n    x\n}\n",
            code="E0262",
        ),
        Example(
            before="pub fn f<'static>(x: &'static str) -> &'static str {\n    x\n}\n",
            after="pub fn f<'a>(x: &'a str) -> &'a str {\n    x\n}\n",
            code="E0262",
        ),
    )
    refuses: ClassVar = (
        "fn main<T: Default>() {\n    let _: T = T::default();\n}\n"
        "mod other {\npub fn main() {}\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        item = site.enclosing(*GENERIC_ITEMS)
        listed = item.child_by_field_name("type_parameters") if item is not None else None
        if item is None or listed is None:
            return
        if site.diagnostic.code == "E0131":
            names = [node_name(p) for p in listed.named_children]
            rest = text_of(item).replace(text_of(listed), "", 1)
            if not any(re.search(rf"\b{name}\b", rest) for name in names):
                title = f"Drop {' and '.join(f'`{n}`' for n in names)} from `{node_name(item)}`"
                yield site.candidate(self.id, title, replace_node(listed, ""), safety=Safety.SAFE)
            return
        parameter = ancestor(site.node, "type_parameter", "const_parameter", "lifetime_parameter")
        if parameter is None or parameter not in listed.named_children:
            return
        if site.diagnostic.code == "E0262":
            yield from self._lifetime(site, item, listed, parameter)
            return
        index = listed.named_children.index(parameter)
        edits = [_without(listed, index), *_uses(site, item, listed, index)]
        yield site.candidate(
            self.id,
            f"Drop the parameter `{node_name(parameter)}` of `{node_name(item)}`",
            *edits,
            safety=self.safety,
        )

    def _lifetime(
        self, site: Site, item: Node, listed: Node, parameter: Node
    ) -> Iterator[Candidate]:
        name = text_of(parameter)
        if name == "'static":
            drop = _without(listed, listed.named_children.index(parameter))
            yield site.candidate(
                self.id, "Use the built-in `'static` without declaring it", drop, safety=self.safety
            )
        lifetimes = list(descendants(item, "lifetime"))
        taken = {text_of(n) for n in lifetimes}
        free = next(f"'{c}" for c in "abcdefghijklmnopqrstuvwxyz" if f"'{c}" not in taken)
        yield site.candidate(
            self.id,
            f"Name the lifetime `{free}`",
            *(replace_node(n, free) for n in lifetimes if text_of(n) == name),
            safety=self.safety,
        )


def _without(listed: Node, index: int) -> Edit:
    """Return the edit that removes one of a list in angle brackets, and them with the last."""
    items = listed.named_children
    if len(items) == 1:
        return Edit.delete(listed.start_byte, listed.end_byte)
    if index:
        return Edit.delete(items[index - 1].end_byte, items[index].end_byte)
    return Edit.delete(items[0].start_byte, items[1].start_byte)


def _uses(site: Site, item: Node, listed: Node, index: int) -> Iterator[Edit]:
    """Yield the edits that take the argument away where the alias is named."""
    for use in descendants(site.source.tree.root_node, "generic_type"):
        name, given = use.child_by_field_name("type"), use.child_by_field_name("type_arguments")
        if name is None or given is None or text_of(name) != node_name(item):
            continue
        if len(given.named_children) == len(listed.named_children):
            yield _without(given, index)
