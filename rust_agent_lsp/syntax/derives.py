"""Adds traits to the `derive` of a type, with what they need."""

from __future__ import annotations

from collections.abc import Iterable

from tree_sitter import Node

from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import SourceFile, descendants, text_of

# What a derived trait needs beside itself.
NEEDS = {
    "Copy": ("Clone",),
    "Eq": ("PartialEq",),
    "PartialOrd": ("PartialEq",),
    "Ord": ("PartialEq", "Eq", "PartialOrd"),
}
DERIVABLE = (
    "Debug",
    "Clone",
    "Copy",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Hash",
    "Default",
)
COPY_TYPES = frozenset(
    [
        "bool",
        "char",
        "f32",
        "f64",
        "i8",
        "i16",
        "i32",
        "i64",
        "i128",
        "isize",
        "u8",
        "u16",
        "u32",
        "u64",
        "u128",
        "usize",
        "()",
    ]
)
_TYPES = ("struct_item", "enum_item", "union_item")


def type_items(source: SourceFile) -> dict[str, Node]:
    """Return the structs and enums of the file by name."""
    return {
        text_of(name): item
        for item in descendants(source.tree.root_node, *_TYPES)
        if (name := item.child_by_field_name("name")) is not None
    }


def _attributes(item: Node) -> list[Node]:
    found = []
    at = item.prev_named_sibling
    while at is not None and at.type in ("attribute_item", "line_comment", "block_comment"):
        if at.type == "attribute_item":
            found.append(at)
        at = at.prev_named_sibling
    return found


def _derive(item: Node) -> Node | None:
    """Return the token tree `(…)` of the item's `derive`, or None."""
    for attribute in _attributes(item):
        for inner in attribute.named_children:
            name = inner.named_children[0] if inner.named_children else None
            if name is not None and text_of(name) == "derive":
                return inner.child_by_field_name("arguments")
    return None


def _implemented(source: SourceFile, name: str) -> set[str]:
    """Return the traits that the file implements by hand for the type `name`."""
    traits = set()
    for item in descendants(source.tree.root_node, "impl_item"):
        trait, target = item.child_by_field_name("trait"), item.child_by_field_name("type")
        if trait is None or target is None:
            continue
        if text_of(target).partition("<")[0].strip() == name:
            traits.add(text_of(trait).rpartition("::")[2].partition("<")[0])
    return traits


def has_trait(source: SourceFile, name: str, trait: str) -> bool:
    """Say whether the type `name` of this file derives or implements `trait`."""
    item = type_items(source).get(name)
    derive = _derive(item) if item is not None else None
    derived = {text_of(t) for t in derive.named_children} if derive is not None else set()
    return trait in derived | _implemented(source, name)


def _field_types(item: Node) -> set[str]:
    body = item.child_by_field_name("body")
    if body is None:
        return set()
    return {text_of(t) for t in descendants(body, "type_identifier")}


def derive_edits(source: SourceFile, name: str, traits: Iterable[str]) -> list[Edit]:
    """Return edits that derive `traits`, and what they need, for `name` and the types in it.

    Types of this file that stand in the fields get the traits too. The list is empty when
    `name` is no type of this file or has all of them.
    """
    items = type_items(source)
    wanted = [t for trait in traits for t in (*NEEDS.get(trait, ()), trait)]
    edits, seen, todo = [], set(), [name]
    while todo:
        at = todo.pop(0)
        if at in seen or at not in items:
            continue
        seen.add(at)
        missing = [t for t in dict.fromkeys(wanted) if not has_trait(source, at, t)]
        if missing:
            edits.append(_derive_edit(source, items[at], missing))
            todo += sorted(_field_types(items[at]))
    return edits


def _derive_edit(source: SourceFile, item: Node, traits: list[str]) -> Edit:
    derive = _derive(item)
    if derive is None:
        indent = source.indent_at(item.start_byte)
        return Edit.insert(item.start_byte, f"#[derive({', '.join(traits)})]\n{indent}")
    comma = ", " if derive.named_children else ""
    at = derive.named_children[-1].end_byte if derive.named_children else derive.start_byte + 1
    return Edit.insert(at, comma + ", ".join(traits))


def is_copy(source: SourceFile, type_text: str) -> bool:
    """Say whether a type is `Copy` as far as its text tells."""
    text = type_text.strip()
    if text in COPY_TYPES or (text.startswith("&") and not text.startswith("&mut")):
        return True
    return has_trait(source, text, "Copy")
