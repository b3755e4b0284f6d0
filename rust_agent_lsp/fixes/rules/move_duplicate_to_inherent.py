"""Moves the second of two equal names out of a trait's `impl`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.rules.move_to_inherent_impl import whole_lines
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.trait_items import implementation_at
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import parameter_named, where_clause
from rust_agent_lsp.syntax.tree import descendants, text_of


class MoveDuplicateToInherent(FixRule):
    """Puts the second function of that name, under a new one, into an impl of the type itself.

    Calls mean the first one.
    """

    codes: ClassVar = ("E0201",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Hi {\n    fn hi(&self) -> u8;\n}\npub struct P;\nimpl Hi for P {\n"
            "    fn hi(&self) -> u8 {\n        1\n    }\n    fn hi(&self) -> u8 {\n        2\n"
            "    }\n}\n",
            after="pub trait Hi {\n    fn hi(&self) -> u8;\n}\npub struct P;\nimpl Hi for P {\n"
            "    fn hi(&self) -> u8 {\n        1\n    }\n}\n\n"
            "impl P {\n    fn hi_2(&self) -> u8 {\n        2\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct P;\npub trait T {\n    type A;\n}\nimpl T for P {\n    type A = u8;\n"
        "    type A = u16;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        impl, item = implementation_at(site), site.enclosing("function_item", "const_item")
        name = item.child_by_field_name("name") if item is not None else None
        if impl is None or item is None or name is None or item.parent is None:
            return
        inside = item.parent.parent == impl.node
        if not inside or parameter_named(impl.node, impl.type) is not None:
            return
        root = site.source.tree.root_node
        taken = {text_of(n) for n in descendants(root, "identifier", "field_identifier")}
        old, count = node_name(item), 2
        while f"{old}_{count}" in taken:
            count += 1
        start, end = whole_lines(site.source, item)
        if start <= impl.node.start_byte or end > impl.node.end_byte:
            start, end = item.start_byte, item.end_byte
        text = site.source.text
        moved = (text[start : name.start_byte] + f"{old}_{count}".encode()).decode()
        moved += text[name.end_byte : end].decode()
        generics = impl.node.child_by_field_name("type_parameters")
        where = where_clause(impl.node)
        head = f"impl{text_of(generics) if generics is not None else ''} {impl.type}"
        head += f" {text_of(where)}" if where is not None else ""
        outer = site.source.indent_at(impl.node.start_byte)
        lead = f"{outer}    " if start == item.start_byte else ""
        inner = lead + moved.strip("\n")
        yield site.candidate(
            self.id,
            f"Move the second `{old}` into an impl of `{impl.type}` itself, as `{old}_{count}`",
            Edit.delete(start, end),
            Edit.insert(impl.node.end_byte, f"\n\n{outer}{head} {{\n{inner}\n{outer}}}"),
            safety=self.safety,
            cost=f"`{old}` means the first one from now on.",
        )
