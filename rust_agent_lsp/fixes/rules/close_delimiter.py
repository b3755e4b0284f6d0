"""Adds the closing bracket that is missing, or takes away or replaces the one that does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span

_CLOSING = {"(": ")", "[": "]", "{": "}"}


class CloseDelimiter(FixRule):
    """Puts `)`, `]` or `}` where line ends and indentation say that it belongs.

    What then belongs to the block or call may be another part of the code than was meant.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(x: u32) -> u32 {\n    let y = (x + 1) * (x + 2;\n    y\n}\n",
            after="pub fn f(x: u32) -> u32 {\n    let y = (x + 1) * (x + 2);\n    y\n}\n",
        ),
        Example(
            before="pub fn f(x: &mut u32) {\n    if *x > 1 {\n        *x = 0;\n}\n",
            after="pub fn f(x: &mut u32) {\n    if *x > 1 {\n        *x = 0;\n    }\n}\n",
        ),
        Example(
            before="pub fn f() -> Vec<u32> {\n    vec![1, 2)\n}\n",
            after="pub fn f() -> Vec<u32> {\n    vec![1, 2]\n}\n",
        ),
        Example(
            before="pub fn f() -> u32 {\n    1\n}\n}\n",
            after="pub fn f() -> u32 {\n    1\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(x: u32) -> u32 {\n    x +\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        message = site.diagnostic.message
        if "unclosed delimiter" in message:
            yield from self._unclosed(site)
        elif "mismatched closing delimiter" in message:
            yield from self._mismatched(site)
        elif "unexpected closing delimiter" in message:
            span = site.diagnostic.span
            start, end = site.source.line_start(span.start), site.source.line_end(span.end)
            text = site.source.slice(span)
            alone = site.source.slice(Span(start, end)).strip() == text
            gone = Span(start, min(end + 1, len(site.source.text))) if alone else span
            yield from self._too_many(site)
            yield self._candidate(site, f"Drop the `{text}` that closes nothing", Edit(gone, ""))
            yield from self._not_opened(site)

    def _candidate(self, site: Site, title: str, *edits: Edit) -> Candidate:
        return site.candidate(self.id, title, *edits, safety=Safety.CHANGES_BEHAVIOUR)

    def _unclosed(self, site: Site) -> Iterator[Candidate]:
        """Close the innermost open bracket whose block ends by indentation, else at the end."""
        for label in _openings(site):
            sign = site.source.slice(label)
            closing = _CLOSING.get(sign)
            if closing is None:
                continue
            title = f"Close the `{sign}` of line {site.source.line_number(label.start)}"
            if sign == "{":
                indent = site.source.indent_at(label.start)
                at = _end_of_block(site, label)
                yield self._candidate(site, title, Edit.insert(at, f"{indent}}}\n"))
            else:
                yield self._candidate(site, title, Edit.insert(_end_of_line(site, label), closing))
        end = len(site.source.text.rstrip())
        yield self._candidate(site, "Add `}` at the end of the file", Edit.insert(end, "\n}"))

    def _mismatched(self, site: Site) -> Iterator[Candidate]:
        label = site.label(r"^unclosed delimiter")
        span = site.diagnostic.span
        if label is None:
            return
        opening = label.location.span
        closing = _CLOSING.get(site.source.slice(opening))
        if closing is None:
            return
        found = site.source.slice(span)
        line = site.source.line_number
        one_line = line(opening.start) == line(span.start)
        replace = self._candidate(site, f"Write `{closing}` for `{found}`", Edit(span, closing))
        if one_line:
            yield replace
        sign = site.source.slice(opening)
        title = f"Close the `{sign}` of line {line(opening.start)}"
        if sign == "{" and one_line:
            yield self._candidate(site, title, Edit.insert(span.start, "} "))
        elif sign == "{":
            at = _end_of_block(site, opening)
            indent = site.source.indent_at(opening.start)
            yield self._candidate(site, title, Edit.insert(at, f"{indent}}}\n"))
        else:
            yield self._candidate(site, title, Edit.insert(_end_of_line(site, opening), closing))
            yield self._candidate(site, title, Edit.insert(span.start, closing))
        if not one_line:
            yield replace

    def _too_many(self, site: Site) -> Iterator[Candidate]:
        """A line above that closes a parenthesis too many has closed the block's brace."""
        text = site.source.text[: site.diagnostic.span.start]
        for found in list(re.finditer(rb"^[^\n\"']*\)[^\n\"']*$", text, re.M))[::-1]:
            depth = 0
            for at, sign in enumerate(found[0]):
                depth += (sign == 0x28) - (sign == 0x29)
                if depth < 0:
                    gone = found.start() + at
                    title = "Drop the `)` that closes nothing"
                    yield self._candidate(site, title, Edit.delete(gone, gone + 1))
                    return

    def _not_opened(self, site: Site) -> Iterator[Candidate]:
        """A function or loop without its `{` ends in a brace too many."""
        text = site.source.text[: site.diagnostic.span.start].decode(errors="replace")
        heads = (
            r"^[ \t]*(?:pub(?:\(\w+\))? )?"
            r"(?:fn|impl|if|while|for|match|struct|mod|else)\b[^;{}\n]*$"
        )
        for found in list(re.finditer(heads, text, re.M))[-2:]:
            at = len(text[: found.start() + len(found[0].rstrip())].encode())
            number = site.source.line_number(at)
            yield self._candidate(site, f"Open the block of line {number}", Edit.insert(at, " {"))


def _openings(site: Site) -> list[Span]:
    """Return the places of the brackets that may be open, the likeliest first."""
    closed = site.label(r"not be properly closed")
    labels = [x for x in site.diagnostic.labels if re.search(r"^unclosed delimiter", x.text)]
    found = [closed.location.span] if closed is not None else []
    found += [label.location.span for label in reversed(labels)]
    return [_sign_at(site, span) for span in found]


def _sign_at(site: Site, span: Span) -> Span:
    """Return the bracket at or just around a label, which may be empty."""
    for start in (span.start, span.start - 1):
        if site.source.text[start : start + 1] in (b"(", b"[", b"{"):
            return Span(start, start + 1)
    return span


def _end_of_line(site: Site, opening: Span) -> int:
    """Return where the text of the line ends, before its `;`, `{` or `,`."""
    end = site.source.line_end(opening.start)
    line = site.source.text[opening.start : end].decode(errors="replace")
    line = re.sub(r"\s*//.*$", "", line)
    if site.source.text[opening.start : opening.end] == b"(":
        line = re.split(r"\s*(?:->|\bwhere\b)", line)[0]
    return opening.start + len(re.sub(r"[\s;,{]*$", "", line).encode())


def _end_of_block(site: Site, opening: Span) -> int:
    """Return the start of the first later line that is indented no deeper than the block's."""
    source = site.source
    depth = len(source.indent_at(opening.start))
    at = source.line_end(opening.start) + 1
    while at < len(source.text):
        end = source.line_end(at)
        if source.text[at:end].strip() and len(source.indent_at(at)) <= depth:
            return at
        at = end + 1
    return len(source.text)
