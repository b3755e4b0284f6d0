"""Moves functions that stand in a struct or enum into an `impl` block behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tokens import closing

_HEAD = re.compile(rb"\b(?:struct|enum|union)\s+(?P<name>\w+)(?P<generics><[^{}();]*>)?[^{};()]*\{")
_FUNCTION = re.compile(
    rb"^(?P<lead>(?:[ \t]*(?:///[^\n]*|#\[[^\n]*\])\n)*)[ \t]*"
    rb"(?:pub(?:\([^)]*\))?\s+)?(?:const\s+|async\s+|unsafe\s+)*fn\s+\w+[^{}]*\{",
    re.M,
)


class MoveFunctionsToImpl(FixRule):
    """Puts all functions of the type's body into one `impl` block."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Dog {\n    pub age: u8,\n\n    pub fn old(&self) -> bool {\n"
            "        self.age > 9\n    }\n}\n",
            after="pub struct Dog {\n    pub age: u8,\n}\n\nimpl Dog {\n"
            "    pub fn old(&self) -> bool {\n        self.age > 9\n    }\n}\n",
        ),
        Example(
            before="pub struct Pair<T: Copy> {\n    pub a: T,\n    fn first(&self) -> T {\n"
            "        self.a\n    }\n\n    fn twice(&self) -> [T; 2] {\n"
            "        [self.first(), self.a]\n    }\n}\n",
            after="pub struct Pair<T: Copy> {\n    pub a: T,\n}\n\nimpl<T: Copy> Pair<T> {\n"
            "    fn first(&self) -> T {\n        self.a\n    }\n\n"
            "    fn twice(&self) -> [T; 2] {\n        [self.first(), self.a]\n    }\n}\n",
        ),
    )
    refuses: ClassVar = ("pub struct Dog {\n    pub age: u8,\n    pub name String,\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not re.match(r"functions are not allowed in \w+ definit", site.diagnostic.message):
            return
        source, start = site.source, site.diagnostic.span.start
        heads = list(_HEAD.finditer(source.text[:start]))
        close = closing(source.text, heads[-1].end() - 1) if heads else None
        if close is None or close < start:
            return
        head = heads[-1]
        functions = []
        at = head.end()
        while (found := _FUNCTION.search(source.text, at, close)) is not None:
            end = closing(source.text, found.end() - 1)
            if end is None:
                return
            functions.append(Span(found.start(), end + 1))
            at = end + 1
        if not functions:
            return
        indent = source.indent_at(head.start())
        name, generics = head["name"].decode(), (head["generics"] or b"").decode()
        arguments = ", ".join(
            re.sub(r"^const\s+", "", re.split(r"[:=]", part)[0].strip())
            for part in re.split(r",(?![^<]*>)", generics[1:-1])
        )
        target = f"{name}<{arguments}>" if generics else name
        bodies = "\n\n".join(source.slice(span).strip("\n") for span in functions)
        block = f"\n\n{indent}impl{generics} {target} {{\n{bodies}\n{indent}}}"
        edits = [_without(source.text, span) for span in functions]
        edits.append(Edit.insert(close + 1, block))
        yield site.candidate(self.id, f"Move the functions into `impl {target}`", *edits)


def _without(text: bytes, span: Span) -> Edit:
    """Delete a function with the blank lines before it and the comma and newline after it."""
    begin = len(text[: span.start].rstrip())
    begin = text.find(b"\n", begin) + 1 if b"\n" in text[begin : span.start] else span.start
    end = span.end + 1 if text[span.end : span.end + 1] in (b",", b";") else span.end
    if text[end : end + 1] == b"\n":
        end += 1
    return Edit.delete(begin, end)
