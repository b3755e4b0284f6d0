"""Where the items of a crate are declared, and what its types, traits and impls hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from tree_sitter import Node, Query, QueryCursor

from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.syntax.tree import RUST, SourceFile, ancestors, descendants, text_of

_KINDS = {
    "function_item": "function",
    "function_signature_item": "function",
    "struct_item": "type",
    "union_item": "type",
    "enum_item": "type",
    "type_item": "type",
    "trait_item": "trait",
    "const_item": "value",
    "static_item": "value",
    "mod_item": "module",
    "macro_definition": "macro",
}
_MOST_FILES = 200
_ALTERNATIVES = " ".join(f"({kind})" for kind in (*_KINDS, "impl_item"))
_DECLARATIONS = Query(RUST, f"[{_ALTERNATIVES}] @it")


@dataclass(frozen=True, slots=True)
class Item:
    """A declaration: its name, its kind, and the modules around it from the crate's root."""

    name: str
    kind: str
    node: Node
    modules: tuple[str, ...]
    file: SourceFile
    local: bool = False

    @property
    def path(self) -> str:
        """The full path, beginning with `crate`."""
        return "::".join(("crate", *self.modules, self.name))


def crate_files(site: Site) -> list[tuple[SourceFile, tuple[str, ...]]]:
    """Return this file first, then the crate's other module files, with their module paths."""
    here = site.source
    for parent in here.path.parents:
        if parent.name != "src":
            continue
        for name in ("lib.rs", "main.rs"):
            root = parent / name
            file = here if root == here.path else site.open_file(root)
            found = list(_reachable(site, file)) if file is not None else []
            mine = [pair for pair in found if pair[0].path == here.path]
            if mine:
                return mine + [pair for pair in found if pair[0].path != here.path]
    return list(_reachable(site, here))


def _reachable(site: Site, root: SourceFile) -> Iterator[tuple[SourceFile, tuple[str, ...]]]:
    queue: list[tuple[SourceFile, tuple[str, ...], Path]] = [(root, (), root.path.parent)]
    for count, (file, modules, folder) in enumerate(queue):
        yield file, modules
        for item in contents(file).items:
            node, word = item.node, item.name
            has_body = node.child_by_field_name("body") is not None
            if item.kind != "module" or has_body or not word or count > _MOST_FILES:
                continue
            for path in (folder / f"{word}.rs", folder / word / "mod.rs"):
                child = site.source if path == site.source.path else site.open_file(path)
                if child is not None:
                    queue.append((child, (*modules, *item.modules, word), folder / word))
                    break


def modules_of(node: Node) -> tuple[str, ...]:
    """Return the inline modules around `node`, the outermost first."""
    around = [n for n in ancestors(node) if n.type == "mod_item"]
    return tuple(_name(n) for n in reversed(around))


def _name(node: Node) -> str:
    name = node.child_by_field_name("name")
    return text_of(name) if name is not None else ""


def items(file: SourceFile, modules: tuple[str, ...] = ()) -> Iterator[Item]:
    """Yield the items of a file (not those inside impls and traits), in source order."""
    for item in contents(file).items:
        yield replace(item, modules=(*modules, *item.modules)) if modules else item


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file declares: items (modules counted from the file), impls by type, members by name.

    A member is a pair of the type's name and the node of the associated item.
    """

    items: tuple[Item, ...]
    impls: dict[str, list[Node]]
    members: dict[str, list[tuple[str, Node]]]


@lru_cache(maxsize=64)
def contents(file: SourceFile) -> Contents:
    """Return what a file declares; remembered, since several rules ask for the same file."""
    found: list[Item] = []
    blocks: dict[str, list[Node]] = {}
    owned: dict[str, list[tuple[str, Node]]] = {}
    captured = QueryCursor(_DECLARATIONS).captures(file.tree.root_node).get("it", [])
    for node in sorted(captured, key=lambda n: n.start_byte):
        if node.type == "impl_item":
            kind = node.child_by_field_name("type")
            owner = base_name(text_of(kind)) if kind is not None else ""
            blocks.setdefault(owner, []).append(node)
            for member in members(node):
                owned.setdefault(_name(member), []).append((owner, member))
            continue
        around = list(ancestors(node))
        if any(n.type in ("impl_item", "trait_item") for n in around):
            continue
        local = any(n.type == "block" for n in around)
        modules = tuple(_name(n) for n in reversed(around) if n.type == "mod_item")
        found.append(Item(_name(node), _KINDS[node.type], node, modules, file, local))
    return Contents(tuple(found), blocks, owned)


def crate_items(site: Site) -> Iterator[Item]:
    """Yield the items of this file, then those of the crate's other files."""
    for file, modules in crate_files(site):
        yield from items(file, modules)


