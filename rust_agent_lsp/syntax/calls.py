"""Finds the call around an argument, the function that it calls, and the calls of a function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.tree import SourceFile, ancestors, descendants, span_of, text_of


@dataclass(frozen=True, slots=True)
class Call:
    """A call by name; inside a macro too, where it is a name before a group of tokens.

    `arguments` are the places of the arguments without the receiver of a method call.
    """

    name: str
    node: Node
    arguments: tuple[Span, ...]
    receiver: Node | None = None


def callee_name(function: Node) -> Node | None:
    """Return the node that names what a call's `function` field calls."""
    if function.type == "generic_function":
        inner = function.child_by_field_name("function")
        return callee_name(inner) if inner else None
    if function.type == "identifier":
        return function
    if function.type == "scoped_identifier":
        return function.child_by_field_name("name")
    if function.type == "field_expression":
        field = function.child_by_field_name("field")
        return field if field is not None and field.type == "field_identifier" else None
    return None


def call_of(node: Node) -> Call | None:
    """Read a call expression, or None when it does not call a name."""
    function = node.child_by_field_name("function") if node.type == "call_expression" else None
    arguments = node.child_by_field_name("arguments")
    if function is None or arguments is None:
        return None
    name = callee_name(function)
    if name is None:
        return None
    if function.type == "generic_function":
        function = function.child_by_field_name("function") or function
    receiver = (
        function.child_by_field_name("value") if function.type == "field_expression" else None
    )
    spans = tuple(span_of(a) for a in arguments.named_children if "comment" not in a.type)
    return Call(text_of(name), node, spans, receiver)


def _token_call(name: Node) -> Call | None:
    """Read `name(…)` among the tokens of a macro."""
    group = name.next_sibling
    if name.type != "identifier" or group is None or group.type != "token_tree":
        return None
    if not text_of(group).startswith("("):
        return None
    commas = [child for child in group.children if text_of(child) == ","]
    starts = [group.start_byte + 1, *(comma.end_byte for comma in commas)]
    ends = [*(comma.start_byte for comma in commas), group.end_byte - 1]
    text = text_of(group).encode()
    spans = []
    for start, end in zip(starts, ends, strict=True):
        piece = text[start - group.start_byte : end - group.start_byte]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            spans.append(Span(start + lead, start + lead + len(piece.strip())))
    return Call(text_of(name), name, tuple(spans))


def argument_at(source: SourceFile, span: Span) -> tuple[Call, int] | None:
    """Return the innermost call one of whose arguments covers `span`, and its index."""
    node = source.node_at(span)
    for at in (node, *ancestors(node)):
        call = None
        if at.type == "call_expression":
            call = call_of(at)
        elif at.type == "token_tree" and at.prev_sibling is not None:
            call = _token_call(at.prev_sibling)
        if call is None:
            continue
        for index, argument in enumerate(call.arguments):
            if argument.contains(span):
                return call, index
    return None


def functions_named(source: SourceFile, name: str) -> list[Node]:
    """Return the functions and methods of this file with that name."""
    return [
        node
        for node in descendants(source.tree.root_node, "function_item", "function_signature_item")
        if (found := node.child_by_field_name("name")) is not None and text_of(found) == name
    ]


def callee(source: SourceFile, call: Call) -> Node | None:
    """Return the function of this file that `call` calls, if its name tells; else None."""
    found = functions_named(source, call.name)
    return found[0] if len(found) == 1 and found[0].type == "function_item" else None


def parameters(function: Node) -> list[Node]:
    """Return the parameters of a function without `self`."""
    listed = function.child_by_field_name("parameters")
    return [p for p in listed.named_children if p.type == "parameter"] if listed else []


def self_parameter(function: Node) -> Node | None:
    """Return the `self` parameter of a method, or None."""
    listed = function.child_by_field_name("parameters")
    if listed is None:
        return None
    return next((p for p in listed.named_children if p.type == "self_parameter"), None)


def parameter_of_argument(source: SourceFile, call: Call, index: int) -> tuple[Node, Node] | None:
    """Return (function, parameter) that the argument at `index` of `call` is given to."""
    function = callee(source, call)
    if function is None:
        return None
    if self_parameter(function) is not None and call.receiver is None:
        index -= 1
    listed = parameters(function)
    return (function, listed[index]) if 0 <= index < len(listed) else None


def calls_of(source: SourceFile, name: str) -> Iterator[Call]:
    """Yield the calls of `name` in this file, in source order."""
    for node in descendants(source.tree.root_node, "call_expression", "token_tree"):
        if node.type == "call_expression":
            call = call_of(node)
            if call is not None and call.name == name:
                yield call
            continue
        for child in node.named_children:
            if child.type == "identifier" and text_of(child) == name:
                token_call = _token_call(child)
                if token_call is not None:
                    yield token_call


def name_called(source: SourceFile, span: Span) -> Node | None:
    """Return the bare name that the call at `span` calls, in a macro's tokens too, or None."""
    node: Node | None = source.node_at(Span(span.start, span.start))
    if node is None or node.type != "identifier":
        return None
    parent, after = node.parent, node.next_sibling
    if parent is not None and parent.type == "call_expression":
        return node if parent.child_by_field_name("function") == node else None
    tokens = after is not None and after.type == "token_tree"
    return node if tokens and text_of(after or node).startswith("(") else None
