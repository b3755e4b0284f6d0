"""Writes the type, or lets it be inferred, where `typeof` stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import type_of
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import SourceFile, descendants, text_of


class ReplaceTypeof(FixRule):
    """Drops the type of a `let` that has a value; elsewhere writes the type of what is named."""

    codes: ClassVar = ("E0516",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> i32 {\n    let x: typeof(92) = 92;\n    x\n}\n",
            after="pub fn f() -> i32 {\n    let x = 92;\n    x\n}\n",
        ),
        Example(
            before="pub fn f(_: typeof(2.5)) {}\n",
            after="pub fn f(_: f64) {}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(_: typeof(unknown)) {}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        text = site.source.slice(span)
        if not text.startswith("typeof"):
            return
        holder = site.enclosing("let_declaration")
        pattern = holder.child_by_field_name("pattern") if holder is not None else None
        value = holder.child_by_field_name("value") if holder is not None else None
        if pattern is not None and value is not None and _between(site, pattern) == ":":
            yield site.candidate(
                self.id,
                f"Let the type of `{text_of(pattern)}` be inferred",
                Edit.delete(pattern.end_byte, span.end),
                safety=self.safety,
            )
            return
        kind = _type(site, text.removeprefix("typeof").strip().removeprefix("(").removesuffix(")"))
        if kind is not None:
            yield site.candidate(
                self.id, f"Write the type `{kind}`", Edit(span, kind), safety=self.safety
            )


def _between(site: Site, pattern: Node) -> str:
    """Return what stands between the pattern and the `typeof`, which follows it if all is well."""
    start = site.diagnostic.span.start
    after = pattern.end_byte <= start
    return site.source.slice(Span(pattern.end_byte, start)).strip() if after else ""


def _type(site: Site, text: str) -> str | None:
    """Return the type of the expression `text` as far as it can be read."""
    bound = binding_of(site.node, text)
    if bound is not None:
        if bound.type is not None:
            return text_of(bound.type)
        return value_type(site.source, bound.value) if bound.value is not None else None
    inside = _expression(site, text)
    return type_of(inside) if inside is not None else None


def _expression(site: Site, text: str) -> Node | None:
    file = SourceFile.parse(site.source.path, f"fn f() {{ let x = {text}; }}".encode())
    lets = list(descendants(file.tree.root_node, "let_declaration"))
    return lets[0].child_by_field_name("value") if lets else None
