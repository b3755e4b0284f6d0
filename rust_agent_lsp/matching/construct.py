"""What construct of the language is under the cursor: a row of `constructs.toml`, or a name."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from tree_sitter import Node

from rust_agent_lsp.matching.std_path import macro_of, std_path
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.tree import SourceFile, ancestors, span_of, text_of

_TABLE = Path(__file__).with_name("constructs.toml")
# Signs within these mean nothing by themselves: the whole is what is under the cursor.
_WHOLE = frozenset({"lifetime", "label"})
_TEXTS = frozenset(
    {"string_content", "doc_comment", "line_comment", "block_comment", "char_literal"}
    | {"escape_sequence", "integer_literal", "float_literal"}
)
# What stands around these has no say in what stands in them.
_BORDERS = frozenset({"block", "source_file"})


@dataclass(frozen=True, slots=True)
class Row:
    """One construct and where it is explained; `constructs.toml` says what the fields mean."""

    title: str
    concepts: tuple[str, ...]
    says: str = ""
    more: str = ""
    token: frozenset[str] = frozenset()
    within: tuple[tuple[str, ...], ...] = ()
    beside: tuple[tuple[str, ...], ...] = ()
    types: frozenset[str] = frozenset()
    path: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Construct:
    """What stands at `span`: a row of the table, or by its path (`std::sync::Arc`, `std::vec!`)
    something of the standard library. `path` is without modules where no import tells them; with
    both, the row is for what the path does not lead to."""

    span: Span
    row: Row | None = None
    path: str = ""


@cache
def all_rows() -> tuple[Row, ...]:
    """Return the table, in the order in which it is looked through."""
    return tuple(map(_row, _table()["construct"]))


@cache
def prelude() -> dict[str, str]:
    """Return the path of each name of the standard library that needs no import."""
    modules = _table()["prelude"].items()
    return {name: f"std::{module}::{name}" for module, names in modules for name in names}


def construct_at(source: SourceFile, offset: int) -> Construct | None:
    """Return what the word or sign at a byte offset is, or None where that is a name of the user's
    own, a text, or nothing.

    Between two of them the one behind is meant, if it is anything.
    """
    for leaf in _leaves_at(source, offset):
        if leaf.type in _TEXTS:
            return None
        found = _by_type(leaf) or _by_sign(leaf) or _by_name(leaf)
        if found is not None:
            return found
    return None


def _leaves_at(source: SourceFile, offset: int) -> Iterator[Node]:
    root = source.tree.root_node
    for start in (offset, offset - 1):
        if 0 <= start < len(source.text) and not source.text[start : start + 1].isspace():
            leaf = root.descendant_for_byte_range(start, start + 1)
            if leaf is not None and leaf.parent is not None:
                yield leaf.parent if leaf.parent.type in _WHOLE else leaf


def _by_type(leaf: Node) -> Construct | None:
    """The first type argument counts, as in `Arc<Mutex<T>>`."""
    outer = leaf.parent
    if outer is not None and outer.type == "scoped_type_identifier":
        outer = outer.parent
    if leaf.type != "type_identifier" or outer is None or outer.type != "generic_type":
        return None
    name = std_path(leaf, prelude()).rpartition("::")[2]
    whole = f"{name}<{_first_argument(outer)}>"
    row = next((row for row in all_rows() if name and whole in row.types), None)
    return Construct(span_of(leaf), row) if row is not None else None


def _first_argument(generic: Node) -> str:
    arguments = generic.child_by_field_name("type_arguments")
    named = arguments.named_children if arguments is not None else []
    first = next((n for n in named if n.type != "lifetime"), None)
    if first is None:
        return ""
    if first.type == "bounded_type":
        first = first.named_children[0]
    if first.type == "generic_type":
        name = first.child_by_field_name("type")
        return text_of(name).rpartition("::")[2] if name is not None else ""
    return {"dynamic_type": "dyn", "reference_type": "&"}.get(first.type, "")


def _by_sign(leaf: Node) -> Construct | None:
    text = text_of(leaf)
    row = next((row for row in all_rows() if _fits(row, leaf, text)), None)
    return Construct(span_of(leaf), row) if row is not None else None


def _fits(row: Row, leaf: Node, text: str) -> bool:
    if row.types or row.path or (row.token and text not in row.token):
        return False
    if not row.within:
        return not _is_user_name(leaf)
    for chain in row.within:
        inner = leaf if leaf.type == chain[0] else leaf.parent
        if inner is None or inner.type != chain[0] or not _lies_in(inner, chain[1:]):
            continue
        present = {n.type for node in (inner, leaf.parent or inner) for n in node.children}
        return not row.beside or any(present.issuperset(kinds) for kinds in row.beside)
    return False


def _is_user_name(leaf: Node) -> bool:
    """Fields and the like may be called `r#match` or `union` without being meant."""
    return leaf.type in ("field_identifier", "shorthand_field_identifier")


def _lies_in(node: Node, kinds: tuple[str, ...]) -> bool:
    around = ancestors(node)
    for kind in kinds:
        for parent in around:
            if parent.type == kind.removeprefix("<"):
                break
            if kind.startswith("<") or parent.type in _BORDERS:
                return False
        else:
            return False
    return True


def _by_name(leaf: Node) -> Construct | None:
    path = std_path(leaf, prelude())
    row = next((row for row in all_rows() if any(map(partial(_means, path), row.path))), None)
    if row is not None:
        return Construct(span_of(leaf), row)
    call = macro_of(leaf)
    sign = next((n for n in call.children if n.type == "!"), None) if call is not None else None
    macro = _by_sign(sign) if sign is not None else None
    found = macro.row if macro is not None else None
    return Construct(span_of(leaf), found, path) if found is not None or path else None


def _means(path: str, item: str) -> bool:
    """Say whether a path is an item's, or its bare name."""
    return path == item or (bool(path) and path == item.rpartition("::")[2])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))


def _row(given: dict[str, Any]) -> Row:
    return Row(
        given["title"],
        tuple(given["concepts"]),
        given.get("says", ""),
        given.get("more", ""),
        frozenset(given.get("token", ())),
        tuple(tuple(chain.split()) for chain in given.get("within", ())),
        tuple(tuple(kinds.split()) for kinds in given.get("beside", ())),
        frozenset(given.get("types", ())),
        frozenset(given.get("path", ())),
    )
