"""Repairs a field that is asked of a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, named_fields
from rust_agent_lsp.fixes.names import base_name, local_names
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import text_of


class ReachItemOfIndex(FixRule):
    """Asks the item at an index, a variable that has the field, or takes the number itself."""

    codes: ClassVar = ("E0610",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub struct Pen {\n    pub size: u8,\n}\npub fn f(pens: &[Pen]) -> u8 {\n"
            "    let mut sum = 0;\n    for i in 0..pens.len() {\n        sum += i.size;\n    }\n"
            "    sum\n}\n",
            after="pub struct Pen {\n    pub size: u8,\n}\npub fn f(pens: &[Pen]) -> u8 {\n"
            "    let mut sum = 0;\n    for i in 0..pens.len() {\n        sum += pens[i].size;\n"
            "    }\n    sum\n}\n",
        ),
        Example(
            before="pub struct Pen {\n    pub size: u8,\n}\npub fn f(p: &Pen, n: u8) -> u8 {\n"
            "    n + n.size\n}\n",
            after="pub struct Pen {\n    pub size: u8,\n}\npub fn f(p: &Pen, n: u8) -> u8 {\n"
            "    n + p.size\n}\n",
        ),
        Example(
            before="pub fn f(n: u32) -> u32 {\n    n.value + 1\n}\n",
            after="pub fn f(n: u32) -> u32 {\n    n + 1\n}\n",
        ),
        Example(
            before="pub struct Pen {\n    pub size: u8,\n}\npub fn f(pens: &[Pen]) -> u8 {\n"
            "    let mut sum = 0;\n    for (pen, _i) in pens.iter().enumerate() {\n"
            "        sum += pen.size;\n    }\n    sum\n}\n",
            after="pub struct Pen {\n    pub size: u8,\n}\npub fn f(pens: &[Pen]) -> u8 {\n"
            "    let mut sum = 0;\n    for (_i, pen) in pens.iter().enumerate() {\n"
            "        sum += pen.size;\n    }\n    sum\n}\n",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! size {\n    ($n:ident) => {\n        $n.size\n    };\n}\n"
        "pub fn f(n: u8) -> u8 {\n    size!(n)\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, span = site.source, site.diagnostic.span
        before = re.search(rb"([\w.]*\w)\s*\.\s*$", source.text[: span.start])
        field = source.slice(span)
        if before is None or not re.fullmatch(r"[A-Za-z_]\w*", field):
            return
        if site.enclosing("macro_definition") is not None:
            return
        value = before[1].decode()
        start = before.start(1)
        if value.isidentifier():
            yield from self._of_loop(site, value, start)
            yield from self._of_other(site, value, start, field)
        yield site.candidate(
            self.id,
            f"Take `{short(value)}` itself",
            Edit.delete(start + len(before[1]), span.end),
            safety=self.safety,
            cost=f"`{value}` is a number; nothing is named `{field}` any more.",
        )

    def _of_loop(self, site: Site, value: str, start: int) -> Iterator[Candidate]:
        """The variable counts the items of a list, or stands first in an `enumerate`."""
        binding = binding_of(site.node, value)
        loop = binding.holder if binding is not None else None
        over = loop.child_by_field_name("value") if loop is not None else None
        pattern = loop.child_by_field_name("pattern") if loop is not None else None
        if binding is None or over is None or pattern is None:
            return
        counted = re.fullmatch(r"\w+\.\.([\w.]+)\.len\(\)", text_of(over))
        if counted is not None and binding.whole:
            new = f"{counted[1]}[{value}]"
            edit = Edit.insert(start, f"{counted[1]}["), Edit.insert(start + len(value), "]")
            yield site.candidate(self.id, f"Reach `{new}`", *edit, safety=Safety.SAFE)
        parts = pattern.named_children
        if text_of(over).endswith(".enumerate()") and len(parts) == 2 and parts[0] == binding.node:
            yield site.candidate(
                self.id,
                f"Name the index first: `({text_of(parts[1])}, {text_of(parts[0])})`",
                *_swapped(parts[0], parts[1]),
                safety=Safety.SAFE,
            )

    def _of_other(self, site: Site, value: str, start: int, field: str) -> Iterator[Candidate]:
        """Another variable has the field."""
        found = []
        for name in local_names(site.node):
            binding = binding_of(site.node, name)
            if binding is None or name == value:
                continue
            kind = text_of(binding.type) if binding.type is not None else None
            if kind is None and binding.value is not None:
                kind = value_type(site.source, binding.value)
            item = find_item(site, base_name(kind), "type") if kind is not None else None
            if item is not None and field in named_fields(item.node):
                found.append(name)
        if len(found) == 1:
            yield site.candidate(
                self.id,
                f"Ask `{found[0]}` for `{field}`",
                Edit(Span(start, start + len(value)), found[0]),
                safety=self.safety,
                cost=f"`{found[0]}` must be what was meant by `{value}`.",
            )


def _swapped(left: Node, right: Node) -> tuple[Edit, Edit]:
    return replace_node(left, text_of(right)), replace_node(right, text_of(left))
