"""Implements `From` and `FromStr` where the declaration of the type says how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import (
    Item,
    find_item,
    named_fields,
    node_name,
    tuple_fields,
    variants,
)
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.types import plain


class ImplementConversion(FixRule):
    """Writes `impl From` for the variant or single field that holds the value, and `FromStr`.

    A text is read as the name of a variant, in upper or lower case, or as the single field; how
    the texts are really written may be different.
    """

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="#[derive(Debug)]\npub enum Color {\n    Red,\n    Green,\n}\n"
            "pub fn f(text: &str) -> Color {\n    text.parse().unwrap()\n}\n",
            after="#[derive(Debug)]\npub enum Color {\n    Red,\n    Green,\n}\n\n"
            "impl std::str::FromStr for Color {\n    type Err = String;\n\n"
            "    fn from_str(text: &str) -> Result<Color, String> {\n"
            "        match text.to_lowercase().as_str() {\n"
            '            "red" => Ok(Color::Red),\n            "green" => Ok(Color::Green),\n'
            '            _ => Err(format!("`{text}` is no Color")),\n        }\n    }\n}\n'
            "pub fn f(text: &str) -> Color {\n    text.parse().unwrap()\n}\n",
        ),
        Example(
            before="pub enum Value {\n    Number(i64),\n    Text(String),\n}\n"
            "pub fn f(n: i64) -> Value {\n    n.into()\n}\n",
            after="pub enum Value {\n    Number(i64),\n    Text(String),\n}\n\n"
            "impl From<i64> for Value {\n    fn from(value: i64) -> Value {\n"
            "        Value::Number(value)\n    }\n}\n"
            "pub fn f(n: i64) -> Value {\n    n.into()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Celsius(pub f64);\npub struct Kelvin(pub f64);\n"
        "pub fn f(c: Celsius) -> Kelvin {\n    c.into()\n}\n",
        "pub struct Point {\n    pub x: u8,\n    pub y: u8,\n}\npub fn f(t: &str) -> Point {\n"
        "    t.parse().ok().unwrap()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = site.match(
            r"`(?P<name>[\w:]+): (?:\w+::)*(?P<trait>From<.+>|FromStr)` is not satisf"
        )
        told = told or site.match(
            r"trait `(?:\w+::)*(?P<trait>From<.+>|FromStr)` is not implemented for"
            r" `(?P<name>[\w:]+)`"
        )
        item = find_item(site, told["name"], "type") if told is not None else None
        if told is None or item is None or item.file != site.source:
            return
        if item.node.child_by_field_name("type_parameters") is not None:
            return
        if told["trait"] == "FromStr":
            body = _read(item)
            code = (
                f"impl std::str::FromStr for {item.name} {{\n    type Err = String;\n\n"
                f"    fn from_str(text: &str) -> Result<{item.name}, String> {{\n{body}    }}\n}}"
            )
            cost, title = "How the text is written is taken from the names.", "read from text"
        else:
            source = told["trait"][len("From<") : -1]
            body = _made(item, source)
            code = (
                f"impl From<{source}> for {item.name} {{\n    fn from(value: {source}) ->"
                f" {item.name} {{\n        {body}\n    }}\n}}"
            )
            cost, title = "", f"made of `{plain(source)}`"
        if body is None:
            return
        yield site.candidate(
            self.id,
            f"Let `{item.name}` be {title}",
            Edit.insert(item.node.end_byte, f"\n\n{code}"),
            safety=self.safety if cost else Safety.API_CHANGE,
            cost=cost,
        )


def _made(item: Item, source: str) -> str | None:
    """Return how the one place for a `source` in the type is filled."""
    if item.node.type == "enum_item":
        fit = [v for v in variants(item.node) if [*map(plain, tuple_fields(v))] == [plain(source)]]
        return f"{item.name}::{node_name(fit[0])}(value)" if len(fit) == 1 else None
    named, listed = named_fields(item.node), tuple_fields(item.node)
    if [*map(plain, listed)] == [plain(source)]:
        return f"{item.name}(value)"
    if [*map(plain, named.values())] == [plain(source)]:
        return f"{item.name} {{ {next(iter(named))}: value }}"
    return None


def _read(item: Item) -> str | None:
    """Return the body of `from_str`: by the names of the variants, or by the single field."""
    if item.node.type == "enum_item":
        cases = variants(item.node)
        if not cases or any(case.child_by_field_name("body") is not None for case in cases):
            return None
        arms = "".join(f"            {_arm(item.name, case)}" for case in cases)
        return (
            f"        match text.to_lowercase().as_str() {{\n{arms}"
            f'            _ => Err(format!("`{{text}}` is no {item.name}")),\n        }}\n'
        )
    named, listed = named_fields(item.node), tuple_fields(item.node)
    kinds = [*named.values(), *listed]
    if len(kinds) != 1 or not re.fullmatch(r"[iuf]\d+|[iu]size|String|bool|char", kinds[0]):
        return None
    made = f"{item.name} {{ {next(iter(named))}: value }}" if named else f"{item.name}(value)"
    return (
        f'        let value = text.parse().map_err(|error| format!("{{error}}"))?;\n'
        f"        Ok({made})\n"
    )


def _arm(name: str, case: Node) -> str:
    return f'"{node_name(case).lower()}" => Ok({name}::{node_name(case)}),\n'
