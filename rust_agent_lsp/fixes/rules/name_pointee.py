"""Says what a pointer points to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import ancestor, text_of


class NamePointee(FixRule):
    """Writes `()` for a pointed-to type that nothing else tells.

    A pointer to `()` can be compared, stored and cast on, but there is nothing to read.
    """

    codes: ClassVar = ("E0641",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f() -> usize {\n    let p = 0 as *const _;\n    p as usize\n}\n",
            after="pub fn f() -> usize {\n    let p = 0 as *const ();\n    p as usize\n}\n",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! null {\n    () => {\n        0 as *const _\n    };\n}\npub fn f() {\n"
        "    let _ = null!();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        cast = site.enclosing("type_cast_expression")
        kind = cast.child_by_field_name("type") if cast is not None else None
        hole = re.search(r"\b_\s*$", text_of(kind)) if kind is not None else None
        if cast is None or kind is None or hole is None:
            return
        if ancestor(cast, "token_tree", "macro_definition") is not None:
            return
        start = kind.start_byte + len(text_of(kind)[: hole.start()].encode())
        yield site.candidate(
            self.id,
            "Let it point to `()`",
            Edit(Span(start, kind.end_byte), "()"),
            safety=self.safety,
            cost="There is nothing to read behind the pointer.",
        )
