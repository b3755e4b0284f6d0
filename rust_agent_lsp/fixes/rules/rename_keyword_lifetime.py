"""Renames a label or lifetime that is called like a keyword."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import ITEMS, Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import ancestors, span_of


class RenameKeywordLifetime(FixRule):
    """Writes `'type_` for the lifetime `'type`, at each use."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(n: u8) {\n    'loop: loop {\n        if n > 1 {\n"
            "            break 'loop;\n        }\n    }\n}\n",
            after="pub fn f(n: u8) {\n    'loop_: loop {\n        if n > 1 {\n"
            "            break 'loop_;\n        }\n    }\n}\n",
        ),
        Example(
            before="pub struct Token<'type> {\n    pub text: &'type str,\n}\n",
            after="pub struct Token<'type_> {\n    pub text: &'type_ str,\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f() {\n    '_: loop {\n        break '_;\n    }\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not re.match(r"(?:labels|lifetimes) cannot use keyword names", site.diagnostic.message):
            return
        text, span = site.source.text, site.diagnostic.span
        found = re.match(rb"'(\w+)", text[span.start :])
        if found is None:
            return
        old = found[0].decode()
        new = f"{old}_"
        if old == "'_" or re.search(rf"{new}\b".encode(), text):
            return
        item = next((n for n in ancestors(site.node) if n.type in ITEMS), None)
        part = span_of(item) if item is not None else None
        uses = [m.start() for m in re.finditer(rf"{old}\b(?!')".encode(), text)]
        uses = [u for u in uses if part is None or part.start <= u < part.end]
        edits = [Edit(Span(u, u + len(old.encode())), new) for u in uses]
        yield site.candidate(self.id, f"Rename `{old}` to `{new}`", *edits)
