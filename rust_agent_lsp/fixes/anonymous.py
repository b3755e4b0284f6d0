"""Where a lifetime stands that the compiler calls `'1` or `'2`, since the code does not name it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tree_sitter import Node

from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of

Naming = Callable[[str], Edit]


def in_parameter(site: Site, number: str) -> Naming | None:
    """Return how to name the lifetime `number` ("'1") where a parameter's type has it, or None."""
    for label in site.diagnostic.labels:
        if label.location.path != site.source.path or not re.search(rf"{number}\b", label.text):
            continue
        start = label.location.span.start
        if label.text.startswith("let's call the lifetime of this reference"):
            if label.text.endswith(f"`{number}`") and site.source.text[start : start + 1] == b"&":
                return lambda name: Edit.insert(start + 1, f"{name} ")
            continue
        shown = re.match(r"has type `(.+)`$", label.text)
        parameter = ancestor(site.node_of(label), "parameter")
        kind = parameter.child_by_field_name("type") if parameter is not None else None
        if shown is not None and kind is not None:
            return in_type(kind, shown[1], number)
    return None


def in_type(node: Node, shown: str, number: str) -> Naming | None:
    """Return how to name the lifetime `number` within a type that the compiler shows so."""
    if re.match(rf"&{number}\b", shown) and node.type == "reference_type":
        at = node.children[0].end_byte
        return lambda name: Edit.insert(at, f"{name} ")
    found = re.search(rf"(\w+)<([^<>]*{number}\b[^<>]*)>", shown)
    if found is None:
        return None
    given = [word.strip() for word in found[2].split(",")]
    given = [word for word in given if word.startswith("'")]
    if number not in given:
        return None
    place = given.index(number)
    for part in _parts(node):
        if part.type == "type_identifier" and text_of(part) == found[1]:
            parent = part.parent
            if parent is not None and parent.type == "generic_type":
                return _argument(parent, place)
            rest = ["'_"] * len(given)
            end = part.end_byte
            return lambda name: Edit.insert(
                end, f"<{', '.join([*rest[:place], name, *rest[place + 1 :]])}>"
            )
    return None


def fresh_name(*items: Node) -> str:
    """Return a lifetime that none of the items mentions."""
    used = {text_of(n) for item in items for n in descendants(item, "lifetime")}
    return next(f"'{letter}" for letter in "abcdefghijklmnopqrstuvwxyz" if f"'{letter}" not in used)


def _parts(node: Node) -> Iterator[Node]:
    yield node
    yield from descendants(node, "type_identifier")


def _argument(generic: Node, place: int) -> Naming | None:
    arguments = generic.child_by_field_name("type_arguments")
    given = [n for n in arguments.named_children if n.type == "lifetime"] if arguments else []
    if place >= len(given) or text_of(given[place]) != "'_":
        return None
    span = span_of(given[place])
    return lambda name: Edit(span, name)
