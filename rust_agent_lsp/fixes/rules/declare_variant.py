"""Declares the enum variant or struct field that the code already uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import Item, find_item, named_fields, node_name, variants
from rust_agent_lsp.fixes.names import missing, near
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import type_of
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit
from rust_agent_lsp.syntax.tree import text_of


class DeclareVariant(FixRule):
    """Adds the variant `E::Name` or the field of a literal to the declaration, with plain types.

    The types come from the values at this place; every `match` over the enum and every literal of
    the struct has to take the new part in.
    """

    codes: ClassVar = ("E0599", "E0560")
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="#[derive(Debug)]\npub enum Message {\n    Quit,\n}\npub fn f() -> Message {\n"
            '    Message::Echo(String::from("hi"))\n}\n',
            after="#[derive(Debug)]\npub enum Message {\n    Quit,\n    Echo(String),\n}\n"
            'pub fn f() -> Message {\n    Message::Echo(String::from("hi"))\n}\n',
            code="E0599",
        ),
        Example(
            before="pub struct P {\n    pub x: i32,\n}\npub fn f() -> P {\n"
            "    P { x: 1, shown: true }\n}\n",
            after="pub struct P {\n    pub x: i32,\n    pub shown: bool,\n}\npub fn f() -> P {\n"
            "    P { x: 1, shown: true }\n}\n",
            code="E0560",
        ),
    )
    refuses: ClassVar = (
        "pub enum Light {\n    Red,\n}\npub fn f() -> Light {\n    Light::Rde\n}\n",
        "pub enum Light {\n    Red,\n}\npub fn f() -> Light {\n    Light::make()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        field = re.search(r"struct `([^`]+)` has no field named `(\w+)`", site.diagnostic.message)
        lost = missing(site.diagnostic.message)
        owner = field[1] if field else (lost.where if lost else "")
        name = field[2] if field else (lost.name if lost else "")
        item = find_item(site, owner, "type") if owner else None
        if item is None or not name:
            return
        if field:
            known = list(named_fields(item.node))
            text = _field(site, item, name)
        else:
            known = [node_name(v) for v in variants(item.node)]
            is_enum = item.node.type == "enum_item" and name[:1].isupper()
            text = _variant(site, name) if is_enum else None
        if text is None or near(name, known):
            return
        edit = _appended(item, text)
        if edit is not None:
            yield Candidate(
                self.id,
                f"Declare `{text}` in `{item.name}`",
                (FileEdit(item.file.path, (edit,)),),
                self.safety,
                f"Everything that spells out `{item.name}` has to take it in.",
            )


def _field(site: Site, item: Item, name: str) -> str | None:
    part = site.enclosing("field_initializer")
    value = part.child_by_field_name("value") if part is not None else None
    kind = type_of(value) if value is not None else None
    body = item.node.child_by_field_name("body")
    public = body is not None and text_of(body).lstrip("{ \n").startswith("pub ")
    return f"{'pub ' if public else ''}{name}: {kind}" if kind is not None else None


def _variant(site: Site, name: str) -> str | None:
    path = site.enclosing("scoped_identifier", "scoped_type_identifier")
    host = path.parent if path is not None else None
    if path is None or host is None:
        return _in_macro(site, name)
    if host.type == "call_expression" and host.child_by_field_name("function") == path:
        arguments = host.child_by_field_name("arguments")
        kinds = [type_of(n) for n in arguments.named_children] if arguments is not None else []
        known = [kind for kind in kinds if kind is not None]
        return f"{name}({', '.join(known)})" if known and len(known) == len(kinds) else None
    if host.type == "struct_expression":
        body = host.child_by_field_name("body")
        pairs = []
        for part in body.named_children if body is not None else ():
            label, value = part.child_by_field_name("field"), part.child_by_field_name("value")
            kind = type_of(value) if value is not None else None
            if label is None or kind is None:
                return None
            pairs.append(f"{text_of(label)}: {kind}")
        return f"{name} {{ {', '.join(pairs)} }}"
    return name if not host.type.endswith("_pattern") else None


def _in_macro(site: Site, name: str) -> str | None:
    """Read the variant among the tokens of a macro: `Message::Echo("hi")` in a `println!`."""
    group = site.node.next_sibling
    if group is None or group.type != "token_tree":
        return name
    kinds = [type_of(part) for part in group.named_children]
    commas = sum(text_of(part) == "," for part in group.children)
    known = [kind for kind in kinds if kind is not None]
    if not known or len(known) != len(kinds) or commas != len(kinds) - 1:
        return None
    return f"{name}({', '.join(known)})" if text_of(group).startswith("(") else None


def _appended(item: Item, text: str) -> Edit | None:
    body = item.node.child_by_field_name("body")
    if body is None or not text_of(body).startswith("{"):
        return None
    parts: list[Node] = [c for c in body.named_children if "comment" not in c.type]
    if not parts:
        return Edit.insert(body.start_byte + 1, f" {text} ")
    last = parts[-1]
    after = item.file.text[last.end_byte : body.end_byte - 1]
    comma = b"," in after
    at = last.end_byte + (after.index(b",") + 1 if comma else 0)
    if last.start_point.row == body.start_point.row:
        return Edit.insert(at, f"{'' if comma else ','} {text}")
    indent = item.file.indent_at(last.start_byte)
    return Edit.insert(at, f"{'' if comma else ','}\n{indent}{text},")
