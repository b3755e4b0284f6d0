"""Keeps a value alive whose address is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import exact_node, short_text
from rust_agent_lsp.syntax.names import free_name, statement_of
from rust_agent_lsp.syntax.statements import insert_line
from rust_agent_lsp.syntax.tree import text_of


class BindBeforeRawBorrow(FixRule):
    """Stores a temporary in a variable before `&raw const` or `&raw mut` takes its address.

    It lives until the end of its block, and the pointer is good no longer than that.
    """

    codes: ClassVar = ("E0745",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> bool {\n    let p = &raw const 2;\n    p.is_null()\n}\n",
            after="pub fn f() -> bool {\n    let value = 2;\n    let p = &raw const value;\n"
            "    p.is_null()\n}\n",
        ),
        Example(
            before="pub fn f(n: u8) -> bool {\n    let p = &raw mut (n + 1);\n    p.is_null()\n}\n",
            after="pub fn f(n: u8) -> bool {\n    let mut value = n + 1;\n"
            "    let p = &raw mut value;\n    p.is_null()\n}\n",
        ),
    )
    refuses: ClassVar = ("pub const P: *const i32 = &raw const 2;\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        value = exact_node(site.source, site.diagnostic.span)
        outer = value.parent if value is not None else None
        while outer is not None and outer.type == "parenthesized_expression":
            value, outer = outer, outer.parent
        statement = statement_of(site.node)
        if value is None or outer is None or statement is None:
            return
        taken = re.match(r"&\s*raw\s+(const|mut)\b", text_of(outer))
        if taken is None or outer.type != "reference_expression":
            return
        plain = text_of(value)
        if value.type == "parenthesized_expression" and value.named_children:
            plain = text_of(value.named_children[0])
        name = free_name(value, "value")
        word = "mut " if taken[1] == "mut" else ""
        yield site.candidate(
            self.id,
            f"Store `{short_text(value)}` in `{name}` first",
            insert_line(site.source, statement, f"let {word}{name} = {plain};"),
            replace_node(value, name),
        )
