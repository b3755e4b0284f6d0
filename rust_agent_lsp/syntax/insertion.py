"""Code put into a file: its imports to the file's own, its items between two of the file's.

Names that both have are found here, and changed in the code that is put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tree_sitter import Node

from rust_agent_lsp.model.text import Edit, Span, apply_edits
from rust_agent_lsp.syntax.imports import Import, imports_of, missing_imports
from rust_agent_lsp.syntax.tree import SourceFile, descendants, parse_text, span_of, text_of

_COMMENTS = ("line_comment", "block_comment")
_TYPES = ("struct_item", "enum_item", "union_item", "type_item", "trait_item")
_OTHERS = ("function_item", "const_item", "static_item", "mod_item", "macro_definition")
_HEADER = ("use_declaration", "extern_crate_declaration", "inner_attribute_item", "shebang")
_NAMES = ("identifier", "type_identifier", "shorthand_field_identifier")


@dataclass(frozen=True, slots=True)
class Names:
    """What a file has at its top: imports, types, structs with their named fields, all names."""

    imports: frozenset[Import]
    types: frozenset[str]
    structs: Mapping[str, tuple[tuple[str, str], ...]]
    taken: frozenset[str]


def names_of(file: SourceFile) -> Names:
    """Return what stands at the top level of a file."""
    imports: set[Import] = set()
    declared: dict[str, Node] = {}
    for item in file.tree.root_node.named_children:
        if item.type == "use_declaration":
            imports.update(imports_of(item))
        elif name := _declared(item):
            declared[name] = item
    structs = {name: _fields(i) for name, i in declared.items() if i.type == "struct_item"}
    return Names(
        frozenset(imports),
        frozenset(name for name, item in declared.items() if item.type in _TYPES),
        {name: fields for name, fields in structs.items() if fields},
        frozenset(declared) | {one.name for one in imports if one.name},
    )


@dataclass(frozen=True, slots=True)
class Insertion:
    """The edits that put code into a file; `body` is the one that holds its items."""

    edits: tuple[Edit, ...]
    body: Edit


def insert_code(file: SourceFile, code: bytes, offset: int | None) -> Insertion:
    """Put `code` into the file after the item at `offset`, at the end without one.

    Imports that the file has are left out, the others go to its own.
    """
    tree = parse_text(code)
    uses = [n for n in tree.root_node.named_children if n.type == "use_declaration"]
    inner = [n for n in tree.root_node.named_children if n.type == "inner_attribute_item"]
    present = set(names_of(file).imports)
    missing = [line for use in uses if (line := missing_imports(use, present))]
    gone = [Edit(_line(code, n), "") for n in (*uses, *inner)]
    items = apply_edits(code, gone).decode().strip("\n")
    top = _after_header(file)
    at = max(_boundary(file, offset), top)
    edits = []
    if missing:
        edits.append(_imports(file, top, missing))
    lead = "" if at == 0 else "\n" if file.text[:at].endswith(b"\n") else "\n\n"
    if lead and file.text[:at].endswith(b"\n\n"):
        lead = ""
    tail = "\n" if not file.text[at:].strip() else "\n\n"
    if file.text[at:].startswith(b"\n") and file.text[at:].strip():
        tail = "\n"
    body = Edit.insert(at, lead + items + tail)
    if edits and edits[0].span == body.span:
        body = Edit.insert(at, edits[0].text.rstrip("\n") + "\n\n" + items + tail)
        edits = []
    if b"\r\n" in file.text:
        body = Edit(body.span, body.text.replace("\n", "\r\n"))
        edits = [Edit(edit.span, edit.text.replace("\n", "\r\n")) for edit in edits]
    return Insertion((*edits, body), body)


def import_edit(file: SourceFile, line: str) -> Edit | None:
    """Return the edit that adds the `use` item `line` to the file's own; None where it is there."""
    use = parse_text(line.encode()).root_node.named_children[0]
    missing = missing_imports(use, set(names_of(file).imports))
    return _imports(file, _after_header(file), [missing]) if missing else None


def in_module(code: str, name: str) -> str:
    """Return the code as a module of its own, where its names can be in nobody's way."""
    lines = (f"    {line}" if line.strip() else "" for line in code.strip("\n").split("\n"))
    return f"pub mod {name} {{\n" + "\n".join(lines) + "\n}\n"


def without_declarations(code: str, names: Iterable[str]) -> str:
    """Return the code without its own declarations of the types `names`."""
    text, wanted = code.encode(), set(names)
    gone: list[Edit] = []
    children = parse_text(text).root_node.named_children
    for number, item in enumerate(children):
        if item.type not in _TYPES or _declared(item) not in wanted:
            continue
        first = number
        while first and _belongs_to_next(children[first - 1]):
            first -= 1
        end = min(len(text), item.end_byte + 2)
        gone.append(Edit.delete(children[first].start_byte, end))
    return apply_edits(text, gone).decode()


