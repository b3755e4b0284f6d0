"""Waits for futures that an operator is used on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import suffix
from rust_agent_lsp.syntax.tree import ancestor, text_of


class AwaitOperands(FixRule):
    """Adds `.await` to each side of an operator that is a future, within an `async` function."""

    codes: ClassVar = ("E0369",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
async fn one() -> i32 {
    1
}
async fn total() -> i32 {
    one() + one()
}
fn main() {
    let _ = total();
}
""",
            after="""\
async fn one() -> i32 {
    1
}
async fn total() -> i32 {
    one().await + one().await
}
fn main() {
    let _ = total();
}
""",
            code="E0369",
        ),
    )
    refuses: ClassVar = (
        "async fn one() -> i32 {\n    1\n}\nfn main() {\n    let _ = one() + one();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if "Future<" not in site.diagnostic.message:
            return
        around = ancestor(site.node, "function_item", "async_block", "closure_expression")
        if around is None or not re.match(r"[^{(]*\basync\b", text_of(around)):
            return
        labels = [
            label.location.span
            for label in site.diagnostic.labels
            if "Future<" in label.text and label.location.path == site.source.path
        ]
        if labels:
            edits = [edit for span in labels for edit in suffix(site.source, span, ".await")]
            words = " and ".join(f"`{site.source.slice(span)}`" for span in labels)
            yield site.candidate(self.id, f"Wait for {words}", *edits)
