"""Says which type an operand is converted to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of


class ConvertWithFrom(FixRule):
    """Writes `u64::from(n)` for an operand `n.into()`, whose type nothing else tells.

    The type is that of the other operand.
    """

    codes: ClassVar = ("E0284", "E0283")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(n: u32, d: u64) -> u64 {\n    d % n.into()\n}\n",
            after="pub fn f(n: u32, d: u64) -> u64 {\n    d % u64::from(n)\n}\n",
            code="E0284",
        ),
        Example(
            before='pub fn f(a: f64, b: i32) {\n    println!("{}", a * b.into());\n}\n',
            after='pub fn f(a: f64, b: i32) {\n    println!("{}", a * f64::from(b));\n}\n',
            code="E0284",
        ),
    )
    refuses: ClassVar = ("pub fn f(s: &str, d: u64) -> u64 {\n    d % s.parse().unwrap()\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        place = _in_tree(site) or _in_macro(site)
        found = site.match(r"`<&?(\w+) as (?:\w+::)*\w+<_>>") or site.match(
            r"`&?(\w+): (?:\w+::)*\w+<_>`"
        )
        if found is None or place is None:
            return
        span, value = place
        if not re.fullmatch(r"[a-z]\w*|[A-Z]\w+", found[1]):
            return
        yield site.candidate(
            self.id,
            f"Convert `{value}` to `{found[1]}` by name",
            Edit(span, f"{found[1]}::from({value})"),
        )


def _in_tree(site: Site) -> tuple[Span, str] | None:
    """Return the call `value.into()` that is an operand, and the text of `value`."""
    call = site.enclosing("call_expression")
    function = call.child_by_field_name("function") if call is not None else None
    field = function.child_by_field_name("field") if function is not None else None
    value = function.child_by_field_name("value") if function is not None else None
    if call is None or field is None or value is None or text_of(field) != "into":
        return None
    operation = ancestor(call, "binary_expression", "compound_assignment_expr", "block")
    if operation is None or operation.type == "block":
        return None
    inner = value.named_children[0] if value.type == "parenthesized_expression" else value
    return span_of(call), text_of(inner)


def _in_macro(site: Site) -> tuple[Span, str] | None:
    """Return the same for `name.into()` among the tokens of a macro."""
    node = site.node
    dot, group = node.prev_sibling, node.next_sibling
    name = dot.prev_sibling if dot is not None else None
    if text_of(node) != "into" or group is None or text_of(group) != "()" or name is None:
        return None
    before = name.prev_sibling
    if name.type != "identifier" or (before is not None and text_of(before) in (".", "::")):
        return None
    return Span(name.start_byte, group.end_byte), text_of(name)
