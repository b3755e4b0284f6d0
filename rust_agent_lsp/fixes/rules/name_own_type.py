"""Writes a type out where `Self` or a type parameter cannot stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import text_of


class NameOwnType(FixRule):
    """Names the struct for `Self` in its own defaults; makes a const parameter a `usize`."""

    codes: ClassVar = ("E0735", "E0770")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct Tree<T = Box<Self>> {\n    pub next: Option<T>,\n}\n",
            after="pub struct Tree<T = Box<Tree<()>>> {\n    pub next: Option<T>,\n}\n",
            code="E0735",
        ),
        Example(
            before="pub fn f<T, const N: T>(_: T) {}\n",
            after="pub fn f<T, const N: usize>(_: T) {}\n",
            code="E0770",
        ),
    )
    refuses: ClassVar = ("pub trait T {}\npub fn f<const N: [u8; M], const M: usize>() {}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        text = site.source.slice(span)
        if site.diagnostic.code == "E0770":
            constant = site.enclosing("const_parameter")
            kind = constant.child_by_field_name("type") if constant is not None else None
            if kind is not None and text_of(kind) == text and re.fullmatch(r"[A-Z]\w*", text):
                title = "Make the const parameter a `usize`"
                yield site.candidate(self.id, title, Edit(span, "usize"), safety=Safety.API_CHANGE)
            return
        item = site.enclosing("struct_item", "enum_item", "union_item")
        name = item.child_by_field_name("name") if item is not None else None
        listed = item.child_by_field_name("type_parameters") if item is not None else None
        if name is None or listed is None or text != "Self" or len(listed.named_children) != 1:
            return
        new = f"{text_of(name)}<()>"
        title = f"Write `{new}` for `Self`"
        yield site.candidate(self.id, title, Edit(span, new), safety=Safety.API_CHANGE)
