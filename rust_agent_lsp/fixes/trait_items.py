"""Reads an `impl` beside its trait, and writes the trait's items into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tree_sitter import Node

from rust_agent_lsp.fixes.items import (
    Item,
    find_item,
    members,
    named_fields,
    node_name,
    tuple_fields,
    variants,
)
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.std_traits import SIGNATURES, Shape, body_of
from rust_agent_lsp.fixes.values import plain_value, split_top
from rust_agent_lsp.syntax.tree import SourceFile, descendants, text_of

_SIMPLE_COPY = re.compile(r"(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|char|&.*)$")


@dataclass(frozen=True, slots=True)
class Implementation:
    """An `impl Trait for Type`: the block, the names and, if it is in this crate, the trait."""

    node: Node
    trait: str
    arguments: tuple[str, ...]
    type: str
    declared: Item | None


def implementation_at(site: Site) -> Implementation | None:
    """Return the trait's impl around the diagnostic, or None."""
    node = site.enclosing("impl_item")
    trait = node.child_by_field_name("trait") if node is not None else None
    kind = node.child_by_field_name("type") if node is not None else None
    if node is None or trait is None or kind is None:
        return None
    name = base_name(text_of(trait))
    inside = re.search(r"<(.*)>$", text_of(trait), re.S)
    arguments = tuple(split_top(inside[1])) if inside else ()
    return Implementation(node, name, arguments, text_of(kind), find_item(site, name, "trait"))


def trait_member(impl: Implementation, name: str) -> Node | None:
    """Return the trait's declaration of an item, if the trait is in this crate."""
    listed = members(impl.declared.node) if impl.declared is not None else []
    return next((n for n in listed if node_name(n) == name), None)


def in_trait_and_impls(file: SourceFile, trait: Node, method: str) -> Iterator[Node]:
    """Yield the functions of that name in a trait and in its impls in the same file."""
    blocks = [trait]
    for block in descendants(file.tree.root_node, "impl_item"):
        kind = block.child_by_field_name("trait")
        if kind is not None and base_name(text_of(kind)) == node_name(trait):
            blocks.append(block)
    for block in blocks:
        yield from (member for member in members(block) if node_name(member) == method)


def std_member(impl: Implementation, name: str) -> Node | None:
    """Return the declaration of a well-known trait's method, read from our table."""
    signature = SIGNATURES.get(impl.trait, {}).get(name)
    if signature is None or impl.declared is not None or not signature.startswith("fn "):
        return None
    text = signature.replace("{A}", impl.arguments[0] if impl.arguments else "Self")
    tree = SourceFile.parse(Path("std.rs"), f"trait T {{ {text}; }}".encode()).tree
    return next(descendants(tree.root_node, "function_signature_item"), None)


def substituted(impl: Implementation, text: str) -> str:
    """Replace the trait's type parameters in `text` by the arguments of the impl."""
    if impl.declared is None:
        return text
    listed = impl.declared.node.child_by_field_name("type_parameters")
    names = [node_name(p) or text_of(p) for p in listed.named_children] if listed else []
    for name, argument in zip(names, impl.arguments, strict=False):
        text = re.sub(rf"(?<![\w']){re.escape(name)}(?!\w)", argument, text)
    return text


def shape_of(site: Site, type_text: str) -> Shape:
    """Return what this crate says of a type's fields."""
    item = find_item(site, type_text, "type")
    name = base_name(type_text)
    if item is None:
        return Shape(name, (), named=False)
    if item.node.type == "enum_item":
        units = list(variants(item.node))
        plain = all(v.child_by_field_name("body") is None for v in units)
        return Shape(name, (), named=False, variants=tuple(map(node_name, units)) if plain else ())
    fields = named_fields(item.node)
    if fields:
        return Shape(name, tuple(fields.items()), named=True)
    numbered = enumerate(tuple_fields(item.node))
    return Shape(name, tuple((str(i), kind) for i, kind in numbered), named=False)


def written(site: Site, impl: Implementation, name: str, *, todo: bool) -> str | None:
    """Return the text of a missing item for the impl, or None if it cannot be said.

    With `todo` every function gets the body `todo!()`; else one made from fields, an equally
    named method or the plainest value, and None where none of them is known.
    """
    declared = trait_member(impl, name)
    shape = shape_of(site, impl.type)
    if declared is None:
        return _of_std(site, impl, name, shape, todo=todo)
    text = substituted(impl, text_of(declared)).rstrip(";").strip()
    if declared.type == "const_item":
        kind = declared.child_by_field_name("type")
        value = plain_value(site, substituted(impl, text_of(kind))) if kind else None
        return f"{text} = {value};" if value is not None else None
    if declared.type == "associated_type":
        return f"type {name} = {type_from_methods(impl, name) or _type_for(text)};"
    body = "todo!()" if todo else _made_body(site, impl, declared, shape)
    return f"{text} {_block(body)}" if body is not None else None


