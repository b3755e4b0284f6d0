"""Puts a new wrapper around the values that are meant to have a trait."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.values import type_of
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import uses_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_SHOWING = ("Display", "Debug", "LowerHex", "UpperHex", "Binary")
_KINDS = {
    "tuple_expression": "(",
    "array_expression": "[",
    "integer_literal": "i32",
    "float_literal": "f64",
}


def value_head(value: Node) -> str | None:
    """Return the bare name of a value's type, `(` of a tuple, `[` of an array, or None."""
    if value.type in _KINDS:
        return _KINDS[value.type]
    text = text_of(value)
    if text.startswith("vec!"):
        return "Vec"
    told = type_of(value)
    if told is not None:
        return base_name(told)
    called = re.match(r"(?:\w+::)*([A-Z]\w*)(?:::<.*?>)?(?:::[a-z_]\w*)?\(", text)
    if called is not None:
        return called[1]
    return "String" if re.search(r"\.to_(?:string|owned)\(\)$", text) else None


def type_head(kind: str) -> str:
    """Return the same of a written type."""
    bare = kind.strip()
    return bare[:1] if bare[:1] in ("(", "[") else base_name(bare)


def wrap_values(
    root: Node, wrapper: str, trait: str, methods: set[str], fits: Callable[[str], bool]
) -> list[Edit]:
    """Return the edits that wrap the locals and receivers on which the trait is used.

    `fits` says of the head of a type whether it is the wrapped one. Where a wrapped local is used
    for anything else, `.0` takes the value out.
    """
    edits: list[Edit] = []
    for let in descendants(root, "let_declaration"):
        value, pattern = let.child_by_field_name("value"), let.child_by_field_name("pattern")
        function = ancestor(let, "function_item")
        if value is None or pattern is None or pattern.type != "identifier" or function is None:
            continue
        kind = let.child_by_field_name("type")
        head = type_head(text_of(kind)) if kind is not None else value_head(value)
        if head is None or not fits(head):
            continue
        uses = [u for u in uses_of(function, text_of(pattern)) if u.start_byte > let.end_byte]
        if not any(_of_trait(use, trait, methods) for use in uses):
            continue
        edits += [Edit.insert(value.start_byte, f"{wrapper}("), Edit.insert(value.end_byte, ")")]
        if kind is not None:
            edits.append(Edit.delete(pattern.end_byte, kind.end_byte))
        edits += [
            Edit.insert(use.end_byte, ".0")
            for use in uses
            if not _of_trait(use, trait, methods) and use.type != "string_content"
        ]
    return edits + list(_receivers(root, wrapper, methods, fits))


def _of_trait(use: Node, trait: str, methods: set[str]) -> bool:
    parent = use.parent
    if parent is None:
        return False
    if parent.type == "token_tree":
        after = use.next_sibling
        macro = parent.parent
        shown = macro is not None and macro.type == "macro_invocation" and trait in _SHOWING
        return shown and (after is None or text_of(after) != ".")
    if use.type == "string_content":
        return trait in _SHOWING
    if parent.type == "field_expression":
        return node_name_of_field(parent) in methods
    if parent.type in ("binary_expression", "unary_expression", "index_expression"):
        first = parent.named_children[0] if parent.named_children else None
        return first == use and not methods.isdisjoint(_operators(parent))
    return False


def _operators(expression: Node) -> set[str]:
    signs = {
        "+": "add", "-": "sub", "*": "mul", "/": "div", "%": "rem", "&": "bitand", "|": "bitor",
        "^": "bitxor", "<<": "shl", ">>": "shr", "==": "eq", "!=": "eq", "<": "partial_cmp",
        ">": "partial_cmp", "!": "not",
    }  # fmt: skip
    if expression.type == "index_expression":
        return {"index"}
    sign = next((text_of(c) for c in expression.children if not c.is_named), "")
    if expression.type == "unary_expression" and sign == "-":
        return {"neg"}
    return {signs[sign]} if sign in signs else set()


def node_name_of_field(access: Node) -> str:
    """Return the name of the field or method in `value.name`."""
    field = access.child_by_field_name("field")
    return text_of(field) if field is not None else ""


def _receivers(
    root: Node, wrapper: str, methods: set[str], fits: Callable[[str], bool]
) -> Iterator[Edit]:
    """Wrap the values on which a method of the trait is called directly."""
    for access in descendants(root, "field_expression"):
        value = access.child_by_field_name("value")
        if value is None or node_name_of_field(access) not in methods:
            continue
        head = value_head(value) if value.type not in ("identifier", "self") else None
        if head is not None and fits(head):
            yield Edit.insert(value.start_byte, f"{wrapper}(")
            yield Edit.insert(value.end_byte, ")")


def method_names(functions: list[Node]) -> set[str]:
    """Return the names of an impl's functions."""
    return {node_name(f) for f in functions if f.type == "function_item"}
