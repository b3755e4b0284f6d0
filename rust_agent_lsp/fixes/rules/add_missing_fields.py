"""Gives a struct literal the fields that it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, find_variant, implements, named_fields
from rust_agent_lsp.fixes.names import local_names, words_of
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import plain_value
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import text_of


class AddMissingFields(FixRule):
    """Fills missing fields from variables of the same name, else with the plainest value.

    A plain value (`0`, `None`, `String::new()`) makes it compile; it may not be what is meant.
    """

    codes: ClassVar = ("E0063",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub struct P {\n    x: u8,\n    y: u8,\n}\npub fn f(x: u8, y: u8) -> P {\n"
            "    P { x }\n}\n",
            after="pub struct P {\n    x: u8,\n    y: u8,\n}\npub fn f(x: u8, y: u8) -> P {\n"
            "    P { x, y }\n}\n",
        ),
        Example(
            before="pub struct P {\n    name: String,\n    age: Option<u8>,\n}\npub fn f() -> P {\n"
            '    P {\n        name: "a".to_string(),\n    }\n}\n',
            after="pub struct P {\n    name: String,\n    age: Option<u8>,\n}\npub fn f() -> P {\n"
            '    P {\n        name: "a".to_string(),\n        age: None,\n    }\n}\n',
        ),
        Example(
            before="#[derive(Default)]\npub struct P {\n    x: u8,\n    y: u8,\n}\n"
            "pub fn f() -> P {\n    P { x: 1 }\n}\n",
            after="#[derive(Default)]\npub struct P {\n    x: u8,\n    y: u8,\n}\n"
            "pub fn f() -> P {\n    P { x: 1, ..Default::default() }\n}\n",
        ),
        Example(
            before="pub struct Engine {\n    power: u8,\n}\npub struct Car {\n"
            "    engine: Engine,\n    seats: u8,\n}\n"
            "pub fn f(power: u8) -> Car {\n    Car { seats: 4 }\n}\n",
            after="pub struct Engine {\n    power: u8,\n}\npub struct Car {\n"
            "    engine: Engine,\n    seats: u8,\n}\n"
            "pub fn f(power: u8) -> Car {\n    Car { seats: 4, engine: Engine { power } }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Id(u8);\npub struct P<'a> {\n    id: &'a Id,\n}\npub fn f<'a>() -> P<'a> {\n"
        "    P {}\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        literal = site.enclosing("struct_expression")
        told = re.search(
            r"missing fields? (.+) in initializer of `([^`]+)`", site.diagnostic.message
        )
        body = literal.child_by_field_name("body") if literal is not None else None
        name = literal.child_by_field_name("name") if literal is not None else None
        if literal is None or body is None or name is None or not told:
            return
        item = find_item(site, told[2], "type") or find_item(site, text_of(name), "type")
        if item is not None and item.node.type == "enum_item":
            item = None
        variant = find_variant(site, told[2]) or find_variant(site, text_of(name))
        node = item.node if item is not None else variant
        types = named_fields(node) if node is not None else {}
        missing = re.findall(r"`(\w+)`", told[1])
        if " other field" in told[1]:
            present = set(re.findall(r"(?<![\w.])(\w+)\s*(?=[:,}])", text_of(body)))
            missing = [f for f in types if f not in present]
        known = local_names(literal)
        inner = {n for f in missing if (k := types.get(f)) for n in _fields_of(site, k)}
        if (set(missing) | inner) & set(known):
            yield from self._filled(site, body, {f: types.get(f) for f in missing}, known)
        yield from self._filled(site, body, {f: types.get(f) for f in missing}, [])
        derivable = item is not None and implements(site, item, "Default")
        if (derivable or node is None) and ".." not in text_of(body):
            fill = ["..Default::default()"]
            yield site.candidate(
                self.id,
                f"Fill {_listed(missing)} with `..Default::default()`",
                Edit.insert(*_insertion(site, body.start_byte, body.end_byte, fill)),
                safety=self.safety,
                cost="The fields get their default values.",
            )

    def _filled(
        self, site: Site, body: Node, missing: dict[str, str | None], known: list[str]
    ) -> Iterator[Candidate]:
        """Give each missing field the variable of its name, or its type's plainest value."""
        values = {f: _value(site, f, kind, known) for f, kind in missing.items()}
        texts = [v for v in values.values() if v is not None]
        if not texts or len(texts) != len(missing):
            return
        same = all(f == v for f, v in values.items())
        source = "from the variables" if same else f"as `{', '.join(texts)}`"
        yield site.candidate(
            self.id,
            f"Add {_listed(list(missing))} {source}",
            Edit.insert(*_insertion(site, body.start_byte, body.end_byte, texts)),
            safety=Safety.SAFE if same else self.safety,
            cost="" if same else "The plain values may not be the ones that are meant.",
        )


def _value(site: Site, field: str, kind: str | None, known: list[str]) -> str | None:
    if field in known:
        return field
    if kind is None:
        return f"{field}: Default::default()"
    plain = plain_value(site, kind) or _nested(site, kind, known)
    return f"{field}: {plain}" if plain is not None else None


def _fields_of(site: Site, kind: str) -> dict[str, str]:
    item = find_item(site, kind, "type")
    return named_fields(item.node) if item is not None else {}


def _nested(site: Site, kind: str, known: list[str]) -> str | None:
    """Return the literal of a struct that can be filled in the same way, or None."""
    item = find_item(site, kind, "type")
    fields = named_fields(item.node) if item is not None else {}
    # A struct that leads back to itself has no such literal.
    if item is None or item.node.type != "struct_item" or not fields:
        return None
    if any(item.name in words_of(inner) for inner in fields.values()):
        return None
    values = [
        f if f in known else (f"{f}: {plain}" if (plain := plain_value(site, inner)) else None)
        for f, inner in fields.items()
    ]
    filled = [v for v in values if v is not None]
    return f"{item.name} {{ {', '.join(filled)} }}" if len(filled) == len(values) else None


def _listed(fields: list[str]) -> str:
    word = "fields" if len(fields) > 1 else "field"
    return f"the {word} " + ", ".join(f"`{field}`" for field in fields)


def _insertion(site: Site, start: int, end: int, texts: list[str]) -> tuple[int, str]:
    """Return where the texts go (behind the last field) and how they are spelled there."""
    inside = site.source.text[start + 1 : end - 1]
    stripped = inside.rstrip()
    at = start + 1 + len(stripped)
    is_rest = texts[-1].startswith("..")
    if b"\n" in inside:
        first = inside.lstrip()
        lead = start + 1 + len(inside) - len(first)
        indent = site.source.indent_at(lead) if stripped else site.source.indent_at(start) + "    "
        comma = "," if stripped and not stripped.endswith(b",") else ""
        tail = "" if is_rest else ","
        return at, comma + "".join(f"\n{indent}{text}{tail}" for text in texts)
    comma = "" if not stripped or stripped.endswith(b",") else ","
    close = "" if inside.endswith(b" ") and stripped else " "
    return at, f"{comma} {', '.join(texts)}" + close.replace(" ", " " if not stripped else "")
