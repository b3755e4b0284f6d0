"""Writes a lifetime that a type has got wherever the file names that type."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import self_parameter
from rust_agent_lsp.syntax.generics import bare_references, lifetime_edit, lifetimes_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_TYPES = ("struct_item", "enum_item", "union_item", "type_item")


def spread(root: Node, item: Node, lifetime: str) -> Iterator[Edit]:
    """Yield the edits beside the declaration of `item` that its new `lifetime` asks for.

    Types that hold it get the lifetime too, and so on; then the `impl`s of all of them, their
    constructors, and what their methods make of an owned `self`.
    """
    reached: list[str] = []
    todo = [item]
    while todo:
        at = todo.pop()
        name = at.child_by_field_name("name")
        if name is None or text_of(name) in reached:
            continue
        reached.append(text_of(name))
        for holder in descendants(root, *_TYPES):
            uses = list(_bare_names(_body(holder), text_of(name)))
            if not uses or ancestor(holder, "impl_item", "trait_item") is not None:
                continue
            own = lifetimes_of(holder)
            declared = lifetime_edit(holder, lifetime)
            if not own and holder != item and declared is not None:
                yield declared
            if not own:
                todo.append(holder)
            yield from (_apply(use, own[0] if own else lifetime) for use in uses)
    for block in descendants(root, "impl_item"):
        yield from _in_impl(block, reached, lifetime)


def _body(item: Node) -> Node | None:
    return item.child_by_field_name("body") or item.child_by_field_name("type")


def _in_impl(block: Node, names: list[str], lifetime: str) -> Iterator[Edit]:
    heads = [block.child_by_field_name(field) for field in ("type", "trait")]
    body = block.child_by_field_name("body")
    uses = [use for head in heads for name in names for use in _bare_names(head, name)]
    if not uses:
        return
    header = lifetime_edit(block, lifetime)
    if lifetime not in lifetimes_of(block) and header is not None:
        yield header
    yield from (_apply(use, lifetime) for use in uses)
    for kind in descendants(body, "type_item") if body is not None else ():
        for name in names:
            yield from (_apply(use, lifetime) for use in _bare_names(_body(kind), name))
    for method in descendants(body, "function_item") if body is not None else ():
        yield from _in_method(method, names, lifetime)


def _in_method(method: Node, names: list[str], lifetime: str) -> Iterator[Edit]:
    """Tie what a constructor takes to the value that it returns; the same for an owned `self`."""
    listed = method.child_by_field_name("parameters")
    kind = method.child_by_field_name("return_type")
    own = self_parameter(method)
    if listed is None or kind is None or lifetimes_of(method):
        return
    if own is not None and text_of(own).startswith("&"):
        return
    uses = [use for name in names for use in _bare_names(kind, name)]
    if own is None and (uses or "Self" in text_of(kind)):
        for reference in bare_references(listed):
            yield Edit.insert(reference.start_byte + 1, f"{lifetime} ")
    yield from (_apply(use, lifetime) for use in uses)


def _bare_names(node: Node | None, name: str) -> Iterator[Node]:
    """Yield where a type is named without a lifetime."""
    for use in descendants(node, "type_identifier") if node is not None else ():
        after = use.next_sibling
        given = after.named_children if after is not None and "arguments" in after.type else []
        if text_of(use) == name and not any(child.type == "lifetime" for child in given):
            yield use


def _apply(use: Node, lifetime: str) -> Edit:
    """Turn `Foo` into `Foo<'a>`, `Foo<T>` into `Foo<'a, T>`."""
    following = use.next_sibling
    if following is not None and following.type == "type_arguments":
        return Edit.insert(following.start_byte + 1, f"{lifetime}, ")
    return Edit.insert(use.end_byte, f"<{lifetime}>")
