"""Drops the access to a numbered field of a value that has no fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.tree import text_of


class DropFieldOfPrimitive(FixRule):
    """Removes `.0` behind a number, `bool` or `char`: one field too many was asked for."""

    codes: ClassVar = ("E0610",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="struct Flag(bool);\nfn both(a: Flag, b: Flag) -> bool {\n"
            "    a.0 & b.0.0\n}\nfn main() {\n    both(Flag(true), Flag(true));\n}\n",
            after="struct Flag(bool);\nfn both(a: Flag, b: Flag) -> bool {\n"
            "    a.0 & b.0\n}\nfn main() {\n    both(Flag(true), Flag(true));\n}\n",
        ),
    )
    refuses: ClassVar = ("fn main() {\n    let n = 1u8;\n    let m = n.size;\n    drop(m);\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        access = site.enclosing("field_expression")
        value = access.child_by_field_name("value") if access is not None else None
        field = access.child_by_field_name("field") if access is not None else None
        if access is None or value is None or field is None or not text_of(field).isdigit():
            return
        yield site.candidate(
            self.id,
            f"Use `{short_text(value)}` itself",
            Edit.delete(value.end_byte, access.end_byte),
        )
