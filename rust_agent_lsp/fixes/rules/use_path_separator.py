"""Writes `::` between a module or type and what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes import std_names
from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import text_of

_FOUND = re.compile(
    r"expected value, found (?:module|enum|struct|trait|crate|type alias|builtin type|union)"
)


class UsePathSeparator(FixRule):
    """Turns `module.item` into `module::item`, and `Type.function()` into `Type::function()`."""

    codes: ClassVar = ("E0423", "E0425", "E0433")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="mod tools {\n    pub fn go() -> u8 {\n        1\n    }\n}\npub fn f() -> u8 {\n"
            "    tools.go()\n}\n",
            after="mod tools {\n    pub fn go() -> u8 {\n        1\n    }\n}\npub fn f() -> u8 {\n"
            "    tools::go()\n}\n",
            code="E0423",
        ),
        Example(
            before="pub fn f() -> String {\n    String.new()\n}\n",
            after="pub fn f() -> String {\n    String::new()\n}\n",
            code="E0423",
        ),
    )
    refuses: ClassVar = ("pub fn f() -> usize {\n    words.len()\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        access = site.enclosing("field_expression")
        value = access.child_by_field_name("value") if access is not None else None
        field = access.child_by_field_name("field") if access is not None else None
        if value is None or field is None or not value.start_byte <= span.start < value.end_byte:
            return
        if value.type not in ("identifier", "scoped_identifier"):
            return
        name = text_of(value).rpartition("::")[2]
        known = name in std_names.MODULES or find_item(site, name, "module", "type") is not None
        if not known and not _FOUND.search(site.diagnostic.message):
            return
        yield site.candidate(
            self.id,
            f"Write `{text_of(value)}::{text_of(field)}`",
            Edit(Span(value.end_byte, field.start_byte), "::"),
        )
