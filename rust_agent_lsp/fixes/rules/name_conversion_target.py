"""Names the type that `.into()` makes, where several are possible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import type_of
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor, text_of

_METHODS = {"into": "Into", "try_into": "TryInto"}


class NameConversionTarget(FixRule):
    """Writes `Into::<T>::into(x)` for `x.into()`, with the type of the operator's other side.

    Without another side that tells, the type of the variable is taken, which is a guess.
    """

    codes: ClassVar = ("E0283", "E0284", "E0282")
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="""\
struct Id(u32);
impl From<Id> for u32 {
    fn from(id: Id) -> u32 {
        id.0
    }
}
fn main() {
    let id = Id(1);
    let n: u32 = id.into() * 2u32;
    println!("{n}");
}
""",
            after="""\
struct Id(u32);
impl From<Id> for u32 {
    fn from(id: Id) -> u32 {
        id.0
    }
}
fn main() {
    let id = Id(1);
    let n: u32 = Into::<u32>::into(id) * 2u32;
    println!("{n}");
}
""",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let n = "5".parse().unwrap();\n    println!("{n}");\n}\n',
        """\
fn main() {
    let n = 5u8.into();
    println!("{n}");
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        call = ancestor(site.node, "call_expression")
        function = call.child_by_field_name("function") if call is not None else None
        if call is None or function is None or function.type != "field_expression":
            return
        field = function.child_by_field_name("field")
        value = function.child_by_field_name("value")
        trait = _METHODS.get(text_of(field)) if field is not None else None
        if trait is None or value is None or field is None:
            return
        for kind, sure in _targets(call):
            new = f"{trait}::<{kind}>::{text_of(field)}({text_of(value)})"
            yield site.candidate(
                self.id,
                f"Convert `{text_of(value)}` to `{kind}`",
                Edit(Span(call.start_byte, call.end_byte), new),
                safety=Safety.SAFE if sure else Safety.GUESS,
                cost="" if sure else "The type is a guess.",
            )


def _targets(call: Node) -> Iterator[tuple[str, bool]]:
    operation = call.parent
    if operation is None or operation.type != "binary_expression":
        return
    for side in ("left", "right"):
        other = operation.child_by_field_name(side)
        if other is None or other == call:
            continue
        kind = type_of(other) if re.search(r"\d[iuf]\d|\d[iu]size|^\"|^'", text_of(other)) else None
        if other.type == "identifier":
            binding = binding_of(other, text_of(other))
            kind = text_of(binding.type) if binding is not None and binding.type else kind
        if kind is not None:
            yield kind, True
    let = ancestor(operation, "let_declaration", "block")
    kind_node = let.child_by_field_name("type") if let is not None else None
    if kind_node is not None:
        yield text_of(kind_node), False
