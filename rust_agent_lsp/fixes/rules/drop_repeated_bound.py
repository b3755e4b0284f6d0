"""Leaves one of two bounds that may stand only once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import text_of


class DropRepeatedBound(FixRule):
    """Removes a second `?Sized`, or one of two lifetimes of a trait object.

    A trait object without one of its lifetimes may be used for longer, or for less long.
    """

    codes: ClassVar = ("E0203", "E0226")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct Bad<T: ?Sized + ?Sized> {\n    pub inner: Box<T>,\n}\n",
            after="pub struct Bad<T: ?Sized> {\n    pub inner: Box<T>,\n}\n",
            code="E0203",
        ),
        Example(
            before="pub trait Foo {}\npub type T<'a, 'b> = dyn Foo + 'a + 'b;\n"
            "pub struct S<'b>(pub Box<T<'b, 'b>>);\n",
            after="pub trait Foo {}\npub type T<'a, 'b> = dyn Foo + 'a;\n"
            "pub struct S<'b>(pub Box<T<'b, 'b>>);\n",
            code="E0226",
        ),
    )
    refuses: ClassVar = ("pub struct Bad<T: ?Sized>(pub Box<T>)\nwhere\n    T: ?Sized;\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        primary = [x.location.span for x in site.diagnostic.labels if x.primary]
        last = site.source.node_at(max(primary, default=site.diagnostic.span))
        text = text_of(last)
        drop = _with_plus(site, last)
        if drop is None:
            return
        if site.diagnostic.code == "E0203":
            before = site.source.node_at(min(primary))
            if len(primary) > 1 and before.parent == last.parent and text_of(before) == text:
                yield site.candidate(self.id, f"Drop the second `{text}`", drop, safety=Safety.SAFE)
            return
        yield site.candidate(self.id, f"Leave `{text}` out", drop, safety=self.safety)


def _with_plus(site: Site, node: Node) -> Edit | None:
    """Return the edit that removes `node` with the `+` before it."""
    start = site.source.text.rfind(b"+", 0, node.start_byte)
    between = site.source.slice(Span(start, node.start_byte)) if start >= 0 else ""
    if between.strip("+ \n") or not between:
        return None
    while site.source.text[start - 1 : start].isspace():
        start -= 1
    return Edit.delete(start, node.end_byte)
