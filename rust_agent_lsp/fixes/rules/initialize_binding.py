"""Gives a variable a first value where not every way to its use sets one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, named_fields
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.fixes.values import plain_value, type_of
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import uses_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_SUMS = {"+=": "0", "-=": "0", "|=": "0", "^=": "0", "*=": "1", "<<=": "0"}
_GROWING = {"push", "insert", "push_str", "extend", "push_back", "push_front", "entry"}


class InitializeBinding(FixRule):
    """Declares the variable with its type's empty value, or sets it in the branches that do not.

    Where the variable only grows (`+=`, `push`), the value is the one that adds nothing. Elsewhere
    code behind the branches sees the empty value, which may not be what was meant.
    """

    codes: ClassVar = ("E0381",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(v: &[i32]) -> i32 {\n    let sum: i32;\n    for n in v {\n"
            "        sum += n;\n    }\n    sum\n}\n",
            after="pub fn f(v: &[i32]) -> i32 {\n    let mut sum: i32 = 0;\n    for n in v {\n"
            "        sum += n;\n    }\n    sum\n}\n",
        ),
        Example(
            before="pub fn f(n: u8) -> String {\n    let name;\n    if n > 1 {\n"
            '        name = String::from("many");\n    }\n    name\n}\n',
            after="pub fn f(n: u8) -> String {\n    let mut name = String::new();\n    if n > 1 {\n"
            '        name = String::from("many");\n    }\n    name\n}\n',
        ),
        Example(
            before="pub fn f(n: u8) -> u8 {\n    let size: u8;\n    match n {\n"
            "        1 => size = 3,\n        _ => {}\n    }\n    size\n}\n",
            after="pub fn f(n: u8) -> u8 {\n    let size: u8;\n    match n {\n"
            "        1 => size = 3,\n        _ => { size = 0; }\n    }\n    size\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(n: u8) -> fn(u8) -> u8 {\n    let g: &dyn Fn();\n    g();\n    |x| x\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label(r"^binding declared here but left uninitialized")
        node = site.node_of(label) if label else None
        let = ancestor(node, "let_declaration") if node else None
        pattern = let.child_by_field_name("pattern") if let else None
        block = ancestor(let, "block") if let else None
        if let is None or block is None or pattern is None or pattern.type != "identifier":
            return
        name = text_of(pattern)
        sets = [n for n in _assignments(block, name) if n.start_byte > let.start_byte]
        kind = _type(let, sets)
        grown = _neutral(site, block, name, kind)
        value = grown or (_value(site, kind) if kind else None)
        if value is None and sets and not kind:
            value = "Default::default()"
        if value is None:
            return
        partial = "partially assigned" in site.diagnostic.message
        mutable = any(c.type == "mutable_specifier" for c in let.children)
        edits = [Edit.insert(pattern.start_byte, "mut ")] if not mutable else []
        end = let.child_by_field_name("type") or pattern
        meant = bool(grown) or bool(sets) or partial
        yield site.candidate(
            self.id,
            f"Let `{name}` begin as `{value}`",
            *(edits if meant else []),
            insert_after(end, f" = {value}"),
            safety=Safety.SAFE if grown else self.safety if meant else Safety.GUESS,
            cost="" if grown else f"`{name}` is `{value}` where nothing else is set.",
        )
        fills = _missing_branches(block, sets, f"{name} = {value};") if not partial else []
        if fills:
            yield site.candidate(
                self.id,
                f"Set `{name}` to `{value}` in the branches that leave it out",
                *fills,
                safety=self.safety,
                cost=f"`{name}` is `{value}` in these branches.",
            )


def _assignments(block: Node, name: str) -> list[Node]:
    """Return the assignments to `name` as a whole."""
    return [
        found
        for found in descendants(block, "assignment_expression")
        if (left := found.child_by_field_name("left")) is not None and text_of(left) == name
    ]


def _type(let: Node, sets: list[Node]) -> str | None:
    written = let.child_by_field_name("type")
    if written is not None:
        return text_of(written)
    for found in sets:
        right = found.child_by_field_name("right")
        kind = type_of(right) if right is not None else None
        if kind is not None:
            return kind
    return None


def _value(site: Site, kind: str) -> str | None:
    """Return the plain value of a type; one of a struct with plain fields too."""
    value = plain_value(site, kind)
    item = find_item(site, kind, "type") if value is None else None
    if item is None:
        return value
    if item.node.type == "type_item":
        meant = item.node.child_by_field_name("type")
        return plain_value(site, text_of(meant)) if meant is not None else None
    parts = {f: plain_value(site, t) for f, t in named_fields(item.node).items()}
    if item.node.type != "struct_item" or not parts or None in parts.values():
        return None
    return f"{item.name} {{ {', '.join(f'{f}: {v}' for f, v in parts.items())} }}"


def _neutral(site: Site, block: Node, name: str, kind: str | None) -> str | None:
    """Return the value that adds nothing, where the first use lets `name` grow."""
    first = next(uses_of(block, name), None)
    parent = first.parent if first is not None else None
    if parent is None:
        return None
    if parent.type == "compound_assignment_expr" and parent.child_by_field_name("left") == first:
        sign = parent.child_by_field_name("operator")
        value = _SUMS.get(text_of(sign)) if sign is not None else None
        if kind == "String":
            return "String::new()"
        return f"{value}.0" if value is not None and kind in ("f32", "f64") else value
    field = parent.child_by_field_name("field") if parent.type == "field_expression" else None
    if field is not None and text_of(field) in _GROWING and kind is not None:
        return plain_value(site, kind)
    return None


def _missing_branches(block: Node, sets: list[Node], line: str) -> list[Edit]:
    """Return edits that put `line` into the branches of one `if` or `match` that lack it."""
    outer = ancestor(sets[0], "match_expression", "if_expression") if sets else None
    if outer is None or outer.start_byte < block.start_byte:
        return []
    while outer.parent is not None and outer.parent.type == "else_clause":
        outer = outer.parent.parent or outer
    if outer.type == "match_expression":
        body = outer.child_by_field_name("body")
        values = [arm.child_by_field_name("value") for arm in (body.named_children if body else [])]
        empty = [v for v in values if v is not None and text_of(v).strip("{} \n") in ("", "()")]
        return [replace_node(v, f"{{ {line} }}") for v in empty]
    last = outer
    while (other := last.child_by_field_name("alternative")) is not None:
        inner = other.named_children[0] if other.named_children else other
        if inner.type != "if_expression":
            return []
        last = inner
    branch = last.child_by_field_name("consequence")
    return [insert_after(branch, f" else {{ {line} }}")] if branch is not None else []
