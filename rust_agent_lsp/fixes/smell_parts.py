"""What several repairs of anti-patterns share: method calls, and imports that they need."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.insertion import import_edit
from rust_agent_lsp.syntax.tree import SourceFile, text_of


@dataclass(frozen=True, slots=True)
class MethodCall:
    """A call `receiver.name(arguments)`; `place` leads from its dot to its last bracket."""

    node: Node
    value: Node
    arguments: Node
    place: Span

    @property
    def receiver(self) -> str:
        """The receiver as it is written."""
        return text_of(self.value)


def method_call(node: Node, *names: str) -> MethodCall | None:
    """Return a call of one of the methods `names`, or None where `node` is none."""
    function, arguments = (
        node.child_by_field_name("function"),
        node.child_by_field_name("arguments"),
    )
    if node.type != "call_expression" or function is None or arguments is None:
        return None
    if function.type == "generic_function":
        function = function.child_by_field_name("function")
    if function is None or function.type != "field_expression":
        return None
    value, name = function.child_by_field_name("value"), function.child_by_field_name("field")
    if value is None or name is None or text_of(name) not in names:
        return None
    return MethodCall(node, value, arguments, Span(value.end_byte, node.end_byte))


def add_import(source: SourceFile, path: str) -> tuple[Edit, ...]:
    """Return the edit that imports `path`, none where the file does so already."""
    edit = import_edit(source, f"use {path};")
    return (edit,) if edit else ()
