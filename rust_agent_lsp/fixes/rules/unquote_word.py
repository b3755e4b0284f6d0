"""Takes the quotes from a word in an attribute."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import text_of


class UnquoteWord(FixRule):
    """Turns `#[derive("Clone")]` into `#[derive(Clone)]`, `#[repr("C")]` into `#[repr(C)]`."""

    codes: ClassVar = ("E0777", "E0565", "E0539")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='#[derive("Clone", "Debug")]\npub struct S;\n',
            after="#[derive(Clone, Debug)]\npub struct S;\n",
            code="E0777",
        ),
        Example(
            before='#[repr("C")]\npub struct S(u8);\n',
            after="#[repr(C)]\npub struct S(u8);\n",
            code="E0565",
        ),
    )
    refuses: ClassVar = ('#[deprecated(since = b"1.0", note = "a")]\npub fn f() {}\n',)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        item = site.enclosing("attribute_item")
        text = text_of(item) if item is not None else ""
        if item is None or not re.match(r"#\[\s*(?:derive|repr|inline|warn|allow|deny)\b", text):
            return
        new = re.sub(r'"\s*([\w:]+)\s*"', r"\1", text)
        new = re.sub(r"^(#\[\s*repr)\s*=\s*(\w+)", r"\1(\2)", new)
        if new != text:
            yield site.candidate(self.id, f"Write `{new}`", replace_node(item, new))
