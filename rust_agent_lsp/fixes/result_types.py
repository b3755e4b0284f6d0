"""What a function returns, as far as the text of the returned values tells."""

from __future__ import annotations

import re

from tree_sitter import Node

from rust_agent_lsp.fixes.values import type_of
from rust_agent_lsp.syntax.calls import call_of, functions_named
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.returns import returned
from rust_agent_lsp.syntax.tree import SourceFile, ancestor, descendants, text_of

_LOGIC = re.compile(r"==|!=|<=?|>=?|&&|\|\|")
_DEEPEST = 6
_METHODS = {
    "len": "usize",
    "count": "usize",
    "to_string": "String",
    "to_uppercase": "String",
    "to_lowercase": "String",
    "to_owned": "String",
    "contains": "bool",
    "starts_with": "bool",
    "ends_with": "bool",
    "any": "bool",
    "all": "bool",
}


def result_type(source: SourceFile, function: Node) -> str | None:
    """Return the type of the first returned value that tells it, or None."""
    kinds = (value_type(source, value) for value in returned(function))
    return next((kind for kind in kinds if kind is not None), None)


def value_type(source: SourceFile, node: Node, depth: int = 0) -> str | None:
    """Return the type of an expression: from literals, declarations, fields and signatures."""
    known = type_of(node)
    if known is not None or depth > _DEEPEST:
        return known
    if node.type == "identifier":
        binding = binding_of(node, text_of(node))
        if binding is None:
            return None
        if binding.type is not None:
            return text_of(binding.type)
        return value_type(source, binding.value, depth + 1) if binding.value is not None else None
    if node.type == "parenthesized_expression" and node.named_children:
        return value_type(source, node.named_children[0], depth + 1)
    if node.type == "binary_expression":
        return _operation(source, node, depth)
    if node.type == "field_expression":
        return _field(source, node, depth)
    if node.type == "call_expression":
        return _call(source, node)
    return None


def _operation(source: SourceFile, node: Node, depth: int) -> str | None:
    operator = node.child_by_field_name("operator")
    if operator is not None and _LOGIC.fullmatch(text_of(operator)):
        return "bool"
    sides = [node.child_by_field_name(field) for field in ("left", "right")]
    # A literal without a suffix takes the type of the other side.
    sides.sort(key=lambda side: side is not None and side.type.endswith("_literal"))
    kinds = (value_type(source, side, depth + 1) for side in sides if side is not None)
    kind = next((kind for kind in kinds if kind is not None), None)
    return kind.lstrip("&") if kind is not None else None


def _field(source: SourceFile, node: Node, depth: int) -> str | None:
    value, field = node.child_by_field_name("value"), node.child_by_field_name("field")
    if value is None or field is None:
        return None
    owner = value_type(source, value, depth + 1)
    if value.type == "self":
        block = ancestor(node, "impl_item")
        kind = block.child_by_field_name("type") if block is not None else None
        owner = text_of(kind) if kind is not None else None
    for item in descendants(source.tree.root_node, "struct_item") if owner else ():
        name = item.child_by_field_name("name")
        if name is None or text_of(name) != str(owner).lstrip("&").removeprefix("mut "):
            continue
        for part in descendants(item, "field_declaration"):
            own, kind = part.child_by_field_name("name"), part.child_by_field_name("type")
            if own is not None and kind is not None and text_of(own) == text_of(field):
                return text_of(kind)
    return None


def _call(source: SourceFile, node: Node) -> str | None:
    call = call_of(node)
    if call is None:
        return None
    for function in functions_named(source, call.name):
        kind = function.child_by_field_name("return_type")
        if kind is not None and text_of(kind) not in ("()", "Self"):
            return text_of(kind)
    if call.name.startswith("is_"):
        return "bool"
    return _METHODS.get(call.name)