def type_from_methods(impl: Implementation, name: str) -> str | None:
    """Return what an associated type must be, as the impl's own methods tell by their types."""
    for method in members(impl.node):
        declared = trait_member(impl, node_name(method))
        theirs = text_of(declared) if declared is not None else ""
        theirs = theirs or SIGNATURES.get(impl.trait, {}).get(node_name(method), "")
        for wanted, given in zip(_types(theirs), _types(text_of(method)), strict=False):
            if not re.search(rf"\bSelf::{name}\b", wanted) or "{" in wanted:
                continue
            pattern = re.escape(wanted).replace(f"Self::{name}", "(.+)", 1)
            found = re.fullmatch(re.sub(r"Self::\w+", ".+", pattern), given)
            if found and f"Self::{name}" not in found[1]:
                return found[1].strip()
    return None


def _types(signature: str) -> list[str]:
    """Return the result and then the parameters' types of a function's text."""
    head = signature.partition("{")[0].rstrip("; \n")
    inside = re.search(r"\((.*)\)(?:\s*->\s*(.+?))?(?:\s+where\b.*)?$", head, re.S)
    if inside is None:
        return []
    listed = [p.partition(":")[2].strip() for p in split_top(inside[1])]
    return [(inside[2] or "()").strip(), *listed]


def _type_for(text: str) -> str:
    """Return a type that is likely to meet the bounds of an associated type."""
    if "Error" in text:
        return "std::fmt::Error"
    if "FromStr" in text or "Add" in text or "Into<" in text:
        return "i32"
    return "String" if re.search(r":.*(?:Display|AsRef|Into)", text) else "()"


def _of_std(site: Site, impl: Implementation, name: str, shape: Shape, *, todo: bool) -> str | None:
    signature = SIGNATURES.get(impl.trait, {}).get(name)
    if signature is None:
        return None
    fields = shape.fields
    first = fields[0][1] if fields else "()"
    element = re.search(r"(?:Vec<|\[)(.+?)(?:;.*)?[>\]]$", first)
    argument = impl.arguments[0] if impl.arguments else "Self"
    values = {"{A}": argument, "{S}": impl.type, "{F}": first, "{E}": "()"}
    values["{E}"] = element[1] if element else "()"
    for hole, value in values.items():
        signature = signature.replace(hole, value)
    if signature.startswith("type "):
        told = type_from_methods(impl, name)
        return f"type {name} = {told};" if told else f"{signature};"
    body = "todo!()" if todo else body_of(impl.trait, name, shape, argument)
    if body is None:
        result = signature.partition("-> ")[2]
        body = plain_value(site, result) if result else None
    return f"{signature} {_block(body)}" if body is not None else None


def _made_body(site: Site, impl: Implementation, declared: Node, shape: Shape) -> str | None:
    kind = declared.child_by_field_name("return_type")
    name = node_name(declared)
    if kind is None:
        return ""
    result = substituted(impl, text_of(kind))
    field = dict(shape.fields).get(name.removeprefix("get_").removeprefix("to_"))
    field_name = name if name in dict(shape.fields) else name.removeprefix("get_")
    if field is not None and field_name in dict(shape.fields):
        if field == result:
            return f"self.{field_name}" + ("" if _SIMPLE_COPY.match(field) else ".clone()")
        if result.startswith("&"):
            return f"&self.{field_name}"
    if result == "Self":
        if re.search(r"\(\s*(?:mut\s+)?self\s*[,)]", text_of(declared)):
            return "self"
        item = find_item(site, impl.type, "type")
        made = plain_value(site, item.name) if item is not None else None
        return made or (
            "Self"
            if item is not None and text_of(item.node).endswith(";") and not shape.fields
            else None
        )
    return plain_value(site, result)


def _block(body: str) -> str:
    if not body:
        return "{}"
    lines = body.split("\n")
    return "{\n" + "\n".join(f"    {line}" if line else line for line in lines) + "\n}"


def indented(text: str, indent: str) -> str:
    """Indent every line of a text but the empty ones."""
    return "\n".join(indent + line if line.strip() else line for line in text.split("\n"))
