"""Loops over the values that are there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import text_of


class FlattenLoop(FixRule):
    """Turns `for Some(x) in xs` into `for x in xs.into_iter().flatten()`; also for `Ok(x)`.

    Elements that are `None` or `Err` are passed over.
    """

    codes: ClassVar = ("E0005",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(xs: Vec<Option<u8>>) {\n    for Some(x) in xs {\n"
            '        println!("{x}");\n    }\n}\n',
            after="pub fn f(xs: Vec<Option<u8>>) {\n    for x in xs.into_iter().flatten() {\n"
            '        println!("{x}");\n    }\n}\n',
        ),
    )
    refuses: ClassVar = (
        "pub enum E {\n    A(u8),\n    B,\n}\npub fn f(xs: Vec<E>) {\n    for E::A(x) in xs {\n"
        '        println!("{x}");\n    }\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        loop = site.enclosing("for_expression", "let_declaration", "parameter")
        pattern = loop.child_by_field_name("pattern") if loop is not None else None
        value = loop.child_by_field_name("value") if loop is not None else None
        if loop is None or loop.type != "for_expression" or pattern is None or value is None:
            return
        name = pattern.child_by_field_name("type")
        inside = [c for c in pattern.named_children if c != name]
        if name is None or text_of(name) not in ("Some", "Ok") or len(inside) != 1:
            return
        source = text_of(value)
        if value.type not in ("identifier", "call_expression", "field_expression"):
            source = f"({source})"
        yield site.candidate(
            self.id,
            f"Loop over the `{text_of(name)}` values alone",
            replace_node(pattern, text_of(inside[0])),
            replace_node(value, f"{source}.into_iter().flatten()"),
            safety=self.safety,
            cost=f"Elements without `{text_of(name)}` are passed over.",
        )
