"""Writes `'static` for a lifetime that only the result of a function type has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import short


class UseStaticLifetime(FixRule):
    """Turns `for<'a> fn() -> &'a T` into `fn() -> &'static T`: no argument could lend it.

    The functions passed must then return references that are never freed.
    """

    codes: ClassVar = ("E0581", "E0582")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub fn f(g: for<'a> fn() -> &'a str) -> usize {\n    g().len()\n}\n",
            after="pub fn f(g: fn() -> &'static str) -> usize {\n    g().len()\n}\n",
            code="E0581",
        ),
        Example(
            before="pub fn f<F>(g: F)\nwhere\n    F: for<'a> Fn(i32) -> Option<&'a i32>,\n{\n"
            "    g(1);\n}\n",
            after="pub fn f<F>(g: F)\nwhere\n    F: Fn(i32) -> Option<&'static i32>,\n{\n"
            "    g(1);\n}\n",
            code="E0582",
        ),
        Example(
            before="pub trait Lend {\n    type Item<'a>;\n}\n"
            "pub struct Map<L: Lend, F: for<'a> Fn(L::Item<'a>) -> &'a str> {\n    pub l: L,\n"
            "    pub f: F,\n}\n",
            after="pub trait Lend {\n    type Item<'a>;\n}\n"
            "pub struct Map<L: Lend, F: for<'a> Fn(L::Item<'a>) -> &'static str> {\n    pub l: L,\n"
            "    pub f: F,\n}\n",
            code="E0582",
        ),
    )
    refuses: ClassVar = (
        "pub fn f<F>(_: F)\nwhere\n    F: for<'a> Iterator<Item = &'a i32>,\n{\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"references lifetime `('\w+)`", site.diagnostic.message)
        source, span = site.source, site.diagnostic.span
        begin = source.text.rfind(b"for<", 0, span.start)
        head = re.match(r"for<([^<>]*)>\s*", source.slice(Span(max(begin, 0), span.start)))
        if found is None or begin < 0 or head is None or head[1].strip() != found[1]:
            return
        inside = source.slice(Span(begin + len(head[0]), span.start))
        if re.search(r"[;{}=]", inside.replace("->", "")) or "->" not in inside:
            return
        new = re.sub(rf"{found[1]}\b", "'static", source.slice(span))
        # An argument like `T::Item<'a>` names the lifetime, and may yet not hold it.
        named = re.search(rf"{found[1]}\b", inside) is not None
        drop = () if named else (Edit.delete(begin, begin + len(head[0])),)
        yield site.candidate(
            self.id, f"Return `{short(new)}`", *drop, Edit(span, new), safety=Safety.API_CHANGE
        )
