"""Collects (or adds up) values that may each be a failure into one that may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import wrap
from rust_agent_lsp.syntax.returns import tail_of
from rust_agent_lsp.syntax.tree import ancestor, ancestors, span_of, text_of
from rust_agent_lsp.syntax.types import split_generic

_GATHERING = ("collect", "sum", "product")


class CollectResults(FixRule):
    """Collects into `Result<_, _>` or `Option<_>` and hands the first failure on with `?`.

    Where the function cannot fail the result is unwrapped: that panics at the first failure.
    """

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(all: &[&str]) -> Result<Vec<u8>, std::num::ParseIntError> {\n"
            "    let found: Vec<u8> = all.iter().map(|t| t.parse::<u8>()).collect();\n"
            "    Ok(found)\n}\n",
            after="pub fn f(all: &[&str]) -> Result<Vec<u8>, std::num::ParseIntError> {\n"
            "    let found: Vec<u8> = all.iter().map(|t| t.parse::<u8>())"
            ".collect::<Result<_, _>>()?;\n    Ok(found)\n}\n",
        ),
        Example(
            before="pub fn f(all: &[&str]) -> Result<u8, std::num::ParseIntError> {\n"
            "    let sum: u8 = all.iter().map(|t| t.parse::<u8>()?).sum();\n    Ok(sum)\n}\n",
            after="pub fn f(all: &[&str]) -> Result<u8, std::num::ParseIntError> {\n"
            "    let sum: u8 = all.iter().map(|t| t.parse::<u8>()).sum::<Result<_, _>>()?;\n"
            "    Ok(sum)\n}\n",
        ),
        Example(
            before="pub fn f(all: &[&str]) -> usize {\n"
            "    let found = all.iter().map(|t| t.parse::<u8>()).collect::<Vec<u8>>();\n"
            "    found.len()\n}\n",
            after="pub fn f(all: &[&str]) -> usize {\n    let found = all.iter()"
            ".map(|t| t.parse::<u8>()).collect::<Result<Vec<u8>, _>>().unwrap();\n"
            "    found.len()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(all: &[u8]) -> String {\n    all.iter().map(|n| n + 1).collect()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(
            r"(?:built from|summing|multiplying|product of|summing up) an iterator over elements "
            r"of type `(Result|Option)<",
            site.diagnostic.message,
        )
        if told is not None:
            call = ancestor(site.node, "call_expression")
            if call is not None:
                yield from self._gathered(site, call, told[1], ())
        elif "can only be used in a closure that returns" in site.diagnostic.message:
            closure = site.enclosing("closure_expression")
            call = _gathering_after(closure) if closure is not None else None
            edits = _fallible(closure) if closure is not None else None
            if call is not None and edits is not None:
                yield from self._gathered(site, call, "Result", edits)

    def _gathered(
        self, site: Site, call: Node, kind: str, more: tuple[Edit, ...]
    ) -> Iterator[Candidate]:
        function = call.child_by_field_name("function")
        name = _method(call)
        if function is None or name not in _GATHERING:
            return
        error = ", _" if kind == "Result" else ""
        if function.type == "generic_function":
            listed = function.child_by_field_name("type_arguments")
            if listed is None or len(listed.named_children) != 1:
                return
            inner = text_of(listed.named_children[0])
            typed = (
                replace_node(listed, f"::<{kind}<{inner}{error}>>")
                if text_of(listed).startswith("::")
                else replace_node(listed, f"<{kind}<{inner}{error}>>")
            )
        else:
            typed = Edit.insert(function.end_byte, f"::<{kind}<_{error}>>")
        around = next((n for n in ancestors(call) if n.type in _FUNCTIONS), None)
        result = around.child_by_field_name("return_type") if around is not None else None
        if result is not None and split_generic(text_of(result))[0].endswith(kind):
            yield site.candidate(
                self.id,
                f"Hand on the first failure of `{name}` with `?`",
                *more,
                typed,
                Edit.insert(call.end_byte, "?"),
            )
            return
        yield site.candidate(
            self.id,
            f"`{name}` into a `{kind}` and unwrap it",
            *more,
            typed,
            Edit.insert(call.end_byte, ".unwrap()"),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Panics at the first item that failed.",
        )


_FUNCTIONS = ("function_item", "closure_expression", "async_block")


def _method(call: Node) -> str:
    function = call.child_by_field_name("function")
    if function is not None and function.type == "generic_function":
        function = function.child_by_field_name("function")
    field = function.child_by_field_name("field") if function is not None else None
    return text_of(field) if field is not None else ""


def _gathering_after(closure: Node) -> Node | None:
    """Return the `collect()` or `sum()` at the end of the chain whose `map` takes `closure`."""
    mapped = ancestor(closure, "call_expression")
    if mapped is None or _method(mapped) != "map":
        return None
    for node in ancestors(mapped):
        if node.type == "call_expression" and _method(node) in _GATHERING:
            return node
        if node.type not in ("call_expression", "field_expression", "generic_function"):
            return None
    return None


def _fallible(closure: Node) -> tuple[Edit, ...] | None:
    """Return the edits by which the closure itself gives a `Result`: without `?`, or `Ok(…)`."""
    body = closure.child_by_field_name("body")
    value = tail_of(body) if body is not None and body.type == "block" else body
    if value is None or closure.child_by_field_name("return_type") is not None:
        return None
    only = value.type == "try_expression" and value == body
    if only and b"?" not in (value.named_children[0].text or b"?"):
        return (Edit.delete(value.end_byte - 1, value.end_byte),)
    around = next((n for n in ancestors(closure) if n.type in _FUNCTIONS), None)
    result = around.child_by_field_name("return_type") if around is not None else None
    head, inside = split_generic(text_of(result)) if result is not None else ("", [])
    if head != "Result" or len(inside) != 2:
        return None
    return wrap(span_of(value), f"Ok::<_, {inside[1]}>(", ")")
