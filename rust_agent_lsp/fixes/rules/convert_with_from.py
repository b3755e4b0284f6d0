"""Says which type an operand is converted to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import ancestor, text_of


class ConvertWithFrom(FixRule):
    """Writes `u64::from(n)` for an operand `n.into()`, whose type nothing else tells.

    The type is that of the other operand.
    """

    codes: ClassVar = ("E0284", "E0283")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(n: u32, d: u64) -> u64 {\n    d % n.into()\n}\n",
            after="pub fn f(n: u32, d: u64) -> u64 {\n    d % u64::from(n)\n}\n",
            code="E0284",
        ),
    )
    refuses: ClassVar = ("pub fn f(s: &str, d: u64) -> u64 {\n    d % s.parse().unwrap()\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        call = site.enclosing("call_expression")
        function = call.child_by_field_name("function") if call is not None else None
        field = function.child_by_field_name("field") if function is not None else None
        value = function.child_by_field_name("value") if function is not None else None
        if call is None or field is None or value is None or text_of(field) != "into":
            return
        found = site.match(r"`<&?(\w+) as (?:\w+::)*\w+<_>>") or site.match(
            r"`&?(\w+): (?:\w+::)*\w+<_>`"
        )
        operation = ancestor(call, "binary_expression", "compound_assignment_expr", "block")
        if found is None or operation is None or operation.type == "block":
            return
        if not re.fullmatch(r"[a-z]\w*|[A-Z]\w+", found[1]):
            return
        yield site.candidate(
            self.id,
            f"Convert `{text_of(value)}` to `{found[1]}` by name",
            replace_node(call, f"{found[1]}::from({text_of(value)})"),
        )
