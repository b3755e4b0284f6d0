"""Lets a result live only as long as the reference that it comes through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import self_parameter
from rust_agent_lsp.syntax.tree import SourceFile, ancestor, descendants, text_of


class ShortenResultLifetime(FixRule):
    """Takes `'a` out of a method's result, which then lives as long as the borrow of `self`.

    Callers cannot use `self` otherwise while they hold the result.
    """

    codes: ClassVar = ("", "E0261")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
pub struct Items<'a> {
    inner: &'a mut Vec<u32>,
}
impl<'a> Items<'a> {
    pub fn get(&mut self) -> &'a mut Vec<u32> {
        self.inner
    }
}
""",
            after="""\
pub struct Items<'a> {
    inner: &'a mut Vec<u32>,
}
impl<'a> Items<'a> {
    pub fn get(&mut self) -> &mut Vec<u32> {
        self.inner
    }
}
""",
        ),
        Example(
            before="""\
pub trait Source {
    fn next(&mut self) -> Option<&'a str>;
}
pub struct One(String);
impl Source for One {
    fn next(&mut self) -> Option<&str> {
        Some(&self.0)
    }
}
""",
            after="""\
pub trait Source {
    fn next(&mut self) -> Option<&str>;
}
pub struct One(String);
impl Source for One {
    fn next(&mut self) -> Option<&str> {
        Some(&self.0)
    }
}
""",
            code="E0261",
        ),
    )
    refuses: ClassVar = (
        """\
pub fn longer<'a, 'b>(x: &'a str, y: &'b str) -> &'a str {
    if x.len() > y.len() { x } else { y }
}
""",
        """\
pub struct Name(&'a str);
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = ancestor(site.node, "function_item", "function_signature_item")
        kind = function.child_by_field_name("return_type") if function is not None else None
        name = function.child_by_field_name("name") if function is not None else None
        own = self_parameter(function) if function is not None else None
        if function is None or kind is None or name is None or own is None:
            return
        if not text_of(own).startswith("&") or "'" in text_of(own):
            return
        lifetime = self._lifetime(site, function, kind)
        if lifetime is None:
            return
        edits = [
            _without(site.source, found)
            for found in descendants(kind, "lifetime")
            if text_of(found) == lifetime
        ]
        if edits:
            yield site.candidate(
                self.id,
                f"Let the result of `{text_of(name)}` live as long as the borrow of `self`",
                *edits,
                safety=Safety.SAFE if site.diagnostic.code == "E0261" else self.safety,
            )

    def _lifetime(self, site: Site, function: Node, kind: Node) -> str | None:
        """Return the lifetime of the result that cannot be had."""
        if site.diagnostic.code == "E0261":
            listed = function.child_by_field_name("parameters")
            found = re.search(r"lifetime name `('\w+)`", site.diagnostic.message)
            inside = kind.start_byte <= site.diagnostic.span.start < kind.end_byte
            if found is None or listed is None or not inside or found[1] in text_of(listed):
                return None
            return found[1]
        wanted = site.match(
            r"supposed to return data with lifetime `('[a-z]\w*)` but it is returning data with"
            r" lifetime `'\d+`"
        )
        return wanted[1] if wanted is not None else None


def _without(source: SourceFile, lifetime: Node) -> Edit:
    """Return the edit that leaves a lifetime to the compiler: `&'a T` to `&T`, else `'_`."""
    parent = lifetime.parent
    if parent is not None and parent.type == "reference_type":
        blank = source.text[lifetime.end_byte : lifetime.end_byte + 1] == b" "
        return Edit.delete(lifetime.start_byte, lifetime.end_byte + blank)
    return replace_node(lifetime, "'_")
