"""Replaces `impl Trait` where Rust has no place for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.tree import ancestor, text_of


class BoxOpaqueType(FixRule):
    """Leaves the type of a variable open; writes `Box<dyn Trait>` in fields and other types.

    A boxed value is allocated on the heap and must be made with `Box::new`.
    """

    codes: ClassVar = ("E0562", "E0666")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> i32 {\n"
            "    let g: impl Fn(i32) -> i32 = |x| 1 + x;\n    g(1)\n}\n",
            after="pub fn f() -> i32 {\n    let g = |x| 1 + x;\n    g(1)\n}\n",
            code="E0562",
        ),
        Example(
            before="pub fn f() -> bool {\n    let g: Option<impl Fn() -> u8> = Some(|| 1);\n"
            "    g.is_some()\n}\n",
            after="pub fn f() -> bool {\n    let g: Option<_> = Some(|| 1);\n    g.is_some()\n}\n",
            code="E0562",
        ),
        Example(
            before="pub struct S {\n    pub f: impl Fn(),\n}\n",
            after="pub struct S {\n    pub f: Box<dyn Fn()>,\n}\n",
            code="E0562",
        ),
        Example(
            before="pub trait A<T> {}\npub trait B {}\npub fn f(_: impl A<impl B>) {}\n",
            after="pub trait A<T> {}\npub trait B {}\npub fn f<T: B>(_: impl A<T>) {}\n",
            code="E0666",
        ),
    )
    refuses: ClassVar = (
        "pub trait A<T> {}\npub trait B {}\nimpl<T> A<T> for u8 {}\nimpl B for u8 {}\n"
        "pub fn f() -> impl A<impl B> {\n    1u8\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        node = site.enclosing("abstract_type")
        if node is None:
            return
        if site.diagnostic.code == "E0666":
            yield from self._generic(site, node)
            return
        let = ancestor(node, "let_declaration")
        pattern = let.child_by_field_name("pattern") if let is not None else None
        kind = let.child_by_field_name("type") if let is not None else None
        has_value = let is not None and let.child_by_field_name("value") is not None
        if kind == node and pattern is not None:
            if has_value:
                edit = Edit.delete(pattern.end_byte, node.end_byte)
                title = f"Let the type of `{text_of(pattern)}` be found"
                yield site.candidate(self.id, title, edit)
            return
        trait = text_of(node).removeprefix("impl").strip()
        if kind is not None and has_value and kind.start_byte <= node.start_byte < kind.end_byte:
            shown = short_text(node)
            title = f"Leave the type to the value: write `_` for `{shown}`"
            yield site.candidate(self.id, title, replace_node(node, "_"))
        yield site.candidate(
            self.id,
            f"Write `Box<dyn {trait}>`",
            replace_node(node, f"Box<dyn {trait}>"),
            safety=Safety.API_CHANGE,
            cost="Each value is allocated on the heap.",
        )

    def _generic(self, site: Site, node: Node) -> Iterator[Candidate]:
        """Name the inner type: a parameter of the function."""
        function = ancestor(node, "function_item")
        if function is None or ancestor(node, "parameter") is None:
            return
        taken = set(re.findall(r"\b[A-Z]\w*", text_of(function).partition("{")[0]))
        name = next(letter for letter in ("T", "U", "V", "W", "Inner") if letter not in taken)
        trait = text_of(node).removeprefix("impl").strip()
        listed = function.child_by_field_name("type_parameters")
        own = function.child_by_field_name("name")
        if listed is not None:
            declare = Edit.insert(listed.end_byte - 1, f", {name}: {trait}")
        elif own is not None:
            declare = Edit.insert(own.end_byte, f"<{name}: {trait}>")
        else:
            return
        title = f"Name the inner type `{name}: {trait}`"
        yield site.candidate(self.id, title, declare, replace_node(node, name))
