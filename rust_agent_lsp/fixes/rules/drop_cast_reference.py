"""Takes one reference off a value that is cast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.casts import cast_at
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.tree import text_of


class DropCastReference(FixRule):
    """Casts `&list` where `&&list` cannot be cast to another reference."""

    codes: ClassVar = ("E0605", "E0606")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> usize {\n    let all = &&[1_u8, 2] as &[u8];\n    all.len()\n}\n",
            after="pub fn f() -> usize {\n    let all = &[1_u8, 2] as &[u8];\n    all.len()\n}\n",
            code="E0605",
        ),
    )
    refuses: ClassVar = ("pub fn f() -> usize {\n    &&[1, 2] as usize\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        cast = cast_at(site)
        value = cast.child_by_field_name("value") if cast is not None else None
        kind = cast.child_by_field_name("type") if cast is not None else None
        if value is None or kind is None or kind.type != "reference_type":
            return
        inner = value.named_children[-1] if value.type == "reference_expression" else None
        if inner is not None and re.match(r"&", text_of(inner)):
            title = f"Cast `{short_text(inner)}`"
            yield site.candidate(self.id, title, replace_node(value, text_of(inner)))