def renamed(code: str, new_names: Mapping[str, str]) -> str:
    """Return the code with names of its own changed; members and others' paths stay."""
    text = code.encode()
    edits = [
        Edit(span_of(node), _written(node, new_names[text_of(node)]))
        for node in descendants(parse_text(text).root_node, *_NAMES)
        if text_of(node) in new_names and not _is_others(node)
    ]
    return apply_edits(text, edits).decode()


def declared_names(code: str) -> list[str]:
    """Return the names of the items at the top of some code, `main` included."""
    root = parse_text(code.encode()).root_node
    return [name for item in root.named_children if (name := _declared(item))]


def bound_names(code: str) -> set[Import]:
    """Return what the `use` items at the top of some code bring in."""
    root = parse_text(code.encode()).root_node
    uses = [n for n in root.named_children if n.type == "use_declaration"]
    return {one for use in uses for one in imports_of(use)}


def _declared(item: Node) -> str:
    name = item.child_by_field_name("name") if item.type in (*_TYPES, *_OTHERS) else None
    return text_of(name) if name is not None else ""


def _fields(struct: Node) -> tuple[tuple[str, str], ...]:
    if struct.child_by_field_name("type_parameters") is not None:
        return ()
    found = []
    for node in descendants(struct, "field_declaration"):
        name, kind = node.child_by_field_name("name"), node.child_by_field_name("type")
        if name is not None and kind is not None:
            found.append((text_of(name), text_of(kind)))
    return tuple(found)


def _written(node: Node, new: str) -> str:
    short = node.type == "shorthand_field_identifier"
    return f"{text_of(node)}: {new}" if short else new


def _is_others(node: Node) -> bool:
    """Say whether a name is that of a variant or of somebody else's item."""
    parent = node.parent
    if parent is None:
        return False
    if parent.type in ("scoped_identifier", "scoped_type_identifier"):
        path = parent.child_by_field_name("path")
        own = path is None or text_of(path) in ("self", "crate", "super")
        return parent.child_by_field_name("name") == node and not own
    return parent.type in ("enum_variant", "use_declaration", "use_list", "use_as_clause")


def _belongs_to_next(node: Node) -> bool:
    if node.type == "attribute_item":
        return True
    return node.type in _COMMENTS and text_of(node).startswith(("///", "/**"))


def _line(text: bytes, node: Node) -> Span:
    end = node.end_byte
    return Span(node.start_byte, end + text[end : end + 1].startswith(b"\n"))


def _after_header(file: SourceFile) -> int:
    """Return the offset after the inner attributes, the head's comments and the first `use` items;
    `mod name;` may stand among these."""
    end = 0
    for node in file.tree.root_node.named_children:
        inner = node.type in _COMMENTS and text_of(node).startswith(("//!", "/*!"))
        if inner or node.type in _HEADER:
            end = _line_after(file, node.end_byte)
        elif node.type not in (*_COMMENTS, "attribute_item", "mod_item") or _has_body(node):
            break
    return end


def _has_body(node: Node) -> bool:
    return node.child_by_field_name("body") is not None


def _line_after(file: SourceFile, offset: int) -> int:
    if file.text[offset - 1 : offset] == b"\n":
        return offset
    return min(file.line_end(offset) + 1, len(file.text))


def _boundary(file: SourceFile, offset: int | None) -> int:
    """Return the end of the item at `offset`, else `offset` itself at the start of its line."""
    children = file.tree.root_node.named_children
    if offset is None:
        last = children[-1] if children else None
        if last is None or not re.match(r"mod tests?\b", text_of(last)):
            return len(file.text)
        offset, children = last.start_byte, children[:-1]
        while children and _belongs_to_next(children[-1]):
            offset = children.pop().start_byte
        return file.line_start(offset)
    start: int | None = None
    for node in children:
        start = node.start_byte if start is None else start
        if _belongs_to_next(node):
            continue
        if start < offset < node.end_byte:
            return _line_after(file, node.end_byte)
        start = None
    return file.line_start(min(offset, len(file.text)))


def _imports(file: SourceFile, top: int, lines: list[str]) -> Edit:
    """Return the edit that adds `use` items after the file's own."""
    text = "\n".join(lines) + "\n"
    has_uses = any(n.type == "use_declaration" for n in file.tree.root_node.named_children)
    if top and not file.text[:top].endswith(b"\n"):
        text = "\n" + text
    if top and not has_uses:
        text = "\n" + text
    follows = file.text[top:]
    if follows.strip() and not follows.startswith(b"\n"):
        text += "\n"
    return Edit.insert(top, text)
