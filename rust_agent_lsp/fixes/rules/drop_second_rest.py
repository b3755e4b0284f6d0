"""Leaves one `..` in a pattern that has two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit

_AROUND = re.compile(rb",\s*$")


class DropSecondRest(FixRule):
    """Drops the second `..`, or lets it stand for one element: `_`.

    The pattern then says how many elements follow, which it left open.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(t: (u8, u8, u8)) -> u8 {\n    let (.., n, ..) = t;\n    n\n}\n",
            after="pub fn f(t: (u8, u8, u8)) -> u8 {\n    let (.., n) = t;\n    n\n}\n",
        ),
        Example(
            before="pub fn f(v: &[u8]) -> u8 {\n    match v {\n        [first, .., ..] => *first,\n"
            "        _ => 0,\n    }\n}\n",
            after="pub fn f(v: &[u8]) -> u8 {\n    match v {\n        [first, .., _] => *first,\n"
            "        _ => 0,\n    }\n}\n",
        ),
        Example(
            before="pub fn f(v: &[u8; 2]) -> u8 {\n    let [_a @ .., b @ ..] = v;\n    *b\n}\n",
            after="pub fn f(v: &[u8; 2]) -> u8 {\n    let [_a @ .., b] = v;\n    *b\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(a: u8) -> u8 {\n    a a\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not re.match(r"`\.\.` can only be used once per", site.diagnostic.message):
            return
        text, span = site.source.text, site.diagnostic.span
        bound = re.search(rb"[a-z_]\w*(\s*@\s*)$", text[: span.start])
        if bound is not None:
            edit = Edit.delete(bound.start(1), span.end)
            yield site.candidate(
                self.id,
                f"Let `{site.source.slice(span)}` stand for one element",
                edit,
                safety=self.safety,
            )
            return
        if site.source.slice(span) != "..":
            return
        comma = _AROUND.search(text[: span.start])
        if comma is not None:
            yield site.candidate(
                self.id,
                "Drop the second `..`",
                Edit.delete(comma.start(), span.end),
                safety=self.safety,
                cost="The pattern ends with the element before it.",
            )
        yield site.candidate(
            self.id,
            "Let the second `..` stand for one element",
            Edit(span, "_"),
            safety=self.safety,
        )
