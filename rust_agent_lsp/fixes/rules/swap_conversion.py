"""Puts the two types of an `impl From` in the order that its function shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import parameters
from rust_agent_lsp.syntax.tree import descendants, text_of
from rust_agent_lsp.syntax.types import split_generic


class SwapConversion(FixRule):
    """Writes `impl From<A> for B` for `impl From<B> for A` whose `from` makes a `B` of an `A`."""

    codes: ClassVar = ("E0053",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Feet(f64);\npub struct Metres(f64);\n"
            "impl From<Metres> for Feet {\n    fn from(f: Feet) -> Metres {\n"
            "        Metres(f.0 * 0.3048)\n    }\n}\n",
            after="pub struct Feet(f64);\npub struct Metres(f64);\n"
            "impl From<Feet> for Metres {\n    fn from(f: Feet) -> Metres {\n"
            "        Metres(f.0 * 0.3048)\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Feet(f64);\npub struct Metres(f64);\n"
        "impl From<Metres> for Feet {\n    fn from(f: Feet) -> Feet {\n        f\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        block, function = site.enclosing("impl_item"), site.enclosing("function_item")
        if block is None or function is None or len(parameters(function)) > 1:
            return
        trait, owner = block.child_by_field_name("trait"), block.child_by_field_name("type")
        made = function.child_by_field_name("return_type")
        if trait is None or owner is None or made is None:
            return
        head, inside = split_generic(text_of(trait))
        if head not in ("From", "TryFrom") or len(inside) != 1:
            return
        taken = [k for p in parameters(function) if (k := p.child_by_field_name("type"))]
        makes = {text_of(made), *map(text_of, descendants(made, "type_identifier"))}
        if not taken or text_of(taken[0]) != text_of(owner) or inside[0] not in makes:
            return
        yield site.candidate(
            self.id,
            f"Implement `{head}<{text_of(owner)}>` for `{inside[0]}`",
            replace_node(trait, f"{head}<{text_of(owner)}>"),
            replace_node(owner, inside[0]),
        )
