"""Makes one trait of the several that a trait object should have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import base_name, generic_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestors, descendants, text_of

_AUTO = ("Send", "Sync", "Unpin", "UnwindSafe", "RefUnwindSafe")


class CombineTraits(FixRule):
    """Adds a trait that demands both traits, has every type with them, and stands for them.

    The new trait is part of the types that use it.
    """

    codes: ClassVar = ("E0225",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="use std::io::{Read, Write};\n"
            "pub fn f(s: Box<dyn Read + Write + Send>) {\n    drop(s);\n}\n",
            after="use std::io::{Read, Write};\npub trait ReadWrite: Read + Write {}\n\n"
            "impl<T: Read + Write + ?Sized> ReadWrite for T {}\n\n"
            "pub fn f(s: Box<dyn ReadWrite + Send>) {\n    drop(s);\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f<A: 'static>(s: Box<dyn AsRef<A> + Fn(A)>) {\n    drop(s);\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        written = _trait_object(site)
        if written is None:
            return
        text = text_of(written)
        parts = [p.strip() for p in _split(text.removeprefix("dyn"))]
        rest = [p for p in parts if p.startswith(("'", "?")) or base_name(p) in _AUTO]
        traits = [p for p in parts if p not in rest]
        used = set(re.findall(r"'?\w+", " ".join(traits)))
        if len(traits) < 2 or used & set(generic_names(site.node)) or "'" in " ".join(traits):
            return
        item = _module_item(written)
        joined = " + ".join(traits)
        name = _free(site, "".join(re.sub(r"\W.*", "", base_name(t)) for t in traits))
        indent = site.source.indent_at(item.start_byte)
        public = "pub " if re.match(r"pub\b", text_of(_outer_item(written))) else ""
        declared = (
            f"{public}trait {name}: {joined} {{}}\n\n{indent}"
            f"impl<T: {joined} + ?Sized> {name} for T {{}}\n\n{indent}"
        )
        new = " + ".join([f"dyn {name}", *rest])
        same = [
            n
            for n in descendants(site.source.tree.root_node, written.type)
            if text_of(n) == text and _module_item(n).parent == item.parent
        ]
        yield site.candidate(
            self.id,
            f"Add a trait `{name}` that demands `{joined}`",
            Edit.insert(item.start_byte, declared),
            *(replace_node(n, new) for n in same),
            safety=self.safety,
        )


def _trait_object(site: Site) -> Node | None:
    """Return the whole `dyn A + B` around the diagnostic."""
    around = [site.node, *ancestors(site.node)]
    found = [
        n
        for n in around
        if n.type in ("bounded_type", "dynamic_type") and text_of(n).startswith("dyn ")
    ]
    return found[-1] if found else None


def _split(text: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, character in enumerate(text):
        depth += (character in "<([") - (character in ")]")
        depth -= character == ">" and text[at - 1 : at] != "-"
        if character == "+" and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def _outer_item(node: Node) -> Node:
    """Return the item of a module (not of a block) that `node` lies in."""
    at = node
    for outer in ancestors(node):
        module = outer.parent is not None and outer.parent.type == "mod_item"
        if outer.type == "source_file" or (outer.type == "declaration_list" and module):
            return at
        at = outer
    return at


def _module_item(node: Node) -> Node:
    """Return where a new item goes: the outer item, or the first of its attributes and docs."""
    at = _outer_item(node)
    while (before := at.prev_named_sibling) is not None and (
        before.type == "attribute_item" or text_of(before).startswith(("///", "/**"))
    ):
        at = before
    return at


def _free(site: Site, wanted: str) -> str:
    taken = {text_of(n) for n in descendants(site.source.tree.root_node, "type_identifier")}
    name, count = wanted, 2
    while name in taken:
        name, count = f"{wanted}{count}", count + 1
    return name
