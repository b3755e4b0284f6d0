"""Lets a recursive type hold itself instead of an ever larger version of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import (
    find_item,
    node_name,
)
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import descendants, text_of


class RepeatOwnParameters(FixRule):
    """Writes `Box<List<T>>` where the type `List<T>` holds a `Box<List<(T, T)>>`.

    Such a type has no end: its drop check would need infinitely many types.
    """

    codes: ClassVar = ("E0320", "E0275", "")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub enum A<T> {\n    B,\n    C(T, Box<A<(T, T)>>),\n}\npub fn foo<T>() {\n"
            "    let _ = A::<T>::B;\n}\n",
            after="pub enum A<T> {\n    B,\n    C(T, Box<A<T>>),\n}\npub fn foo<T>() {\n"
            "    let _ = A::<T>::B;\n}\n",
            code="E0320",
        ),
    )
    refuses: ClassVar = (
        "pub trait Foo {}\npub struct Bar<T>(T);\nimpl<T> Foo for T where Bar<T>: Foo {}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"overflow.*`(\w+)<", site.diagnostic.message)
        item = find_item(site, found[1], "type") if found else None
        if item is None or item.file != site.source:
            return
        listed = item.node.child_by_field_name("type_parameters")
        body = item.node.child_by_field_name("body")
        if listed is None or body is None:
            return
        own = f"<{', '.join(node_name(p) for p in listed.named_children if node_name(p))}>"
        edits = []
        for use in descendants(body, "generic_type"):
            kind = use.child_by_field_name("type")
            arguments = use.child_by_field_name("type_arguments")
            if kind is None or arguments is None or text_of(kind) != item.name:
                continue
            if text_of(arguments) != own:
                edits.append(replace_node(arguments, own))
        if edits:
            yield site.candidate(
                self.id,
                f"Hold `{item.name}{own}` in `{item.name}{own}`",
                *edits,
                safety=self.safety,
            )
