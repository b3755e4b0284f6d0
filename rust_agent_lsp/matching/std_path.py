"""From a name in the code to an item of the standard library, as far as imports tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from tree_sitter import Node

from rust_agent_lsp.syntax.imports import imports_of
from rust_agent_lsp.syntax.tree import ancestor, ancestors, text_of

_CRATES = ("std", "core", "alloc")
_OWN = ("crate", "self", "super", "Self", "$crate")
_SCOPES = ("block", "declaration_list", "source_file")
_NAMES = ("identifier", "type_identifier")
_SCOPED = ("scoped_identifier", "scoped_type_identifier")
_IN_USE = ("use_list", "scoped_use_list", "use_as_clause", "use_wildcard")
# In these a name with a small letter is no variable.
_NO_VARIABLE = frozenset(
    {"call_expression", "generic_function", "macro_invocation", "use_declaration"}
    | {*_SCOPED, *_IN_USE}
)
_GENERICS = re.compile(r"(?:::)?<.*>", re.S)
_PAGE = re.compile(r"(?P<kind>\w+)\.(?P<name>\w+)\.html")
# Where one path means several things, a trait says more than its derive, a type than a module.
_LAST = ("derive", "attr", "index")


def std_path(leaf: Node, prelude: Mapping[str, str]) -> str:
    """Return the path of the item that a name means: in full where an import or `prelude` tells,
    the bare name where nothing does, empty where it is no item of the standard library.

    Macros end in `!`; `std::primitive::u8` is a type that the language itself has.
    """
    if leaf.type == "primitive_type":
        return f"std::primitive::{text_of(leaf)}"
    if leaf.type not in _NAMES or _is_no_item(leaf):
        return ""
    written, outer = _written(leaf)
    first, _, rest = written.partition("::")
    if first in _OWN:
        return ""
    if outer.type == "use_declaration" or (outer.type != "token_tree" and first in _CRATES):
        found = first
    else:
        known = _looked_up(leaf, first)
        found = prelude.get(first, "") or _unknown(leaf, first) if known is None else known
    crate, _, below = found.partition("::")
    if (below or rest) and crate in _CRATES:
        found = "::".join(part for part in ("std", below) if part)
    elif below or outer.type == "use_declaration":
        return ""
    path = f"{found}::{rest}" if found and rest else found
    return f"{path}!" if path and macro_of(leaf) is not None else path


def macro_of(leaf: Node) -> Node | None:
    """Return the call of the macro that a name is the name of, or None."""
    node = leaf.parent
    if node is not None and node.type in _SCOPED and node.child_by_field_name("name") == leaf:
        node = node.parent
    is_name = node is not None and node.type == "macro_invocation" and leaf.type == "identifier"
    return node if is_name else None


def _written(leaf: Node) -> tuple[str, Node]:
    """Return the path that ends with a name, as written, and what it stands in."""
    parts, node = [text_of(leaf)], leaf
    while (parent := node.parent) is not None and parent.type in (*_SCOPED, *_IN_USE):
        path = parent.child_by_field_name("path")
        if parent.type == "use_as_clause" and parent.child_by_field_name("alias") == node:
            parts = [text_of(path)] if path is not None else parts
        elif path is not None and path != node and parent.type != "use_as_clause":
            parts.insert(0, text_of(path))
        node = parent
    return _GENERICS.sub("", "::".join(parts)), node.parent or node


def _looked_up(leaf: Node, name: str) -> str | None:
    """Return the path that the nearest scope gives to a name; empty where the name is the user's
    own, None where no scope has it."""
    for scope in _scopes(leaf):
        for item in scope.named_children:
            if item.type == "use_declaration":
                for found in imports_of(item):
                    if found.name == name:
                        return found.path
            elif _own_name(item) == name:
                return ""
    return None


def _unknown(leaf: Node, name: str) -> str:
    """Return a name that nothing has told of if it looks like a type's or a macro's, and no import
    of everything can have brought it; else nothing."""
    if macro_of(leaf) is not None and leaf.parent and leaf.parent.type == "macro_invocation":
        return name
    if not name[:1].isupper() or len(name) == 1 or ancestor(leaf, "attribute") is not None:
        return ""
    everything = (
        found.path.partition("::")[0]
        for scope in _scopes(leaf)
        for item in scope.named_children
        if item.type == "use_declaration"
        for found in imports_of(item)
        if found.path.endswith("*")
    )
    return name if all(crate in _CRATES for crate in everything) else ""


def _scopes(leaf: Node) -> Iterator[Node]:
    for node in ancestors(leaf):
        if node.type in _SCOPES:
            yield node
        yield from (n for n in node.children if n.type == "type_parameters")


def _own_name(item: Node) -> str:
    name = item.child_by_field_name("name")
    return text_of(name) if name is not None else ""


def _is_no_item(leaf: Node) -> bool:
    """Say whether a name is given here, or is one of a variable, a label or the like."""
    parent = leaf.parent
    if parent is None or parent.type in ("lifetime", "label", "attribute"):
        return True
    if parent.type == "token_tree":
        before, behind = leaf.prev_sibling, leaf.next_sibling
        if any(n is not None and n.type in ("::", ".") for n in (before, behind)):
            return True
    if parent.type not in (*_SCOPED, "use_as_clause"):
        given = [parent.child_by_field_name(field) for field in ("name", "pattern")]
        if leaf in given:
            return True
    is_lower = text_of(leaf)[:1].islower() and leaf.type == "identifier"
    return is_lower and parent.type not in _NO_VARIABLE


class StdItems:
    """The items of the standard library's pages by their path."""

    def __init__(self, ids: Iterable[str]) -> None:
        """`ids` are pages below the documentation's root: `std/sync/struct.Arc.html`."""
        self._by_name: dict[str, dict[tuple[str, ...], str]] = {}
        for page in sorted(ids, key=_rank):
            *modules, last = page.split("/")[1:]
            if named := _PAGE.fullmatch(last):
                name = named["name"] + ("!" if named["kind"] == "macro" else "")
                modules = ["primitive"] if named["kind"] == "primitive" else modules
            elif last == "index.html":
                name = modules.pop() if modules else "std"
            else:
                continue
            self._by_name.setdefault(name, {}).setdefault(tuple(modules), page)

    def find(self, path: str) -> str | None:
        """Return the page of a path as `std_path` gives it; None where several or none may be."""
        first, *modules, name = path.split("::") if "::" in path else ("", path)
        known = self._by_name.get(name, {})
        if first not in ("", "std"):
            return None
        exact = known.get(tuple(modules)) if first else None
        if exact is not None or modules == ["primitive"]:
            return exact
        # An item is documented in one of the modules by which it can be reached.
        near = [page for at, page in known.items() if list(at[: len(modules)]) == modules]
        near = near or [page for at, page in known.items() if list(at[:1]) == modules[:1]]
        return near[0] if len(near) == 1 else None


def _rank(page: str) -> tuple[bool, str]:
    return page.rpartition("/")[2].partition(".")[0] in _LAST, page


def path_of(place: str) -> str:
    """Return the path of an item by its page: `std::sync::Arc` for `std/sync/struct.Arc.html`."""
    page, _, anchor = place.partition("#")
    *modules, last = page.split("/")
    named = _PAGE.fullmatch(last)
    if named is not None and named["kind"] in ("primitive", "keyword"):
        modules = []
    if named is not None:
        modules.append(named["name"] + ("!" if named["kind"] == "macro" else ""))
    return "::".join([*modules, *([anchor.rpartition(".")[2]] if anchor else [])])
