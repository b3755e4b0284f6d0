"""Writes the plain value where an alias of a plain type is used like a struct."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.values import plain_value, type_of
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short, short_text
from rust_agent_lsp.syntax.names import uses_of
from rust_agent_lsp.syntax.tree import ancestor, text_of


class UseAliasedValue(FixRule):
    """Writes `4` for `U32 { value: 4 }`, or makes the alias the struct that it is used as.

    With `type U32 = u32;` a value of `U32` is a number. Several fields ask for a struct.
    """

    codes: ClassVar = ("E0071",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="type Meters = u32;\npub fn f() -> u32 {\n    let m = Meters { value: 4 };\n"
            "    m\n}\n",
            after="type Meters = u32;\npub fn f() -> u32 {\n    let m = 4;\n    m\n}\n",
        ),
        Example(
            before="type Point = (i32, i32);\npub fn f() {\n"
            "    let p = Point { x: 1, y: 2 };\n    let _ = p.x + p.y;\n}\n",
            after="struct Point { x: i32, y: i32 }\npub fn f() {\n"
            "    let p = Point { x: 1, y: 2 };\n    let _ = p.x + p.y;\n}\n",
        ),
    )
    refuses: ClassVar = (
        "type Point = u64;\npub fn make() -> i32 {\n    3\n}\npub fn f() {\n"
        "    let p = Point { x: make(), y: 2 };\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        made = site.enclosing("struct_expression", "struct_pattern")
        body = made.child_by_field_name("body") if made is not None else None
        name = made.child_by_field_name("name") if made is not None else None
        if made is None or made.type != "struct_expression" or body is None or name is None:
            return
        parts = [n for n in body.named_children if "comment" not in n.type]
        values = [_value(part) for part in parts]
        if any(value is None for value in values):
            return
        alias = find_item(site, text_of(name), "type")
        node = alias.node if alias is not None and alias.file == site.source else None
        kind = node.child_by_field_name("type") if node is not None else None
        used = _reads_fields(made, [_field(p) for p in parts])
        struct = None if node is None else _struct(text_of(name), text_of(node), parts)
        as_struct = node is not None and struct is not None
        if as_struct and node is not None and struct is not None and (used or len(parts) > 1):
            yield site.candidate(
                self.id,
                f"Declare `{text_of(name)}` as a struct",
                replace_node(node, struct),
                safety=Safety.API_CHANGE,
            )
        if used:
            return
        if len(parts) == 1 and values[0] is not None:
            text = text_of(values[0])
            title = f"Write the value `{short(text)}` itself"
            yield site.candidate(self.id, title, replace_node(made, text), safety=self.safety)
        elif kind is not None and len(parts) > 1 and kind.type == "tuple_type":
            text = f"({', '.join(text_of(v) for v in values if v is not None)})"
            title = f"Write the tuple `{short(text)}`"
            yield site.candidate(self.id, title, replace_node(made, text), safety=self.safety)
        elif kind is not None and not parts and (plain := plain_value(site, text_of(kind))):
            title = f"Write `{plain}` for `{short_text(made)}`"
            yield site.candidate(self.id, title, replace_node(made, plain), safety=Safety.GUESS)


def _field(part: Node) -> str:
    return re.split(r"[\s:]", text_of(part))[0]


def _value(part: Node) -> Node | None:
    if part.type == "shorthand_field_initializer":
        return part.named_children[0]
    return part.child_by_field_name("value")


def _reads_fields(made: Node, fields: list[str]) -> bool:
    """Say whether the variable that holds the value is read by its fields."""
    holder, function = ancestor(made, "let_declaration"), ancestor(made, "function_item")
    pattern = holder.child_by_field_name("pattern") if holder is not None else None
    if function is None or pattern is None:
        return False
    return any(
        (up := use.parent) is not None
        and up.type == "field_expression"
        and (name := up.child_by_field_name("field")) is not None
        and text_of(name) in fields
        for use in uses_of(function, text_of(pattern))
    )


def _struct(name: str, alias: str, parts: list[Node]) -> str | None:
    """Return the struct whose fields the expression names, None when a type cannot be read."""
    kinds = [type_of(value) for part in parts if (value := _value(part)) is not None]
    if "<" in alias.partition("=")[0] or not parts or any(kind is None for kind in kinds):
        return None
    public = re.match(r"pub(?:\([^)]*\))? ", alias)
    start = public[0] if public else ""
    fields = ", ".join(f"{start}{_field(p)}: {k}" for p, k in zip(parts, kinds, strict=True))
    return f"{start}struct {name} {{ {fields} }}"
