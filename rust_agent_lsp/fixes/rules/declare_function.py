"""Declares a function that is called but exists nowhere, for the user to write."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.arms import expected_type
from rust_agent_lsp.fixes.items import crate_items
from rust_agent_lsp.fixes.names import generic_names, local_names, missing, near
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import ITEMS, Site
from rust_agent_lsp.fixes.values import plain_value
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of, calls_of
from rust_agent_lsp.syntax.expressions import exact_node
from rust_agent_lsp.syntax.tree import ancestor, ancestors

_CONDITIONS = ("if_expression", "while_expression")


class DeclareFunction(FixRule):
    """Declares `fn send(_: i32) {}` behind the function that calls `send(3)`.

    It does nothing yet, or gives the plainest value of the type that is wanted. A name that is
    near to a known one is a slip of the finger and left to other rules.
    """

    codes: ClassVar = ("E0425",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="pub fn f() {\n    announce(3);\n}\n",
            after="pub fn f() {\n    announce(3);\n}\n\nfn announce(_: i32) {}\n",
        ),
        Example(
            before="pub fn f() -> bool {\n    if prepared() {\n        return true;\n    }\n"
            "    false\n}\n",
            after="pub fn f() -> bool {\n    if prepared() {\n        return true;\n    }\n"
            "    false\n}\n\nfn prepared() -> bool {\n    false\n}\n",
        ),
        Example(
            before="pub fn f<T>(items: Vec<T>) {\n    archive(items);\n}\n",
            after="pub fn f<T>(items: Vec<T>) {\n    archive(items);\n}\n\n"
            "fn archive<A>(_: A) {}\n",
        ),
    )
    refuses: ClassVar = (
        "fn announce(_: i32) {}\npub fn f() {\n    anounce(3);\n}\n",
        "pub fn f() {\n    let x = unknown();\n    let _ = x;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lost = missing(site.diagnostic.message)
        if lost is None or lost.what != "function" or lost.where != "this scope":
            return
        name, node = lost.name, ancestor(site.node, "call_expression")
        call = call_of(node) if node is not None else None
        if node is None or call is None or call.name != name or site.diagnostic.suggestions:
            return
        functions = [i.name for i in crate_items(site) if i.kind == "function"]
        if near(name, (*functions, *local_names(node))) or not re.fullmatch(r"[a-z_]\w*", name):
            return
        top = _top_item(node)
        result = _result(site, node)
        numbers = {len(c.arguments) for c in calls_of(site.source, name)}
        if top is None or result is None or len(numbers) > 1:
            return
        value = plain_value(site, result) if result else ""
        if value is None:
            return
        indent = site.source.indent_at(top.start_byte)
        body = f" -> {result} {{\n{indent}    {value}\n{indent}}}" if result else " {}"
        values = [exact_node(site.source, span) for span in call.arguments]
        head = f"fn {name}{_parameters(site, values, generic_names(node))}"
        yield site.candidate(
            self.id,
            f"Declare the function `{name}`",
            Edit.insert(top.end_byte, f"\n\n{indent}{head}{body}"),
            safety=Safety.GUESS,
            cost="The function does nothing yet.",
        )


def _parameters(site: Site, values: list[Node | None], here: Collection[str]) -> str:
    """Return the generics and parameters; a value of unknown type makes the function generic.

    So does one whose type names a parameter of the caller, one of `here`.
    """

    def is_open(kind: str | None) -> bool:
        return kind is None or "'" in kind or bool({"impl", *here} & set(re.findall(r"\w+", kind)))

    kinds = [value_type(site.source, n) if n is not None else None for n in values]
    letters = iter("ABCDEFGH")
    generic = [next(letters, "H") if is_open(k) else None for k in kinds]
    listed = ", ".join(f"_: {g or k}" for g, k in zip(generic, kinds, strict=True))
    named = [g for g in generic if g is not None]
    return (f"<{', '.join(named)}>" if named else "") + f"({listed})"


def _result(site: Site, node: Node) -> str | None:
    """Return the type that the call must give; "" for none and None for unknown."""
    up = node.parent
    if up is None:
        return None
    if up.type == "expression_statement":
        return ""
    if up.type == "unary_expression" and (up.text or b"").startswith(b"!"):
        return "bool"
    if up.type in _CONDITIONS and up.child_by_field_name("condition") == node:
        return "bool"
    return expected_type(node)


def _top_item(node: Node) -> Node | None:
    """Return the outermost item around `node` that stands in the innermost module."""
    found = None
    for item in (n for n in ancestors(node) if n.type in ITEMS):
        if item.type == "macro_definition":
            return None
        if item.type == "mod_item":
            break
        found = item
    return found
