"""Writes `a += b` as `a = a + b`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import impls
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.tree import text_of

_TRAITS = {
    "+": "Add",
    "-": "Sub",
    "*": "Mul",
    "/": "Div",
    "%": "Rem",
    "&": "BitAnd",
    "|": "BitOr",
    "^": "BitXor",
    "<<": "Shl",
    ">>": "Shr",
}
_LOOSE = ("binary_expression", "range_expression", "closure_expression", "if_expression")


class ExpandCompoundAssignment(FixRule):
    """Writes the operator out where a type has `Add` and the like, but not `AddAssign`.

    Floating-point numbers are shifted by a multiplication or division with a power of two.
    """

    codes: ClassVar = ("E0368",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="use std::ops::Add;\npub struct Foo(u32);\nimpl Add for Foo {\n"
            "    type Output = Foo;\n    fn add(self, other: Foo) -> Foo {\n"
            "        Foo(self.0 + other.0)\n    }\n}\npub fn f(mut x: Foo) -> Foo {\n"
            "    x += Foo(7);\n    x\n}\n",
            after="use std::ops::Add;\npub struct Foo(u32);\nimpl Add for Foo {\n"
            "    type Output = Foo;\n    fn add(self, other: Foo) -> Foo {\n"
            "        Foo(self.0 + other.0)\n    }\n}\npub fn f(mut x: Foo) -> Foo {\n"
            "    x = x + Foo(7);\n    x\n}\n",
        ),
        Example(
            before="pub fn f(mut x: f32) -> f32 {\n    x <<= 2;\n    x\n}\n",
            after="pub fn f(mut x: f32) -> f32 {\n    x *= 4.0;\n    x\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Foo(u32);\npub fn f(mut x: Foo) -> Foo {\n    x += Foo(7);\n    x\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(
            r"operation `([^`]+)=` cannot be applied to type `([^`]+)`", site.diagnostic.message
        )
        whole = site.enclosing("compound_assignment_expr")
        left = whole.child_by_field_name("left") if whole is not None else None
        right = whole.child_by_field_name("right") if whole is not None else None
        if found is None or whole is None or left is None or right is None:
            return
        sign, kind = found[1], found[2]
        if kind in ("f32", "f64"):
            yield from self._shift(site, whole, right, sign)
            return
        if _TRAITS.get(sign) not in _operators(site, kind):
            return
        text = text_of(right)
        text = f"({text})" if right.type in _LOOSE else text
        name = text_of(left)
        yield site.candidate(
            self.id,
            f"Write `{short_text(left)} = {short_text(left)} {sign} …`",
            replace_node(whole, f"{name} = {name} {sign} {text}"),
        )

    def _shift(self, site: Site, whole: Node, right: Node, sign: str) -> Iterator[Candidate]:
        operator = whole.child_by_field_name("operator")
        digits = text_of(right)
        if sign not in ("<<", ">>") or not digits.isdigit() or int(digits) > 30 or not operator:
            return
        word = "*" if sign == "<<" else "/"
        yield site.candidate(
            self.id,
            f"{'Multiply' if word == '*' else 'Divide'} by {2 ** int(digits)}",
            Edit(
                Edit.delete(operator.start_byte, right.end_byte).span,
                f"{word}= {2 ** int(digits)}.0",
            ),
            safety=Safety.CHANGES_BEHAVIOUR,
        )


def _operators(site: Site, kind: str) -> set[str]:
    """Return the traits that this file implements for `kind`."""
    traits = (block.child_by_field_name("trait") for block in impls(site.source, kind))
    return {base_name(text_of(t)) for t in traits if t is not None}
