"""Turns a float into a whole number before its bits are shifted or masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import ancestor, span_of

_OPERATION = re.compile(r"no implementation for `(?P<kind>f32|f64|\{float\}) (?:<<|>>|&|\||\^) ")


class CastForBitOperation(FixRule):
    """Writes `(x as i32) << n` for `x << n`, where `x` is a float.

    What stands behind the point is lost, and so are numbers that the new type cannot hold.
    """

    codes: ClassVar = ("E0369", "E0277")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let weight = 12.0f32;
    println!("{}", 1);
    let wide = weight << 2;
    println!("{wide}");
}
""",
            after="""\
fn main() {
    let weight = 12.0f32;
    println!("{}", 1);
    let wide = (weight as i32) << 2;
    println!("{wide}");
}
""",
            code="E0369",
        ),
    )
    refuses: ClassVar = ("fn main() {\n    let x = 1.5f64 + 1u8;\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = _OPERATION.search(site.diagnostic.message)
        operation = ancestor(site.node, "binary_expression")
        left = operation.child_by_field_name("left") if operation is not None else None
        if told is None or left is None:
            return
        whole = "i32" if told["kind"] == "f32" else "i64"
        span = span_of(left)
        open_, close = ("((", ")") if left.type == "binary_expression" else ("(", "")
        yield site.candidate(
            self.id,
            f"Convert `{short(site.source.slice(span))}` to `{whole}` with `as`",
            Edit.insert(span.start, open_),
            Edit.insert(span.end, f"{close} as {whole})"),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Cuts off what stands behind the point.",
        )
