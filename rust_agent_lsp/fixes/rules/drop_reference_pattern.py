"""Keeps a reference that a pattern takes apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.tree import descendants, text_of


class DropReferencePattern(FixRule):
    """Binds the reference to a trait object itself: `let &x` → `let x`."""

    codes: ClassVar = ("E0033",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub trait Show {\n    fn show(&self);\n}\npub fn f(s: &dyn Show) {\n"
            "    let &inner = s;\n    inner.show();\n}\n",
            after="pub trait Show {\n    fn show(&self);\n}\npub fn f(s: &dyn Show) {\n"
            "    let inner = s;\n    inner.show();\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub trait Show {}\npub fn f(s: &dyn Show) {\n    let &ref inner = s;\n"
        "    let _ = inner;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = next(descendants(site.node, "reference_pattern"), None)
        found = found or site.enclosing("reference_pattern")
        inner = found.named_children[-1] if found is not None and found.named_children else None
        if found is not None and inner is not None and inner.type in ("identifier", "_"):
            yield site.candidate(
                self.id,
                f"Keep `{short_text(inner)}` as a reference",
                replace_node(found, text_of(inner)),
            )
