"""Writes the fields and variants of a type in Rust's order, with commas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.foreign_names import TYPES
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tokens import closing

_HEAD = re.compile(rb"\b(?P<word>struct|enum|union)\s+(?P<name>\w+)[^;{}()]*\{")
_KIND = r"&?(?:'\w+ )?\w+(?:::\w+)*(?:<.*>)?(?:\[\])?|\[[^\]]*\]|\([^)]*\)"
_LINE = re.compile(
    r"(?P<lead>\s*)(?P<words>(?:(?:public|private|pub|let|var|val|mut|final|readonly)\s+)*)"
    rf"(?:(?P<name>[a-z_]\w*)\s*:\s*(?P<kind>{_KIND})|(?P<first>{_KIND})\s+(?P<second>{_KIND}))"
    r"\s*[;,]?\s*(?P<comment>//.*)?"
)
_VARIANT = re.compile(r"(?P<variant>\s*[A-Z]\w*\s*(?:\(.*\)|\{[^{}]*\}|=\s*-?\w+)?)\s*;")


class SeparateMembers(FixRule):
    """Turns all lines `int x;` or `x int` of a struct into `x: i32,` and an enum's `;` into `,`."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct P {\n    i32 x;\n    public String name;\n}\n",
            after="pub struct P {\n    x: i32,\n    pub name: String,\n}\n",
        ),
        Example(
            before="pub struct P {\n    x i32\n    name string\n}\n",
            after="pub struct P {\n    x: i32,\n    name: String,\n}\n",
        ),
        Example(
            before="pub enum Color {\n    Red;\n    Mixed(u8, u8);\n}\n",
            after="pub enum Color {\n    Red,\n    Mixed(u8, u8),\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct P {\n    x: u8,\n    fn y(&self) -> u8 {\n        self.x;\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, start = site.source, site.diagnostic.span.start
        heads = list(_HEAD.finditer(source.text[:start]))
        close = closing(source.text, heads[-1].end() - 1) if heads else None
        if close is None or close < start:
            return
        at = heads[-1].end()
        edits = []
        for line in source.text[at:close].decode(errors="replace").split("\n"):
            new = _changed(line, enum=heads[-1]["word"] == b"enum")
            if new is None:
                return
            begin = at + len(line.encode()) - len(line.lstrip().encode())
            end = at + len(line.rstrip().encode())
            if new.strip() != line.strip():
                edits.append(Edit(Span(begin, end), new.strip()))
            at += len(line.encode()) + 1
        if edits:
            title = f"Write the members of `{heads[-1]['name'].decode()}` as Rust does"
            yield site.candidate(self.id, title, *edits)


def _changed(line: str, *, enum: bool) -> str | None:
    """Return what becomes of a line; None where it is no member."""
    if not line.strip() or re.match(r"\s*(?://|#\[)", line):
        return line
    if enum:
        return _VARIANT.sub(r"\g<variant>,", line)
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    name, kind = found["name"], found["kind"]
    if name is None:
        first, second = found["first"], found["second"]
        by_type = re.fullmatch(r"[a-z_]\w*", second) and not _is_type(second)
        name, kind = (second, first) if by_type else (first, second)
    if not re.fullmatch(r"[a-z_]\w*", name) or kind in ("fn", "mut"):
        return None
    lead = "pub " if re.search(r"\bpub(?:lic)?\b", found["words"]) else ""
    comment = f" {found['comment']}" if found["comment"] else ""
    return f"{found['lead']}{lead}{name}: {_type(kind)},{comment}"


def _is_type(text: str) -> bool:
    return text in TYPES or re.fullmatch(r"[iuf]\d+|[iu]size|bool|char|str", text) is not None


def _type(text: str) -> str:
    if text.endswith("[]"):
        return f"Vec<{_type(text[:-2])}>"
    return re.sub(r"\w+", lambda m: TYPES.get(m[0], m[0]), text)
