r"""Writes escapes as Rust has them: `\u{e9}` for `\xe9`, `\x1b` for `\e`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span

_HEX = re.compile(rb"(?<!\\)((?:\\\\)*)\\x([89a-fA-F][0-9a-fA-F])")
_CONTROL = re.compile(rb"(?<!\\)((?:\\\\)*)\\([eafv])")
_CODES = {b"e": "1b", b"a": "07", b"f": "0c", b"v": "0b"}


class WriteEscape(FixRule):
    r"""Writes `\u{e9}` for `\xe9` in a text, and `\x1b` for `\e`, which other languages have.

    A character above `\x7f` takes two bytes of UTF-8; a byte of its own needs a byte string.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='pub fn f() -> &\'static str {\n    "caf\\xe9 \\xE9"\n}\n',
            after='pub fn f() -> &\'static str {\n    "caf\\u{e9} \\u{E9}"\n}\n',
        ),
        Example(
            before="pub fn f() -> char {\n    '\\xff'\n}\n",
            after="pub fn f() -> char {\n    '\\u{ff}'\n}\n",
        ),
        Example(
            before='pub fn f() {\n    println!("\\e[31mred\\e[0m");\n}\n',
            after='pub fn f() {\n    println!("\\x1b[31mred\\x1b[0m");\n}\n',
        ),
    )
    refuses: ClassVar = (
        'pub fn f() -> &\'static str {\n    "\\d+\\e"\n}\n',
        "pub fn f() -> char {\n    '\\u{ffffff}'\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        message = site.diagnostic.message
        hexadecimal = message == "out of range hex escape"
        if not hexadecimal and not re.fullmatch(r"unknown character escape: `[eafv]`", message):
            return
        literal = site.enclosing("string_literal", "char_literal")
        if literal is None:
            return
        text = site.source.text[literal.start_byte : literal.end_byte]
        if not hexadecimal and re.search(rb"(?<!\\)(?:\\\\)*\\[^eafvnrt0xu'\"\\\n]", text):
            return  # Backslashes before other letters too: a path or a regular expression.
        edits = []
        for found in (_HEX if hexadecimal else _CONTROL).finditer(text):
            start, end = (literal.start_byte + at for at in (found.end(1), found.end()))
            new = f"\\u{{{found[2].decode()}}}" if hexadecimal else f"\\x{_CODES[found[2]]}"
            edits.append(Edit(Span(start, end), new))
        if edits:
            title = f"Write `{edits[0].text}` for `{site.source.slice(edits[0].span)}`"
            yield site.candidate(
                self.id,
                title,
                *edits,
                cost="It takes two bytes of UTF-8." if hexadecimal else "",
            )
