"""What the text of one function tells of a local name: its declaration, its uses, its type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, text_of

HOLDERS = (
    "let_declaration",
    "parameter",
    "for_expression",
    "match_arm",
    "let_condition",
    "closure_parameters",
)
_IDENTIFIERS = ("identifier", "shorthand_field_identifier")


@dataclass(frozen=True, slots=True)
class Binding:
    """A declaration of a local name: the identifier, and the `let` or the like that holds it."""

    name: str
    node: Node
    holder: Node

    @property
    def whole(self) -> bool:
        """Say whether the name is the whole pattern, so that type and value are its own."""
        return self.holder.child_by_field_name("pattern") == self.node

    @property
    def type(self) -> Node | None:
        """The type written at the declaration."""
        return self.holder.child_by_field_name("type") if self.whole else None

    @property
    def value(self) -> Node | None:
        """The initial value of a `let`."""
        is_let = self.whole and self.holder.type == "let_declaration"
        return self.holder.child_by_field_name("value") if is_let else None


def _holder_of(identifier: Node) -> Node | None:
    """Return the declaration that `identifier` is bound by, or None when it is a use."""
    child = identifier
    for parent in ancestors(identifier):
        if parent.type == "closure_parameters":
            return parent
        if parent.type in HOLDERS:
            return parent if parent.child_by_field_name("pattern") == child else None
        if parent.type == "match_pattern" and parent.child_by_field_name("condition") == child:
            return None
        if not parent.type.endswith("_pattern"):
            return None
        if parent.child_by_field_name("type") == child:
            return None
        child = parent
    return None


def _scope_of(holder: Node) -> Node | None:
    if holder.type == "let_declaration":
        return ancestor(holder, "block")
    if holder.type in ("parameter", "closure_parameters"):
        return ancestor(holder, "closure_expression", "function_item")
    if holder.type == "let_condition":
        return ancestor(holder, "if_expression", "while_expression", "match_arm")
    return holder


def binding_of(node: Node, name: str) -> Binding | None:
    """Return the declaration that `name` means at `node`, within the function around it."""
    function = ancestor(node, "function_item")
    if function is None:
        return None
    found: Binding | None = None
    for identifier in descendants(function, *_IDENTIFIERS):
        if identifier.start_byte > node.start_byte:
            break
        if text_of(identifier) != name:
            continue
        holder = _holder_of(identifier)
        scope = _scope_of(holder) if holder is not None else None
        if (
            holder is None
            or scope is None
            or not scope.start_byte <= node.start_byte < scope.end_byte
        ):
            continue
        value = holder.child_by_field_name("value")
        # `let x = x + 1;`: the name on the right is the older one.
        own = value is not None and value.start_byte <= node.start_byte < value.end_byte
        if own and holder.type in ("let_declaration", "for_expression"):
            continue
        found = Binding(name, identifier, holder)
    return found


def uses_of(scope: Node, name: str) -> Iterator[Node]:
    """Yield the places below `scope` that read or write `name`, macros' tokens included.

    A capture in a format string (`{name}`) is yielded as the string's node.
    """
    captured = re.compile(rf"\{{{re.escape(name)}(?::[^}}]*)?\}}")
    for node in descendants(scope, "identifier", "self", "string_content"):
        if node.type == "string_content":
            if captured.search(text_of(node)) and ancestor(node, "token_tree") is not None:
                yield node
        elif text_of(node) == name and _holder_of(node) is None and not _is_path_part(node):
            yield node


def _is_path_part(node: Node) -> bool:
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "token_tree":
        before = node.prev_sibling
        return before is not None and text_of(before) in (".", "::")
    return parent.type in ("scoped_identifier", "lifetime", "macro_invocation", "label")


def mentions(node: Node, name: str) -> bool:
    """Say whether `name` is used below `node`."""
    return next(uses_of(node, name), None) is not None


def used_names(node: Node) -> set[str]:
    """Return the names that the code below `node` may read or write."""
    names = {text_of(n) for n in descendants(node, "identifier", "self")}
    for content in descendants(node, "string_content"):
        names.update(re.findall(r"\{(\w+)", text_of(content)))
    return names


def declared_names(node: Node) -> set[str]:
    """Return the names that a `let` or `if let` declares."""
    is_let = node.type in ("let_declaration", "let_condition")
    pattern = node.child_by_field_name("pattern") if is_let else None
    found = descendants(pattern, *_IDENTIFIERS) if pattern else ()
    return {text_of(n) for n in found if _holder_of(n) is not None}


def statement_of(node: Node) -> Node | None:
    """Return the statement (or tail expression) of the innermost block around `node`."""
    at: Node | None = node
    while at is not None and at.parent is not None:
        if at.parent.type == "block":
            return at
        at = at.parent
    return None


def free_name(node: Node, wanted: str) -> str:
    """Return `wanted`, with a number behind it when the function around `node` uses it."""
    function = ancestor(node, "function_item") or node
    taken = used_names(function) | {
        text_of(n) for n in descendants(function, "shorthand_field_identifier")
    }
    name, count = wanted, 2
    while name in taken:
        name, count = f"{wanted}_{count}", count + 1
    return name


def make_mutable(use: Node, name: str | None = None) -> list[Edit]:
    """Return the edit that adds `mut` to the local that is named at `use`, where it lacks it."""
    binding = binding_of(use, name or text_of(use))
    if binding is None or binding.holder.type not in ("let_declaration", "parameter"):
        return []
    if not binding.whole or any(c.type == "mutable_specifier" for c in binding.holder.children):
        return []
    for held in (binding.type, binding.value):
        if held is not None and held.type in ("reference_type", "reference_expression"):
            return []
    return [Edit.insert(binding.node.start_byte, "mut ")]