def find_item(site: Site, name: str, *kinds: str) -> Item | None:
    """Return the crate's first item of that name and kind (any kind if none is given)."""
    wanted = base_name(name)
    return next(
        (i for i in crate_items(site) if i.name == wanted and (not kinds or i.kind in kinds)), None
    )


def find_variant(site: Site, path: str) -> Node | None:
    """Return the variant that a path like `Shape::Circle` (or `Circle` alone) names."""
    owner, _, name = path.rpartition("::")
    owner = base_name(owner)
    for item in crate_items(site):
        if item.node.type == "enum_item" and owner in ("", "Self", item.name):
            for variant in variants(item.node):
                if _name(variant) == name:
                    return variant
    return None


def variants(enum: Node) -> list[Node]:
    """Return the variants of an enum."""
    return list(descendants(enum, "enum_variant"))


def node_name(node: Node) -> str:
    """Return the declared name of an item, variant, field or parameter ('' if it has none)."""
    return _name(node)


def named_fields(node: Node) -> dict[str, str]:
    """Return the named fields of a struct or variant: name -> type."""
    body = node.child_by_field_name("body")
    if body is None or body.type != "field_declaration_list":
        return {}
    fields = {}
    for part in body.named_children:
        kind = part.child_by_field_name("type")
        if part.type == "field_declaration" and kind is not None:
            fields[_name(part)] = text_of(kind)
    return fields


def tuple_fields(node: Node) -> list[str]:
    """Return the types of a tuple struct's or tuple variant's fields."""
    body = node.child_by_field_name("body")
    if body is None or body.type != "ordered_field_declaration_list":
        return []
    return [text_of(n) for n in body.children_by_field_name("type")]


def impls(file: SourceFile, type_name: str) -> list[Node]:
    """Return the impl blocks of a type, whether inherent or of a trait."""
    return contents(file).impls.get(base_name(type_name), [])


def members(block: Node) -> list[Node]:
    """Return the items inside an impl or a trait."""
    body = block.child_by_field_name("body")
    kinds = (*_KINDS, "associated_type")
    return [n for n in body.named_children if n.type in kinds] if body is not None else []


def member_names(site: Site, type_name: str) -> list[tuple[str, Node]]:
    """Return the associated items that this crate gives to a type, with their nodes."""
    return [
        (_name(node), node)
        for file, _ in crate_files(site)
        for block in impls(file, type_name)
        for node in members(block)
    ]


def takes_self(function: Node) -> bool:
    """Say whether a function is a method."""
    parameters = function.child_by_field_name("parameters")
    return parameters is not None and any(
        n.type == "self_parameter" or text_of(n).startswith(("self:", "mut self:"))
        for n in parameters.named_children
    )


def derives(node: Node) -> list[str]:
    """Return the traits that the attributes above a type derive."""
    found: list[str] = []
    above = node.prev_named_sibling
    while above is not None and above.type in ("attribute_item", "line_comment", "block_comment"):
        if "derive" in text_of(above):
            found += [text_of(n) for n in descendants(above, "identifier")][1:]
        above = above.prev_named_sibling
    return found


def implements(site: Site, item: Item, trait: str) -> bool:
    """Say whether a type of this crate derives or implements a trait, as far as can be seen."""
    if trait in derives(item.node):
        return True
    for file, _ in crate_files(site):
        for block in impls(file, item.name):
            kind = block.child_by_field_name("trait")
            if kind is not None and base_name(text_of(kind)) == trait:
                return True
    return False
