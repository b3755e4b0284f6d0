"""Gives a lifetime that is used like a named one a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import generic_items, lifetime_edit
from rust_agent_lsp.syntax.tree import descendants, text_of

_NAMES = [f"'{letter}" for letter in "abcdefgh"]


class NameAnonymousLifetime(FixRule):
    """Renames a declared `'_` to `'a`, with the `'_` that it ties; drops a bound `: '_`.

    The lifetime of the `&T` in `Iterator<Item = &T>` becomes a parameter of the function.
    """

    codes: ClassVar = ("E0637",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub fn first<'_>(a: &'_ str, b: &'_ str) -> &'_ str {\n"
            "    if a.is_empty() { b } else { a }\n}\n",
            after="pub fn first<'a>(a: &'a str, b: &'a str) -> &'a str {\n"
            "    if a.is_empty() { b } else { a }\n}\n",
        ),
        Example(
            before="pub struct Page<'a>(&'a str);\nimpl<'_> Page<'_> {\n"
            "    pub fn text(&self) -> &str {\n        self.0\n    }\n}\n",
            after="pub struct Page<'a>(&'a str);\nimpl<'a> Page<'a> {\n"
            "    pub fn text(&self) -> &str {\n        self.0\n    }\n}\n",
        ),
        Example(
            before="pub trait Go {}\nimpl<T: '_> Go for Vec<T> {}\n",
            after="pub trait Go {}\nimpl<T> Go for Vec<T> {}\n",
        ),
        Example(
            before="pub fn f<I: Iterator<Item = &u32>>(items: I) -> u32 {\n    items.sum()\n}\n",
            after="pub fn f<'a, I: Iterator<Item = &'a u32>>(items: I) -> u32 {\n"
            "    items.sum()\n}\n",
        ),
    )
    refuses: ClassVar = ("pub trait With<T> {}\npub fn f<T>()\nwhere\n    T: With<&u32>,\n{\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lifetime = site.enclosing("lifetime")
        item = next(generic_items(site.node), None)
        if lifetime is None and item is not None:
            yield from self._in_binding(site, item)
        if lifetime is None or item is None or text_of(lifetime) != "'_":
            return
        parent = lifetime.parent
        if parent is not None and parent.type == "lifetime_parameter" and _declares(parent):
            outer = {text_of(n) for n in descendants(item, "lifetime")}
            new = next((x for x in _NAMES if x not in outer), None)
            if new is None:
                return
            body = item.child_by_field_name("body")
            keep = body if item.type == "impl_item" else None
            edits = [
                replace_node(n, new)
                for n in descendants(item, "lifetime")
                if text_of(n) == "'_" and not (keep and keep.start_byte <= n.start_byte)
            ]
            yield site.candidate(self.id, f"Name the lifetime `{new}`", *edits, safety=Safety.SAFE)
        elif parent is not None and parent.type in ("trait_bounds", "lifetime_parameter"):
            yield from self._bound(site, lifetime)

    def _in_binding(self, site: Site, item: Node) -> Iterator[Candidate]:
        """Declare a lifetime for `Item = &T`, which no `for<'a>` can give one."""
        reference = site.enclosing("reference_type")
        if reference is None or site.enclosing("type_binding") is None:
            return
        taken = {text_of(n) for n in descendants(item, "lifetime")}
        new = next((x for x in _NAMES if x not in taken), None)
        declared = lifetime_edit(item, new) if new is not None else None
        if new is not None and declared is not None:
            edit = Edit.insert(reference.children[0].end_byte, f"{new} ")
            title = f"Declare the lifetime `{new}` of the items"
            yield site.candidate(self.id, title, declared, edit, safety=Safety.API_CHANGE)

    def _bound(self, site: Site, lifetime: Node) -> Iterator[Candidate]:
        """Drop the bound; with nothing else behind the colon that goes too."""
        text = site.source.text
        before = text[: lifetime.start_byte].rstrip()
        after = re.match(rb"\s*\+\s*", text[lifetime.end_byte :])
        if before.endswith((b"+", b":")):
            start, end = len(before) - 1, lifetime.end_byte
            if before.endswith(b":") and after is not None:
                start, end = lifetime.start_byte, lifetime.end_byte + len(after[0])
            yield site.candidate(self.id, "Drop the bound `'_`", Edit.delete(start, end))


def _declares(parameter: Node) -> bool:
    name = parameter.child_by_field_name("name")
    return name is not None and text_of(name) == "'_"
