"""Where the types stand that a mismatch speaks of, and in which part two types differ.

For errors that come from a declaration: one that disagrees with all that is done with its name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tree_sitter import Node

from rust_agent_lsp.fixes.site import FUNCTIONS, Site
from rust_agent_lsp.fixes.values import split_top
from rust_agent_lsp.syntax.names import binding_of, statement_of
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, text_of
from rust_agent_lsp.syntax.types import NUMBERS, plain, split_generic

TYPES = (
    *("primitive_type", "type_identifier", "generic_type", "reference_type", "array_type"),
    *("tuple_type", "pointer_type", "scoped_type_identifier", "unit_type", "dynamic_type"),
)
_NAMED = ("field_declaration", "const_item", "static_item", "const_parameter", "type_item")
_FUNCTIONS = ("function_item", "function_signature_item")
_WITH_VALUE = ("let_declaration", "const_item", "static_item")
_PREFIX = re.compile(r"(&(?:'\w+ )?(?:mut )?|\*(?:const|mut) )(.+)", re.S)
_ARRAY = re.compile(r"\[(.+?)(;[^;\]]*)?\]", re.S)


def differences(expected: str, found: str) -> list[tuple[str, str]]:
    """Return the pairs of parts in which two types differ, the smallest first."""
    if expected == found or "_" in (expected, found):
        return []
    inner: list[tuple[str, str]] = []
    for one, other in zip(_parts(expected), _parts(found), strict=False):
        inner += differences(one, other)
    return [*inner, (expected, found)]


def _parts(text: str) -> list[str]:
    """Return the shape of a type and its parts; types of other shapes share no part."""
    prefixed = _PREFIX.fullmatch(text)
    if prefixed:
        return [prefixed[2]]
    array = _ARRAY.fullmatch(text)
    if array:
        return [array[1]]
    if text.startswith("(") and text.endswith(")"):
        return split_top(text[1:-1])
    return split_generic(text)[1]


def same(node: Node, text: str) -> bool:
    """Say whether a type node is the type that the compiler calls `text`."""
    return "".join(plain(text_of(node)).split()) == "".join(plain(text).split())


def declared_near(site: Site) -> list[Node]:
    """Return the types of the declarations that the diagnostic may be about, the likeliest first.

    First those that rustc points at, then those of the names in the expression and statement.
    """
    found = [*_labelled(site), *_of_names(site)]
    function = site.enclosing(*FUNCTIONS)
    while function is not None:
        kind = function.child_by_field_name("return_type")
        found += [kind] if kind is not None else []
        function = ancestor(function.parent, *FUNCTIONS) if function.parent else None
    lets = (n for n in ancestors(site.node) if n.type in _WITH_VALUE)
    found += [k for let in lets if (k := let.child_by_field_name("type"))]
    block = site.enclosing("impl_item")
    if block is not None:
        found += [
            k for t in descendants(block, "type_item") if (k := t.child_by_field_name("type"))
        ]
        heading = block.child_by_field_name("trait")
        found += [heading] if heading is not None and heading.type == "generic_type" else []
    return list({(n.start_byte, n.end_byte): n for n in reversed(found)}.values())[::-1]


def _labelled(site: Site) -> Iterator[Node]:
    labels = [*site.diagnostic.labels, *(x for n in site.diagnostic.notes for x in n.labels)]
    for label in labels:
        if label.location.path != site.source.path or label.primary:
            continue
        node = site.node_of(label)
        kind = node.child_by_field_name("type") if node.type not in TYPES else node
        if kind is not None:
            yield kind


def _of_names(site: Site) -> Iterator[Node]:
    span = site.diagnostic.span
    statement = statement_of(site.node) or site.node
    kinds = ("identifier", "field_identifier", "shorthand_field_identifier", "type_identifier")
    names = list(descendants(statement, *kinds))
    if site.node.parent is not None and site.node.parent.type == "field_initializer":
        names += list(descendants(site.node.parent, *kinds))
    names.sort(key=lambda n: not span.start <= n.start_byte < span.end)
    for name in names:
        yield from types_of_name(site, name)
    yield from descendants(statement, "type_cast_expression", "type_arguments")


def types_of_name(site: Site, name: Node) -> Iterator[Node]:
    """Yield the types that are written where the thing named by `name` is declared."""
    text = text_of(name)
    binding = binding_of(name, text) if name.type == "identifier" else None
    if binding is not None:
        holder = ancestor(binding.node, "let_declaration", "parameter")
        kind = holder.child_by_field_name("type") if holder is not None else None
        if kind is not None:
            yield kind
        elif binding.value is not None:
            yield from descendants(binding.value, "type_arguments")
        return
    root = site.source.tree.root_node
    for item in descendants(root, *_NAMED, *_FUNCTIONS, "struct_item"):
        own = item.child_by_field_name("name")
        if own is None or text_of(own) != text:
            continue
        if item.type == "struct_item":
            yield from descendants(item, "ordered_field_declaration_list")
            continue
        kind = item.child_by_field_name("return_type" if item.type in _FUNCTIONS else "type")
        if kind is not None:
            yield kind


def owner_of(kind: Node) -> tuple[str, bool]:
    """Return what the declaration around a type is called in a title, and if others may see it."""
    for at in ancestors(kind):
        name = at.child_by_field_name("name") or at.child_by_field_name("pattern")
        if name is not None and (at.type != "generic_type"):
            public = any(child.type == "visibility_modifier" for child in at.children)
            inside = at.type == "parameter"
            function = ancestor(at, *_FUNCTIONS) if inside else None
            if function is not None:
                public = any(c.type == "visibility_modifier" for c in function.children)
            return text_of(name), public
    return "", False


def declares_alike(kind: Node, wanted: str) -> bool:
    """Say whether a neighbour of the declaration around `kind` has the type `wanted`."""
    holder = ancestor(kind, "field_declaration", "parameter")
    around = holder.parent if holder is not None else ancestor(kind, "tuple_type", "arguments")
    if around is None:
        return False
    others = (p for p in around.named_children if holder is None or p != holder)
    return any(same(t, wanted) for p in others for t in descendants(p, *TYPES) if t != kind)


def whole_numbers(site: Site, kind: Node) -> list[str]:
    """Return the whole number types that a literal could have here, the likeliest first."""
    holder = ancestor(kind, "field_declaration", "parameter")
    near = holder.parent if holder is not None and holder.parent is not None else kind
    found = [text_of(n) for n in descendants(near, "primitive_type")]
    count = Counter(text_of(n) for n in descendants(site.source.tree.root_node, "primitive_type"))
    found += [name for name, _ in count.most_common()]
    found.append("i32")
    return list(dict.fromkeys(n for n in found if n in NUMBERS and not n.startswith("f")))
