"""Writes the keywords of other languages as Rust's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span

_WORDS = {
    "elif": "else if",
    "elsif": "else if",
    "elseif": "else if",
    "foreach": "for",
    "class": "struct",
    "record": "struct",
    "interface": "trait",
    "protocol": "trait",
    "namespace": "mod",
    "module": "mod",
    "switch": "match",
    "typedef": "type",
    "typealias": "type",
    "implement": "impl",
    "implements": "impl",
    "method": "fn",
    "procedure": "fn",
    "private": "",
    "protected": "pub(crate)",
    "internal": "pub(crate)",
    "final": "",
    "extends": ":",
    "using": "use",
    "import": "use",
}


class UseRustKeyword(FixRule):
    """Replaces a word at the unexpected token: `elif` by `else if`, `class` by `struct`."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(x: u8) -> u8 {\n    if x == 1 {\n        2\n    } elif x == 2 {\n"
            "        3\n    } else {\n        4\n    }\n}\n",
            after="pub fn f(x: u8) -> u8 {\n    if x == 1 {\n        2\n    } else if x == 2 {\n"
            "        3\n    } else {\n        4\n    }\n}\n",
        ),
        Example(
            before="pub class Point {\n    pub x: u8,\n}\n",
            after="pub struct Point {\n    pub x: u8,\n}\n",
        ),
        Example(
            before="pub trait Animal {}\npub trait Pet extends Animal {}\n",
            after="pub trait Animal {}\npub trait Pet: Animal {}\n",
        ),
        Example(
            before="import std.collections.BTreeMap;\npub type Ages = BTreeMap<String, u8>;\n",
            after="use std::collections::BTreeMap;\npub type Ages = BTreeMap<String, u8>;\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(class: u8) -> u8 {\n    class class\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not site.diagnostic.message.startswith("expected "):
            return
        text, span = site.source.text, site.diagnostic.span
        before = re.search(rb"(?<!\w)([a-z]+)\s+$", text[: span.start])
        at = Span(span.start, span.end)
        if before is not None and before[1].decode() in _WORDS:
            at = Span(before.start(1), before.end(1))
        word = site.source.slice(at)
        new = _WORDS.get(word)
        # A word that is used as a name elsewhere is a name here too.
        as_name = rf"\b(?:{word}\s*[:.=)(]|\w+:? {word}\b\s*[,;)])"
        if new is None or re.search(as_name, text.decode(errors="replace")):
            return
        end = at.end + 1 if not new else at.end
        if new == "use":
            yield from self._import(site, at)
            return
        before_colon = text[at.start - 1 : at.start] == b" " and new == ":"
        at = Span(at.start - 1, at.end) if before_colon else at
        title = f"Write `{new}` for `{word}`" if new else f"Drop `{word}`"
        yield site.candidate(self.id, title, Edit(Span(at.start, end), new))

    def _import(self, site: Site, word: Span) -> Iterator[Candidate]:
        """`import std.collections.BTreeMap;`, with or without the semicolon."""
        line = site.source.slice(Span(word.end, site.source.line_end(word.end)))
        found = re.match(r"\s+(?:static\s+)?(\w+(?:(?:\.|::)(?:\w+|\*|\{[\w, ]+\}))+);?", line)
        if found is not None:
            new = f"use {found[1].replace('.', '::')};"
            span = Span(word.start, word.end + len(found[0].encode()))
            yield site.candidate(self.id, f"Write `{new}`", Edit(span, new))
