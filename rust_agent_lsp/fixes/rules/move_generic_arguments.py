"""Moves the arguments in `<…>` to the segment of a path that has the parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import SourceFile, ancestor, descendants

_LEFT = re.compile(r"(\w+)(\s*::\s*(\w+)\s*)$")
_RIGHT = re.compile(r"\s*::\s*(\w+)")


class MoveGenericArguments(FixRule):
    """Turns `Vec::new::<i32>()` into `Vec::<i32>::new()`, and `shapes::<u8>::Square` the other way.

    The arguments stay; only the name that takes them is another.
    """

    codes: ClassVar = ("E0107", "E0109")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> usize {\n    let v = Vec::with_capacity::<u8>(3);\n"
            "    v.len()\n}\n",
            after="pub fn f() -> usize {\n    let v = Vec::<u8>::with_capacity(3);\n"
            "    v.len()\n}\n",
            code="E0107",
        ),
        Example(
            before="type Maybe<T> = Option<T>;\npub fn f() -> bool {\n"
            "    let m = Maybe::None::<u8>;\n    m.is_none()\n}\n",
            after="type Maybe<T> = Option<T>;\npub fn f() -> bool {\n"
            "    let m = Maybe::<u8>::None;\n    m.is_none()\n}\n",
            code="E0109",
        ),
        Example(
            before="mod shapes {\n    pub struct Square<T>(pub T);\n}\npub fn f() -> u8 {\n"
            "    shapes::<u8>::Square(3).0\n}\n",
            after="mod shapes {\n    pub struct Square<T>(pub T);\n}\npub fn f() -> u8 {\n"
            "    shapes::Square::<u8>(3).0\n}\n",
            code="E0109",
        ),
    )
    refuses: ClassVar = (
        "fn twice<T: Copy>(t: T) -> (T, T) {\n    (t, t)\n}\npub fn f() {\n"
        "    twice::<u8, u8>(3);\n}\n",
        "pub fn f(text: &str) -> String {\n    text.trim::<u8>().to_string()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0107" and not site.match(r"takes 0 generic arguments"):
            return
        listed = _arguments(site)
        if listed is None:
            return
        source, span = site.source, (listed.start_byte, listed.end_byte)
        before = source.text[source.line_start(span[0]) : span[0]].decode(errors="replace")
        after = source.text[span[1] : source.line_end(span[1])].decode(errors="replace")
        marked = before.rstrip().endswith("::")
        head = before.rstrip()[:-2] if marked else before
        text = source.text[span[0] : span[1]].decode(errors="replace")
        mark = "::" if marked else ""
        gone = Edit.delete(span[0] - len(before.encode()) + len(head.encode()), span[1])
        left = _LEFT.search(head)
        if left is not None:
            at = gone.span.start - len(left[2].encode())
            yield self._moved(site, gone, at, mark + text, (left[3], left[1]))
        right = _RIGHT.match(after) if site.diagnostic.code == "E0109" else None
        if right is not None:
            at = span[1] + len(right[0].encode())
            last = re.search(r"(\w+)\s*$", head)
            old = last[1] if last is not None else ""
            yield self._moved(site, gone, at, mark + text, (old, right[1]))

    def _moved(
        self, site: Site, gone: Edit, at: int, text: str, names: tuple[str, str]
    ) -> Candidate:
        old, new = names
        title = (
            f"Give `{short(text.lstrip(':'))}` to `{new}`, which has the parameters, not `{old}`"
        )
        return site.candidate(self.id, title, gone, Edit.insert(at, text))


def _arguments(site: Site) -> Node | None:
    """Return the `<…>` that the diagnostic is about: around its span, or behind it."""
    around = ancestor(site.node, "type_arguments")
    if around is not None and site.diagnostic.code == "E0109":
        return around
    return _behind(site.source, site.diagnostic.span.end)


def _behind(source: SourceFile, offset: int) -> Node | None:
    found = re.match(rb"\s*::\s*", source.text[offset : offset + 40])
    at = offset + len(found[0]) if found is not None else offset
    listed = descendants(source.tree.root_node, "type_arguments")
    return next((n for n in listed if n.start_byte == at), None)
