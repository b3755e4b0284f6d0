"""Gives a tuple pattern as many parts as the variant or struct has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import bound_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.names import mentions
from rust_agent_lsp.syntax.tree import ancestor, text_of

_COUNTS = re.compile(r"this pattern has (\d+) fields?, but the corresponding .+ has (\d+) fields?")


class FixFieldCount(FixRule):
    """Adds `_` or `..` for parts that are left out, or drops parts that bind nothing used."""

    codes: ClassVar = ("E0023",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub enum E {\n    Pair(u8, u8),\n}\npub fn f(e: E) -> u8 {\n    match e {\n"
            "        E::Pair(x) => x,\n    }\n}\n",
            after="pub enum E {\n    Pair(u8, u8),\n}\npub fn f(e: E) -> u8 {\n    match e {\n"
            "        E::Pair(x, _) => x,\n    }\n}\n",
        ),
        Example(
            before="pub struct P(pub u8);\npub fn f(p: P) -> u8 {\n    let P(x, _) = p;\n    x\n"
            "}\n",
            after="pub struct P(pub u8);\npub fn f(p: P) -> u8 {\n    let P(x) = p;\n    x\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct P(pub u8);\npub fn f(p: P) -> u8 {\n    let P(x, y) = p;\n    x + y\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = _COUNTS.search(site.diagnostic.message)
        pattern = site.enclosing("tuple_struct_pattern")
        if not told or pattern is None:
            return
        has, wants = int(told[1]), int(told[2])
        name = pattern.child_by_field_name("type")
        parts = _parts(pattern)
        if len(parts) != has or name is None:
            return
        if has > wants:
            yield from self._drop(site, pattern, parts, wants)
            return
        at = parts[-1].end_byte if parts else pattern.end_byte - 1
        lead = ", " if parts else ""
        blanks = ", ".join(["_"] * (wants - has))
        what = f"part{'s' if wants - has > 1 else ''} of `{text_of(name)}`"
        yield site.candidate(
            self.id, f"Ignore the other {what} with `_`", Edit.insert(at, f"{lead}{blanks}")
        )
        yield site.candidate(
            self.id, f"Ignore the other {what} with `..`", Edit.insert(at, f"{lead}..")
        )
        if parts:
            yield site.candidate(
                self.id,
                f"Ignore the first {what} with `_`",
                Edit.insert(parts[0].start_byte, f"{blanks}, "),
                safety=Safety.CHANGES_BEHAVIOUR,
                cost=f"`{text_of(parts[0])}` stands for another part then.",
            )

    def _drop(
        self, site: Site, pattern: Node, parts: list[Node], wants: int
    ) -> Iterator[Candidate]:
        scope = ancestor(pattern, "match_arm", "if_expression", "block") or pattern
        unused = [p for p in parts if not any(mentions(scope, text_of(n)) for n in bound_names(p))]
        spare = len(parts) - wants
        if len(unused) < spare:
            return
        doomed = unused[-spare:]
        kept = ", ".join(text_of(p) for p in parts if p not in doomed)
        gone = " and ".join(f"`{text_of(p)}`" for p in doomed)
        span = Span(parts[0].start_byte, parts[-1].end_byte)
        yield site.candidate(self.id, f"Drop {gone} from the pattern", Edit(span, kept))


def _parts(pattern: Node) -> list[Node]:
    inside = [c for c in pattern.children if c.type not in ("(", ")", ",")]
    return [c for c in inside if c != pattern.child_by_field_name("type")]
