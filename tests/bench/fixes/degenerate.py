"""Tells a repair from a way of making the error go away: what was lost, what was put off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tree_sitter import Node

from rust_agent_lsp.syntax.tree import SourceFile, descendants

_ITEMS = (
    "const_item", "enum_item", "enum_variant", "field_declaration", "impl_item",
    "macro_definition", "match_arm", "mod_item",
    "static_item", "struct_item", "trait_item", "type_item", "union_item",
)  # fmt: skip
# A function that became a closure, or a declared one that got a body, is not lost.
_FUNCTIONS = ("function_item", "function_signature_item", "closure_expression")
_PUT_OFF = ("todo", "unimplemented", "panic", "unreachable")
_WORDS = ("identifier", "type_identifier", "field_identifier", "integer_literal", "float_literal",
          "string_content", "char_literal", "boolean_literal", "primitive_type")  # fmt: skip
MOST_LOST = 0.25
"""The share of names and literals that may go; renaming one thing loses all its uses."""


def degenerate(
    before: bytes, after: bytes, *, unsafe_is_asked_for: bool, fixed: bytes | None = None
) -> str:
    """Say what makes `after` no repair of `before`, empty when it is one.

    What a programmer's repair `fixed` has lost as well is no loss.
    """
    old, new = _parse(before), _parse(after)
    for name in _PUT_OFF:
        if _macros(new)[name] > _macros(old)[name]:
            return f"{name}!"
    if after.count(b"allow(") > before.count(b"allow("):
        return "allow"
    if not unsafe_is_asked_for and _count(new, "unsafe") > _count(old, "unsafe"):
        return "unsafe"
    kinds_before, kinds_after = _kinds(old), _kinds(new)
    lost = [kind for kind in ("function", *_ITEMS) if kinds_after[kind] < kinds_before[kind]]
    if fixed is not None:
        kinds_fixed = _kinds(_parse(fixed))
        lost = [kind for kind in lost if kinds_after[kind] < kinds_fixed[kind]]
    if lost and _names(old) - _names(new):
        return f"lost a {lost[0]}"
    words, left = _words(old), _words(new)
    gone = sum((words - left).values())
    if gone > max(3, MOST_LOST * sum(words.values())):
        return f"lost {gone} of {sum(words.values())} names and literals"
    return ""


def _parse(text: bytes) -> Node:
    return SourceFile.parse(Path("example.rs"), text).tree.root_node


def _kinds(root: Node) -> Counter[str]:
    return Counter("function" if n.type in _FUNCTIONS else n.type for n in _items(root))


def _items(root: Node) -> list[Node]:
    """Return the items that hold something: each once, where one repeats another to the letter."""
    found = (n for n in descendants(root, *_ITEMS, *_FUNCTIONS) if not _is_empty_impl(n))
    items = [n for n in found if n.type != "match_arm"]
    once = {(n.parent and n.parent.id, n.type, n.text): n for n in items}
    return [*once.values(), *descendants(root, "match_arm")]


def _is_empty_impl(node: Node) -> bool:
    """Say whether `node` is an impl without anything in it, which holds no logic to lose."""
    body = node.child_by_field_name("body")
    return node.type == "impl_item" and (body is None or not body.named_children)


def _names(root: Node) -> Counter[bytes]:
    """Return the names of the items, whatever their kind and case: a constant may turn into a
    function. What has no name (an impl, a match arm) counts by its kind.
    """
    return Counter(
        (name.text or b"").lower() if (name := n.child_by_field_name("name")) else n.type.encode()
        for n in _items(root)
    )


def _words(root: Node) -> Counter[bytes]:
    empty = [n for n in descendants(root, "impl_item") if _is_empty_impl(n)]
    return Counter(
        node.text or b""
        for node in descendants(root, *_WORDS)
        if not any(e.start_byte <= node.start_byte < e.end_byte for e in empty)
    )


def _macros(root: Node) -> Counter[str]:
    names = (node.child_by_field_name("macro") for node in descendants(root, "macro_invocation"))
    return Counter((name.text or b"").decode() for name in names if name is not None)


def _count(root: Node, word: str) -> int:
    return sum(leaf.type == word for leaf in _leaves(root))


def _leaves(node: Node) -> Iterator[Node]:
    if not node.children:
        yield node
    for child in node.children:
        yield from _leaves(child)
