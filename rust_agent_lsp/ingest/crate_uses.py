"""Which items of the standard library a Rust file uses, told by its syntax alone: by paths, by
what `use` brings in, and for methods by what is known of the receiver."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tree_sitter import Node, Tree

from rust_agent_lsp.ingest.std_items import ITERATOR, PRELUDE, StdItems
from rust_agent_lsp.syntax.imports import imports_of
from rust_agent_lsp.syntax.tree import descendants, text_of

_CRATES = ("std", "core", "alloc")
_PATHS = ("scoped_identifier", "scoped_type_identifier")
_IN_OTHER_PATHS = (
    *_PATHS, "use_declaration", "scoped_use_list", "use_list", "use_as_clause", "use_wildcard",
    "macro_invocation", "ERROR",
)  # fmt: skip
_DEFINED = (
    "struct_item", "enum_item", "union_item", "trait_item", "type_item", "mod_item",
    "function_item", "macro_definition", "const_item", "static_item", "type_parameter",
)  # fmt: skip
_LOOKED_AT = (
    *_PATHS, "type_identifier", "call_expression", "macro_invocation", "function_item",
    "impl_item", "parameter", "let_declaration", "closure_parameters", "let_condition",
    "match_arm", "for_expression",
)  # fmt: skip
_LITERALS = {"string_literal": "str", "raw_string_literal": "str", "array_expression": "array"}
_MADE_BY_MACRO = {"vec": "std::vec::Vec", "format": "std::string::String"}
_MAKES_ITSELF = ("default", "from", "from_iter")
"""Functions of traits, by which a type makes a value of its own."""
_ARGUMENTS = re.compile(r"::\s*<.*>|\s+|<.*>", re.S)
_FUNCTION = re.compile(rb"\bfn\s+(\w+)")
_LONGEST_PATH = 300
_MOST_STEPS = 40


@dataclass(frozen=True, slots=True)
class Use:
    """One use of the item or method with the key `key`, at a byte offset of the file.

    Not `certain`: a method of this name is known of a single type, but the receiver's is unknown.
    """

    key: str
    offset: int
    certain: bool


def functions_in(text: bytes) -> set[str]:
    """Return the names of all functions that a text declares."""
    return {name.decode() for name in _FUNCTION.findall(text)}


def uses_in(tree: Tree, items: StdItems, own_functions: set[str]) -> Iterator[Use]:
    """Yield the uses in one file, in its order; `own_functions` are those of the whole crate."""
    yield from _File(tree.root_node, items, own_functions).uses()


@dataclass
class _File:
    root: Node
    items: StdItems
    own_functions: set[str]
    names: dict[str, str] = field(default_factory=dict)
    """What each name of the file stands for: a path of std's, or nothing of std's."""
    fields: dict[tuple[str, str], str | None] = field(default_factory=dict)
    values: dict[str, str | None] = field(default_factory=dict)
    """The page of the type of each local value, as far as the walk has come."""
    itself: str = ""
    """The type whose `impl` the walk is in."""

    def uses(self) -> Iterator[Use]:
        self._read_names()
        for node in descendants(self.root, *_LOOKED_AT):
            match node.type:
                case "function_item":
                    self.values = {}
                case "impl_item":
                    self.itself = _plain(node.child_by_field_name("type"))
                case "parameter" | "let_declaration":
                    self._bind(node)
                case "closure_parameters":
                    self._forget(node)
                case "let_condition" | "match_arm" | "for_expression":
                    self._forget(node.child_by_field_name("pattern"))
                case _:
                    yield from self._use(node)

    def _read_names(self) -> None:
        self.names = dict(PRELUDE)
        for node in descendants(self.root, *_DEFINED):
            name = node.child_by_field_name("name")
            # A method hides no name, and its own `Self` is none.
            if name is not None and not _is_method(node):
                self.names[text_of(name)] = ""
                self.names[text_of(name) + "!"] = ""
        for use in descendants(self.root, "use_declaration"):
            for imported in imports_of(use):
                path = _of_std(_ARGUMENTS.sub("", imported.path))
                for mark in ("", "!"):
                    if imported.name and not (mark and path and path + mark not in self._paths):
                        self.names[imported.name + mark] = path + mark if path else ""
        for declared in descendants(self.root, "field_declaration"):
            name, kind = (declared.child_by_field_name(part) for part in ("name", "type"))
            owner = declared.parent.parent if declared.parent is not None else None
            if name is not None and owner is not None:
                owner_name = _plain(owner.child_by_field_name("name"))
                self.fields[owner_name, text_of(name)] = self._type(kind)

    @property
    def _paths(self) -> dict[str, str]:
        return self.items.paths

    def _use(self, node: Node) -> Iterator[Use]:
        parent = node.parent
        if node.type in (*_PATHS, "type_identifier"):
            if parent is None or parent.type in _IN_OTHER_PATHS:
                return
            if node.type == "type_identifier" and parent.child_by_field_name("name") == node:
                return
            if key := self._path(_plain(node)):
                yield Use(key, node.start_byte, certain=True)
        elif node.type == "macro_invocation":
            if key := self._path(_plain(node.child_by_field_name("macro")) + "!"):
                yield Use(key, node.start_byte, certain=True)
        elif (called := _called(node)) is not None:
            if called.type == "identifier":
                if key := self._path(text_of(called)):
                    yield Use(key, called.start_byte, certain=True)
            elif called.type == "field_expression":
                yield from self._method(called)

    def _method(self, called: Node) -> Iterator[Use]:
        name = called.child_by_field_name("field")
        if name is None:
            return
        key, certain = self._method_key(called)
        if key:
            yield Use(key, name.start_byte, certain)

    def _method_key(self, called: Node) -> tuple[str | None, bool]:
        name = text_of(called.child_by_field_name("field") or called)
        receiver = self._value(called.child_by_field_name("value"))
        if receiver is not None:
            return self.items.method(receiver, name), True
        return (None if name in self.own_functions else self.items.only(name)), False

    def _path(self, path: str) -> str | None:
        """Return the key of a path as it is written in this file."""
        if not path or len(path) > _LONGEST_PATH:
            return None
        first, joint, rest = path.partition("::")
        whole = _of_std(path) or self._imported(first, joint + rest) or path
        if not joint and (first in self.names or first.endswith("!")):
            whole = self.names.get(first, f"std::{first}")
        if (key := self._paths.get(whole)) is not None:
            return None if _is_module(key) else key
        owner, _, last = whole.rpartition("::")
        page = self._paths.get(owner)
        if page is None or _is_module(page):
            return None
        # A constant or variant counts as a use of its type.
        return self.items.method(page, last) or page

    def _imported(self, first: str, rest: str) -> str:
        if first in self.names:
            return self.names[first] + rest if self.names[first] else "?"
        return ""

    def _type(self, node: Node | None) -> str | None:
        """Return the page of a type; what it is behind a reference."""
        for _ in range(_MOST_STEPS):
            if node is None or node.type not in (
                "reference_type", "generic_type", "abstract_type", "dynamic_type",
            ):  # fmt: skip
                break
            node = node.child_by_field_name("type") or node.child_by_field_name("trait")
        if node is None:
            return None
        if node.type == "array_type":
            sized = node.child_by_field_name("length") is not None
            return self._paths.get("array" if sized else "slice")
        if node.type not in (*_PATHS, "type_identifier", "primitive_type"):
            return None
        found = self._path(_plain(node))
        return found if found is None or "#" not in found else None

    def _value(self, node: Node | None, steps: int = 0) -> str | None:
        """Return the page of the type of an expression, where syntax alone can tell it."""
        if node is None or steps == _MOST_STEPS:
            return None
        if node.type in _LITERALS:
            return self._paths.get(_LITERALS[node.type])
        if node.type == "identifier":
            return self.values.get(text_of(node))
        if node.type in ("parenthesized_expression", "reference_expression"):
            return self._value(node.named_children[-1] if node.named_children else None, steps + 1)
        if node.type == "field_expression":
            value, name = (node.child_by_field_name(part) for part in ("value", "field"))
            if value is None or name is None or value.type != "self":
                return None
            return self.fields.get((self.itself, text_of(name)))
        if node.type == "macro_invocation":
            made = _MADE_BY_MACRO.get(_plain(node.child_by_field_name("macro")))
            return self._paths.get(made) if made else None
        called = _called(node) if node.type == "call_expression" else None
        if called is None:
            return None
        return self._called_value(called, steps + 1)

    def _called_value(self, called: Node, steps: int) -> str | None:
        if called.type != "field_expression":
            path = _plain(called)
            key = self._path(path)
            makes = key is not None and path.rpartition("::")[2] in _MAKES_ITSELF
            return key if makes and "#" not in (key or "") else self.items.returned(key or "")
        name = text_of(called.child_by_field_name("field") or called)
        receiver = self._value(called.child_by_field_name("value"), steps)
        key = self.items.method(receiver, name) if receiver else None
        if key is None:
            # Whatever is walked over, these give an iterator.
            return ITERATOR if name in ("iter", "iter_mut", "into_iter") else None
        return self.items.returned(key)

    def _bind(self, node: Node) -> None:
        pattern = node.child_by_field_name("pattern")
        if pattern is not None and pattern.type == "mut_pattern":
            pattern = pattern.named_children[-1]
        if pattern is None or pattern.type != "identifier":
            self._forget(pattern)
            return
        declared, value = node.child_by_field_name("type"), node.child_by_field_name("value")
        known = self._type(declared) if declared is not None else self._value(value)
        self.values[text_of(pattern)] = known

    def _forget(self, pattern: Node | None) -> None:
        """A pattern names values of types that are not told; they hide others."""
        for name in descendants(pattern, "identifier") if pattern is not None else ():
            self.values[text_of(name)] = None


def _is_module(key: str) -> bool:
    return key.endswith("/index.html")


def _is_method(node: Node) -> bool:
    return node.type == "function_item" and (
        node.parent is not None and node.parent.type == "declaration_list"
    )


def _called(node: Node) -> Node | None:
    """Return what a call calls, without type arguments."""
    called = node.child_by_field_name("function")
    if called is not None and called.type == "generic_function":
        called = called.child_by_field_name("function")
    return called


def _plain(node: Node | None) -> str:
    """Return a path without type arguments and white space; empty for `<T as …>::…`."""
    if node is None or node.end_byte - node.start_byte > _LONGEST_PATH:
        return ""
    text = text_of(node)
    return "" if text.startswith("<") else _ARGUMENTS.sub("", text)


def _of_std(path: str) -> str:
    """Return a path through one of std's crates as one through `std`; empty for others."""
    first, joint, rest = path.removeprefix("::").partition("::")
    return f"std::{rest}" if joint and first in _CRATES else ""
