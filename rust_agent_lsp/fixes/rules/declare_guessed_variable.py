"""Declares a name that is read but bound nowhere, with the plainest value that fits its use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.arms import expected_type
from rust_agent_lsp.fixes.items import crate_items
from rust_agent_lsp.fixes.names import local_names, missing, near
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import plain_value, type_of
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import argument_at, parameter_of_argument
from rust_agent_lsp.syntax.names import statement_of, uses_of
from rust_agent_lsp.syntax.statements import insert_line
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of

_RESULT = re.compile(r"(Some|None|Ok|Err)\b")


class DeclareGuessedVariable(FixRule):
    """Declares `let count: u32 = 0;` before a call that takes the unknown name `count`.

    The type is that of the parameter, the declaration, the patterns or the operator; the value is
    a guess. A name that is near to a known one is a slip of the finger and left to other rules.
    """

    codes: ClassVar = ("E0425",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="fn show(count: u32) {\n    let _ = count;\n}\npub fn f() {\n"
            "    show(amount);\n}\n",
            after="fn show(count: u32) {\n    let _ = count;\n}\npub fn f() {\n"
            "    let amount: u32 = 0;\n    show(amount);\n}\n",
        ),
        Example(
            before="pub fn f() -> bool {\n    match answer {\n        Some(5) => true,\n"
            "        Some(_) | None => false,\n    }\n}\n",
            after="pub fn f() -> bool {\n    let answer: Option<i32> = None;\n    match answer {\n"
            "        Some(5) => true,\n        Some(_) | None => false,\n    }\n}\n",
        ),
        Example(
            before="pub fn f() {\n    while running {\n        g();\n    }\n}\nfn g() {}\n",
            after="pub fn f() {\n    let running: bool = false;\n    while running {\n"
            "        g();\n    }\n}\nfn g() {}\n",
        ),
        Example(
            before="pub fn f(n: u8) -> bool {\n    n > limit\n}\n",
            after="pub fn f(n: u8) -> bool {\n    let limit: u8 = 0;\n    n > limit\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f() -> u32 {\n    let amount = 3;\n    let count: u32 = amonut;\n"
        "    count + amount\n}\n",
        "pub fn f() {\n    let x = unknown;\n    let _ = x;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lost = missing(site.diagnostic.message)
        node = site.node
        if lost is None or lost.what != "value" or node.type != "identifier":
            return
        name, statement = lost.name, statement_of(node)
        function = ancestor(node, "function_item")
        if function is None or statement is None or not re.fullmatch(r"[a-z_]\w*", name):
            return
        others = [i.name for i in crate_items(site) if i.kind in ("function", "value")]
        if near(name, (*local_names(node), *others)):
            return
        kind = _type(site, node)
        value = plain_value(site, kind) if kind else None
        first = next(uses_of(function, name), node)
        inner = ancestor(node, "closure_expression")
        if value is None or inner is not None or first.start_byte != node.start_byte:
            return
        yield site.candidate(
            self.id,
            f"Declare `{name}` as `{value}`",
            insert_line(site.source, statement, f"let {name}: {kind} = {value};"),
            safety=self.safety,
            cost="The value is a guess.",
        )


def _type(site: Site, node: Node) -> str | None:
    """Return the type that the place of an unknown name asks for."""
    up = node.parent
    span = span_of(node)
    passed = argument_at(site.source, span)
    if passed is not None and passed[0].arguments[passed[1]] == span:
        found = parameter_of_argument(site.source, *passed)
        kind = found[1].child_by_field_name("type") if found is not None else None
        text = text_of(kind) if kind is not None else None
        return text if text is None or not text.startswith("impl") else None
    host = up if up is not None and up.type in ("match_expression", "let_condition") else None
    if host is not None and host.child_by_field_name("value") == node:
        return _matched(host)
    return _operand(site, node) or expected_type(node) or None


def _operand(site: Site, node: Node) -> str | None:
    """Return the type that a condition, an operator, a loop or a macro asks for."""
    inner, up = node, node.parent
    while up is not None and up.type == "parenthesized_expression":
        inner, up = up, up.parent
    if up is None:
        return None
    if up.type in ("if_expression", "while_expression"):
        return "bool" if up.child_by_field_name("condition") == inner else None
    if up.type == "expression_statement" and text_of(up) == f"{text_of(inner)};":
        return "()"
    if up.type == "reference_expression":
        inner, up = up, up.parent or up
    if up.type == "for_expression" and up.child_by_field_name("value") == inner:
        return "[i32; 1]"
    if up.type == "binary_expression":
        sign = up.child_by_field_name("operator")
        if sign is not None and text_of(sign) in ("&&", "||"):
            return "bool"
        sides = [up.child_by_field_name(side) for side in ("left", "right")]
        other = next((s for s in sides if s is not None and s != inner), None)
        known = value_type(site.source, other) if other is not None else None
        unknown = other is not None and other.type == "identifier"
        return known or ("i32" if unknown else None)
    printed = ancestor(inner, "macro_invocation")
    if printed is not None and re.match(r"(?:e?print(?:ln)?|format)!", text_of(printed)):
        return "i32" if up.type == "token_tree" and up.parent == printed else None
    return None


def _matched(host: Node) -> str | None:
    """Return the `Option` or number type that the patterns are of."""
    arms = [
        p for p in descendants(host, "match_pattern") if ancestor(p, "match_expression") == host
    ]
    own = host.child_by_field_name("pattern")
    patterns = [*arms, own] if own is not None else arms
    words = {m[1] for p in patterns if (m := _RESULT.match(text_of(p)))}
    if words & {"Some", "None"}:
        inner = [n for p in patterns for n in descendants(p, "string_literal")]
        return "Option<&str>" if inner else "Option<i32>"
    plain = [n for p in patterns for n in p.named_children]
    kinds = {type_of(n) for n in plain} - {None}
    return next((str(k).replace("'static ", "") for k in kinds), None) if len(kinds) == 1 else None
