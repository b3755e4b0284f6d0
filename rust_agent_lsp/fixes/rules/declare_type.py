"""Declares a type or bound that is named and nowhere declared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.foreign_names import TYPES
from rust_agent_lsp.fixes.items import crate_items
from rust_agent_lsp.fixes.names import generic_names, missing, near
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import ITEMS, Site
from rust_agent_lsp.fixes.std_names import MODULES, PATHS, PRELUDE_TRAITS
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestors, text_of


class DeclareType(FixRule):
    """Declares an empty struct for an unknown type, or an empty trait for an unknown bound.

    The type may exist elsewhere under a path that cannot be seen, and what it holds is unknown.
    """

    codes: ClassVar = ("E0412", "E0425", "E0405")
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="pub struct Order {\n    pub customer: Customer,\n}\n",
            after="pub struct Customer;\n\npub struct Order {\n    pub customer: Customer,\n}\n",
            code="E0425",
        ),
        Example(
            before="pub fn store(item: Packet<u8>) -> Packet<u8> {\n    item\n}\n",
            after="pub struct Packet<T>(pub T);\n\npub fn store(item: Packet<u8>) -> Packet<u8> {\n"
            "    item\n}\n",
            code="E0425",
        ),
        Example(
            before="pub fn run<J: Runnable>(job: J) -> J {\n    job\n}\n",
            after="pub trait Runnable {}\n\npub fn run<J: Runnable>(job: J) -> J {\n    job\n}\n",
            code="E0405",
        ),
    )
    refuses: ClassVar = (
        "pub fn f() -> HashMap<u8, u8> {\n    Default::default()\n}\n",
        "pub struct Customer;\npub fn f(c: Custmer) -> Custmer {\n    c\n}\n",
        "pub fn f(x: T) -> T {\n    x\n}\n",
        "pub fn f() -> crate::Customer {\n    loop {}\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lost = missing(site.diagnostic.message)
        if lost is None or lost.where != "this scope" or lost.what not in ("type", "trait"):
            return
        name, node = lost.name, site.node
        if not re.fullmatch(r"[A-Z]\w+", name) or text_of(node) != name:
            return
        kinds = ("trait",) if lost.what == "trait" else ("type", "trait")
        known = [i.name for i in crate_items(site) if i.kind in kinds]
        known += [*PRELUDE_TRAITS, *PATHS, *generic_names(node)]
        if name in (*known, *TYPES, *MODULES) or near(name, known):
            return
        items = [n for n in ancestors(node) if n.type in ITEMS]
        top = next((n for n in items if n.parent is None or n.parent.type != "block"), None)
        top = _of_module(items) or top
        if top is None or any(n.type == "macro_definition" for n in items):
            return
        word = "trait" if lost.what == "trait" else "struct"
        yield site.candidate(
            self.id,
            f"Declare the {word} `{name}`",
            Edit.insert(_start(top), f"{_declaration(word, name, node)}\n\n{_indent(site, top)}"),
            safety=self.safety,
            cost=f"`{name}` may exist elsewhere; what it holds is not known.",
        )


def _of_module(items: list[Node]) -> Node | None:
    """Return the outermost item that stands in the innermost module."""
    found = None
    for item in items:
        if item.type == "mod_item":
            break
        found = item
    return found


def _start(item: Node) -> int:
    """Return where the item begins, attributes and comments above it included."""
    first = item
    while first.prev_named_sibling is not None and first.prev_named_sibling.type in (
        "attribute_item",
        "line_comment",
    ):
        above = first.prev_named_sibling
        if above.type == "line_comment" and not text_of(above).startswith("///"):
            break
        first = above
    return first.start_byte


def _indent(site: Site, item: Node) -> str:
    return site.source.indent_at(item.start_byte)


def _declaration(word: str, name: str, node: Node) -> str:
    if word == "trait":
        return f"pub trait {name} {{}}"
    parent = node.parent
    given = parent.child_by_field_name("type_arguments") if parent is not None else None
    if given is None or parent is None or parent.type != "generic_type":
        return f"pub struct {name};"
    kinds = [n for n in given.named_children if n.type != "lifetime"]
    if len(kinds) != len(given.named_children) or len(kinds) > 4:
        return f"pub struct {name};"
    letters = ", ".join("TUVW"[: len(kinds)])
    fields = ", ".join(f"pub {letter}" for letter in "TUVW"[: len(kinds)])
    return f"pub struct {name}<{letters}>({fields});"
