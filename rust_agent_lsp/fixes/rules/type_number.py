"""Gives a number the type that a method call on it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.std_names import METHOD_TRAITS
from rust_agent_lsp.fixes.uses import insert_use
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import descendants, text_of


class TypeNumber(FixRule):
    """Writes `2.0_f64` and `use std::ops::Neg;` for `2.0.neg()`.

    Other methods of a number only need the type: `f64` for floats, `i32` for whole numbers.
    """

    codes: ClassVar = ("E0689",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> f64 {\n    2.0.neg()\n}\n",
            after="use std::ops::Neg;\n\npub fn f() -> f64 {\n    2.0_f64.neg()\n}\n",
        ),
        Example(
            before="pub fn f() -> f64 {\n    let x = 2.0;\n    x.sqrt()\n}\n",
            after="pub fn f() -> f64 {\n    let x: f64 = 2.0;\n    x.sqrt()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! two {\n    () => {\n        2.0\n    };\n}\n"
        "pub fn f() -> f64 {\n    two!().sqrt()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        wording = r"method `(\w+)` on ambiguous numeric type `\{(\w+)\}`"
        found = re.search(wording, site.diagnostic.message)
        value = _receiver(site)
        if found is None or value is None:
            return
        kinds = ("f64", "f32") if found[2] == "float" else ("i32", "i64")
        traits = [t for t in METHOD_TRAITS.get(found[1], ()) if t.startswith("std::ops::")]
        for kind in kinds:
            edit = _typed(value, kind)
            if edit is None:
                return
            title = f"Take `{short_text(value)}` as `{kind}`"
            yield site.candidate(
                self.id,
                f"{title} and import `{traits[0]}`" if traits else title,
                edit,
                *(insert_use(site.source, value, trait) for trait in traits[:1]),
            )


def _receiver(site: Site) -> Node | None:
    """Return what the method is called on; in a macro's tokens it stands before the dot."""
    access = site.enclosing("field_expression")
    if access is not None and access.end_byte == site.diagnostic.span.end:
        return access.child_by_field_name("value")
    dot = site.node.prev_sibling
    before = dot.prev_sibling if dot is not None and text_of(dot) == "." else None
    known = ("identifier", "float_literal", "integer_literal")
    return before if before is not None and before.type in known else None


def _typed(value: Node, kind: str) -> Edit | None:
    """Return the edit that gives the literal, or the local that holds it, its type."""
    while value.type in ("parenthesized_expression", "unary_expression") and value.named_children:
        value = value.named_children[-1]
    if value.type in ("float_literal", "integer_literal"):
        dot = text_of(value).endswith(".")
        return Edit.insert(value.end_byte, f"0_{kind}" if dot else f"_{kind}")
    if value.type == "index_expression":
        value = value.named_children[0]
    binding = binding_of(value, text_of(value)) if value.type == "identifier" else None
    if binding is None:
        return None
    if binding.holder.type == "let_declaration" and binding.whole and binding.type is None:
        first = binding.value
        if first is not None and first.type == "array_expression" and first.named_children:
            return _typed(first.named_children[0], kind)
        return Edit.insert(binding.node.end_byte, f": {kind}")
    if binding.holder.type == "for_expression":
        items = binding.holder.child_by_field_name("value")
        literals = descendants(items, "float_literal", "integer_literal") if items else iter(())
        first_item = next(literals, None)
        return _typed(first_item, kind) if first_item is not None else None
    return None
