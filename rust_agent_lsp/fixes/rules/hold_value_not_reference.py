"""Declares a constant as the value that it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import uses_of
from rust_agent_lsp.syntax.tree import text_of

_SHARED = re.compile(r"(?:Atomic\w+|Mutex|RwLock|OnceLock|LazyLock|Once)$")


class HoldValueNotReference(FixRule):
    """Declares `B: Cell<u8> = A` for `B: &Cell<u8> = &A`; a `static` where threads may share it.

    Each use of a constant has a value of its own, so that what is stored in one is not seen by
    the next.
    """

    codes: ClassVar = ("E0492",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="use std::cell::Cell;\nconst A: Cell<usize> = Cell::new(1);\n"
            "const B: &Cell<usize> = &A;\npub fn f() -> usize {\n    B.get()\n}\n",
            after="use std::cell::Cell;\nconst A: Cell<usize> = Cell::new(1);\n"
            "const B: Cell<usize> = A;\npub fn f() -> usize {\n    B.get()\n}\n",
        ),
        Example(
            before="use std::sync::Mutex;\npub const LOG: &'static Mutex<u8> = &Mutex::new(1);\n",
            after="use std::sync::Mutex;\npub static LOG: Mutex<u8> = Mutex::new(1);\n",
        ),
    )
    refuses: ClassVar = (
        "use std::cell::Cell;\nconst A: Cell<u8> = Cell::new(1);\n"
        "pub const B: (u8, &Cell<u8>) = (1, &A);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        item = site.enclosing("const_item", "static_item")
        kind = item.child_by_field_name("type") if item is not None else None
        value = item.child_by_field_name("value") if item is not None else None
        if item is None or kind is None or value is None or kind.type != "reference_type":
            return
        inner, held = kind.child_by_field_name("type"), value.child_by_field_name("value")
        if value.type != "reference_expression" or inner is None or held is None:
            return
        shared = bool(_SHARED.match(base_name(text_of(inner))))
        word = next((c for c in item.children if c.type == "const"), None)
        edits = [replace_node(kind, text_of(inner)), replace_node(value, text_of(held))]
        if shared and word is not None:
            edits.append(replace_node(word, "static"))
        name = node_name(item)
        for use in uses_of(site.source.tree.root_node, name):
            if use.parent != item and (edit := _use(use)) is not None:
                edits.append(edit)
        yield site.candidate(
            self.id,
            f"Hold the value in `{name}` itself",
            *edits,
            safety=self.safety,
            cost="" if shared else "Each use has a value of its own.",
        )


def _use(use: Node) -> Edit | None:
    """Return the edit of a use of what was a reference."""
    up = use.parent
    if use.type != "identifier" or up is None:
        return None
    if up.type in ("field_expression", "token_tree", "index_expression"):
        return None
    if up.type == "unary_expression" and text_of(up).startswith("*"):
        return replace_node(up, text_of(use))
    return Edit.insert(use.start_byte, "&")
