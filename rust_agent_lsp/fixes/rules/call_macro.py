"""Writes the mark by which something is used: `!` for a macro, `::` for a module, `()` for a method."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import text_of

_MACRO = re.compile(r"expected .+, found macro `(\w+)`")
_MODULE = re.compile(
    r"expected value, found (?:module|enum|struct|trait|crate|type alias|builtin type) `([\w:]+)`"
)


class CallMacro(FixRule):
    """Adds `!` to a macro's name, turns `module.item` into `module::item`, calls a named method."""

    codes: ClassVar = ("E0423", "E0615", "E0425", "E0433")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='fn main() {\n    println("hello");\n}\n',
            after='fn main() {\n    println!("hello");\n}\n',
            code="E0423",
        ),
        Example(
            before="mod tools {\n    pub fn go() -> u8 {\n        1\n    }\n}\npub fn f() -> u8 {\n    tools.go()\n}\n",
            after="mod tools {\n    pub fn go() -> u8 {\n        1\n    }\n}\npub fn f() -> u8 {\n    tools::go()\n}\n",
            code="E0423",
        ),
        Example(
            before="pub fn f(words: &[u8]) -> usize {\n    words.len\n}\n",
            after="pub fn f(words: &[u8]) -> usize {\n    words.len()\n}\n",
            code="E0615",
        ),
    )
    refuses: ClassVar = ("pub struct P {\n    pub x: u8,\n}\npub fn f() -> P {\n    P\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        message, span = site.diagnostic.message, site.diagnostic.span
        macro = _MACRO.search(message)
        if macro:
            yield site.candidate(
                self.id, f"Call the macro `{macro[1]}!`", Edit.insert(span.end, "!")
            )
        method = re.search(r"attempted to take value of method `(\w+)`", message)
        if method:
            yield site.candidate(
                self.id, f"Call the method `{method[1]}()`", Edit.insert(span.end, "()")
            )
        if not (_MODULE.search(message) or site.diagnostic.code in ("E0425", "E0433")):
            return
        access = site.enclosing("field_expression")
        value = access.child_by_field_name("value") if access is not None else None
        field = access.child_by_field_name("field") if access is not None else None
        if value is None or field is None or not value.start_byte <= span.start < value.end_byte:
            return
        if value.type not in ("identifier", "scoped_identifier"):
            return
        yield site.candidate(
            self.id,
            f"Write `{text_of(value)}::{text_of(field)}`",
            Edit(Span(value.end_byte, field.start_byte), "::"),
        )
