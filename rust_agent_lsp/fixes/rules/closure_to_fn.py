"""Turns a closure that calls itself into a function."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import local_names
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.names import mentions
from rust_agent_lsp.syntax.returns import values_of
from rust_agent_lsp.syntax.tree import text_of


class ClosureToFn(FixRule):
    """Writes `fn name(…)` for `let name = |…|`, where the closure takes nothing from around it.

    A closure has no name within itself; a function has.
    """

    codes: ClassVar = ("E0425",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> u64 {\n"
            "    let fact = |n: u64| if n < 2 { 1 } else { n * fact(n - 1) };\n    fact(5)\n}\n",
            after="pub fn f() -> u64 {\n"
            "    fn fact(n: u64) -> u64 {\n        if n < 2 { 1 } else { n * fact(n - 1) }\n    }\n"
            "    fact(5)\n}\n",
        ),
        Example(
            before="pub fn f() -> u32 {\n    let down = |n: u32| -> u32 {\n"
            "        if n > 0 { down(n - 1) } else { n }\n    };\n    down(2)\n}\n",
            after="pub fn f() -> u32 {\n    fn down(n: u32) -> u32 {\n"
            "        if n > 0 { down(n - 1) } else { n }\n    }\n    down(2)\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(k: u64) -> u64 {\n"
        "    let fact = |n: u64| if n < 2 { k } else { n * fact(n - 1) };\n    fact(5)\n}\n",
        "pub fn f() {\n    let go = |n| go(n);\n    go(1);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        name = site.source.slice(site.diagnostic.span)
        closure = site.enclosing("closure_expression")
        let = closure.parent if closure is not None else None
        pattern = let.child_by_field_name("pattern") if let is not None else None
        if closure is None or let is None or let.type != "let_declaration" or pattern is None:
            return
        listed = closure.child_by_field_name("parameters")
        body = closure.child_by_field_name("body")
        if text_of(pattern) != name or listed is None or body is None:
            return
        parts = listed.named_children
        if any(p.type != "parameter" for p in parts):
            return
        if any(mentions(body, outer) for outer in set(local_names(let)) - _own(parts)):
            return
        written = closure.child_by_field_name("return_type")
        result = text_of(written) if written is not None else _result(site, body, parts, name)
        if result is None:
            return
        indent = site.source.indent_at(let.start_byte)
        block = text_of(body)
        if body.type != "block":
            block = f"{{\n{indent}    {block}\n{indent}}}"
        arrow = "" if result == "()" else f" -> {result}"
        head = f"fn {name}({', '.join(text_of(p) for p in parts)}){arrow} "
        yield site.candidate(self.id, f"Make `{name}` a function", replace_node(let, head + block))


def _own(parts: list[Node]) -> set[str]:
    found = (re.search(r"\w+(?=\s*:)", text_of(p)) for p in parts)
    return {match[0] for match in found if match is not None}


def _result(site: Site, body: Node, parts: list[Node], name: str) -> str | None:
    """Return the type of the first result that tells it; a bare number takes the parameter's."""
    number = False
    for value in values_of(body):
        text = text_of(value)
        if value.type in ("integer_literal", "float_literal"):
            number = True
            continue
        if re.match(rf"{name}\s*\(", text):
            continue
        kind = value_type(site.source, value)
        if kind is not None:
            return kind.replace("'static ", "")
    kinds = [p.child_by_field_name("type") for p in parts]
    if number and len(kinds) == 1 and kinds[0] is not None:
        return text_of(kinds[0])
    return None
