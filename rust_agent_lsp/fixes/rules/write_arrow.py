"""Writes the arrow or sign that Rust wants at this place: `->`, `=>`, `::`, `=`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span


class WriteArrow(FixRule):
    """Adds `->` before a result, turns an arm's `:` into `=>` and the `.` of a path into `::`.

    An arm's colon is changed in all arms of the match.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(a: u8) u8 {\n    a\n}\n",
            after="pub fn f(a: u8) -> u8 {\n    a\n}\n",
        ),
        Example(
            before="pub fn f(a: u8) -> u8 {\n    match a {\n"
            "        1: 2,\n        _: 3,\n    }\n}\n",
            after="pub fn f(a: u8) -> u8 {\n    match a {\n"
            "        1 => 2,\n        _ => 3,\n    }\n}\n",
        ),
        Example(
            before="use std.fmt.Debug;\npub fn f(_: &dyn Debug) {}\n",
            after="use std::fmt::Debug;\npub fn f(_: &dyn Debug) {}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(a: u8) + {\n    a\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, span, message = site.source, site.diagnostic.span, site.diagnostic.message
        begin, end = source.line_start(span.start), source.line_end(span.start)
        line = source.text[begin:end].decode(errors="replace")
        before = source.text[begin : span.start].decode(errors="replace")
        if message.startswith("expected one of `->`") and before.rstrip().endswith(")"):
            if re.match(r"[\w&(\[]", source.slice(span)):
                yield site.candidate(self.id, "Write `->` before the result type", _at(span, "-> "))
        elif re.match(r"\s*(?:pub )?use [\w.:]+", line) and source.slice(span) == ".":
            path = re.match(r"\s*(?:pub )?use [\w.:]+", line)
            length = len(path[0]) if path is not None else 0
            dots = [m.start() for m in re.finditer(r"\.(?=\w)", line[:length])]
            edits = [Edit(Span(begin + d, begin + d + 1), "::") for d in dots]
            yield site.candidate(self.id, "Write the path with `::`", *edits)
        elif source.slice(span) == ":":
            yield from self._arms(site)

    def _arms(self, site: Site) -> Iterator[Candidate]:
        source = site.source
        head = source.text.rfind(b"match ", 0, site.diagnostic.span.start)
        opened = source.text.find(b"{", head)
        if head < 0 or opened < 0:
            return
        depth, at, edits = 0, opened, []
        text = source.text
        starts = True  # Whether an arm's pattern may begin here.
        while at < len(text):
            sign = text[at : at + 1]
            depth += (sign in (b"{", b"(", b"[")) - (sign in (b"}", b")", b"]"))
            if depth == 0:
                break
            if depth == 1 and sign in (b",", b"{", b"}"):
                starts = True
            lone = sign == b":" and b":" not in (text[at + 1 : at + 2], text[at - 1 : at])
            if depth == 1 and lone and starts:
                edits.append(Edit(Span(at, at + 1), " =>"))
                starts = False
            at += 1
        if edits:
            yield site.candidate(self.id, "Write `=>` between pattern and value", *edits)


def _at(span: Span, text: str) -> Edit:
    return Edit.insert(span.start, text)
