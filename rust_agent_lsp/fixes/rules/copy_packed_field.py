"""Copies a field of a packed struct, which cannot be borrowed in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span


class CopyPackedField(FixRule):
    """Puts the field in a block, `{ s.x }`, which makes an aligned copy of it."""

    codes: ClassVar = ("E0793",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="#[repr(packed)]\npub struct P {\n    a: u8,\n    n: u32,\n}\n"
            "pub fn f(p: P) -> usize {\n    let r = &p.n;\n    *r as usize + p.a as usize\n}\n",
            after="#[repr(packed)]\npub struct P {\n    a: u8,\n    n: u32,\n}\n"
            "pub fn f(p: P) -> usize {\n    let r = &{ p.n };\n    *r as usize + p.a as usize\n}\n",
        ),
    )
    refuses: ClassVar = (
        "#[repr(packed)]\npub struct P {\n    n: u32,\n}\npub fn f(p: &mut P) {\n"
        "    let r = &mut p.n;\n    *r = 1;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        text = site.source.slice(span)
        if text.startswith("&mut") or site.enclosing("macro_definition") is not None:
            return
        if text.startswith("&raw"):
            return
        lead = len(text) - len(text.lstrip("& "))
        field = text[lead:]
        if not re.fullmatch(r"[\w.]+", field):
            return
        yield site.candidate(
            self.id,
            f"Copy `{field}` first",
            Edit(Span(span.start + lead, span.end), f"{{ {field} }}"),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="The reference is to a copy, not to the field.",
        )
