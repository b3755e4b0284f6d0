"""Lets a local function see the variables around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.names import locals_at
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import calls_of
from rust_agent_lsp.syntax.names import mentions
from rust_agent_lsp.syntax.tree import ancestor, text_of


class FnToClosure(FixRule):
    """Turns the inner `fn` into a closure, or hands the variable over as a parameter."""

    codes: ClassVar = ("E0434",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> u8 {\n    let y = 5;\n    fn add(x: u8) -> u8 {\n"
            "        x + y\n    }\n"
            "    add(1)\n}\n",
            after="pub fn f() -> u8 {\n    let y = 5;\n    let add = |x: u8| -> u8 {\n"
            "        x + y\n    };\n"
            "    add(1)\n}\n",
        ),
        Example(
            before="pub fn f(y: u8) -> u8 {\n    fn down(x: u8) -> u8 {\n"
            "        if x == 0 { y } else { down(x - 1) }\n    }\n    down(1)\n}\n",
            after="pub fn f(y: u8) -> u8 {\n    fn down(x: u8, y: u8) -> u8 {\n"
            "        if x == 0 { y } else { down(x - 1, y) }\n    }\n    down(1, y)\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f() {\n    let y = 5;\n    struct S;\n    impl S {\n        fn g(&self) -> u8 {\n"
        "            y\n        }\n    }\n    S.g();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item")
        body = function.child_by_field_name("body") if function is not None else None
        if (
            function is None
            or body is None
            or not function.parent
            or function.parent.type != "block"
        ):
            return
        name = node_name(function)
        simple = function.child_by_field_name("type_parameters") is None
        if simple and not mentions(body, name) and _plain(function):
            parameters = function.child_by_field_name("parameters")
            inner = text_of(parameters)[1:-1].strip().rstrip(",") if parameters is not None else ""
            head = site.source.slice(Span(function.start_byte, body.start_byte))
            result = head.rpartition("->")[2].strip() if "->" in head.rpartition(")")[2] else ""
            arrow = f" -> {result}" if result else ""
            for mutable in ("", "mut "):
                if mutable and not re.search(r"[^=!<>]=[^=]|\.push|\.insert", text_of(body)):
                    continue
                yield site.candidate(
                    self.id,
                    f"Make `{name}` a closure"
                    + (" that may change what it captures" if mutable else ""),
                    Edit(
                        Span(function.start_byte, body.start_byte),
                        f"let {mutable}{name} = |{inner}|{arrow} ",
                    ),
                    Edit.insert(body.end_byte, ";"),
                )
        yield from self._parameter(site, function, name)

    def _parameter(self, site: Site, function: Node, name: str) -> Iterator[Candidate]:
        variable = site.source.slice(site.diagnostic.span)
        kind = _type_of(function, variable)
        parameters = function.child_by_field_name("parameters")
        if kind is None or parameters is None:
            return
        comma = ", " if parameters.named_children else ""
        at = parameters.named_children[-1].end_byte if comma else parameters.start_byte + 1
        edits = [Edit.insert(at, f"{comma}{variable}: {kind}")]
        for call in calls_of(site.source, name):
            end = call.arguments[-1].end if call.arguments else None
            group = call.node.child_by_field_name("arguments") or call.node.next_sibling
            if group is None:
                return
            edits.append(
                Edit.insert(end, f", {variable}")
                if end is not None
                else Edit.insert(group.start_byte + 1, variable)
            )
        yield site.candidate(self.id, f"Hand `{variable}` to `{name}` as a parameter", *edits)


def _plain(function: Node) -> bool:
    return all(
        c.type not in ("function_modifiers", "visibility_modifier", "where_clause")
        for c in function.children
    )


def _type_of(function: Node, variable: str) -> str | None:
    """Return the written or plainly visible type of a variable of the outer function."""
    for node in locals_at(function):
        if text_of(node) != variable or node.parent is None:
            continue
        host = ancestor(node, "let_declaration", "parameter")
        kind = host.child_by_field_name("type") if host is not None else None
        if kind is not None:
            return text_of(kind)
        value = host.child_by_field_name("value") if host is not None else None
        text = text_of(value) if value is not None else ""
        if re.fullmatch(r"-?[\d_]+", text):
            return "i32"
        suffix = re.fullmatch(r"-?[\d_.]+?([iuf](?:8|16|32|64|128|size))", text)
        if suffix:
            return suffix[1]
        if re.fullmatch(r"-?[\d_]+\.\d*", text):
            return "f64"
        if text in ("true", "false"):
            return "bool"
        return "&str" if text.startswith('"') else None
    return None
