"""Gives a type a conversion trait by means of a function that it has already."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, impls, members, node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.uses import insert_use
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import parameters, self_parameter
from rust_agent_lsp.syntax.tree import text_of
from rust_agent_lsp.syntax.types import plain, split_generic


class ConvertWithOwnFunction(FixRule):
    """Makes an own `from` or `from_str` the trait's, or lets the trait's call `from_celsius`."""

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Id(u8);\n\nimpl Id {\n"
            "    pub fn from_str(text: &str) -> Result<Id, String> {\n"
            "        text.len().try_into().map(Id).map_err(|_| text.to_string())\n    }\n}\n\n"
            "pub fn f(text: &str) -> Result<Id, String> {\n    text.parse()\n}\n",
            after="use std::str::FromStr;\n\npub struct Id(u8);\n\nimpl FromStr for Id {\n"
            "    type Err = String;\n\n    fn from_str(text: &str) -> Result<Id, String> {\n"
            "        text.len().try_into().map(Id).map_err(|_| text.to_string())\n    }\n}\n\n"
            "pub fn f(text: &str) -> Result<Id, String> {\n    text.parse()\n}\n",
        ),
        Example(
            before="pub struct Celsius(pub f64);\npub struct Kelvin(pub f64);\n\nimpl Kelvin {\n"
            "    pub fn from_celsius(c: Celsius) -> Kelvin {\n        Kelvin(c.0 + 273.15)\n"
            "    }\n}\n\npub fn f(c: Celsius) -> Kelvin {\n    c.into()\n}\n",
            after="pub struct Celsius(pub f64);\npub struct Kelvin(pub f64);\n\nimpl Kelvin {\n"
            "    pub fn from_celsius(c: Celsius) -> Kelvin {\n        Kelvin(c.0 + 273.15)\n"
            "    }\n}\n\nimpl From<Celsius> for Kelvin {\n"
            "    fn from(c: Celsius) -> Kelvin {\n        Kelvin::from_celsius(c)\n    }\n}\n\n"
            "pub fn f(c: Celsius) -> Kelvin {\n    c.into()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Celsius(pub f64);\npub struct Kelvin(pub f64);\n\nimpl Kelvin {\n"
        "    pub fn degrees(n: f64) -> Kelvin {\n        Kelvin(n)\n    }\n}\n\n"
        "pub fn f(c: Celsius) -> Kelvin {\n    c.into()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = site.match(
            r"`(?P<name>[\w:]+): (?:\w+::)*(?P<trait>From<.+>|FromStr)` is not satisf"
        ) or site.match(
            r"trait `(?:\w+::)*(?P<trait>From<.+>|FromStr)` is not implemented for"
            r" `(?P<name>[\w:]+)`"
        )
        item = find_item(site, told["name"], "type") if told is not None else None
        if told is None or item is None or item.file != site.source:
            return
        from_text = told["trait"] == "FromStr"
        source = "&str" if from_text else plain(told["trait"][len("From<") : -1])
        for block in impls(site.source, item.name):
            if block.child_by_field_name("trait") or block.child_by_field_name("type_parameters"):
                continue
            for function in members(block):
                error = _converts(function, source, item.name, from_text=from_text)
                if error is None:
                    continue
                trait = "FromStr" if from_text else f"From<{_taken(function)}>"
                edits = _edits(block, function, (item.name, trait, error))
                if from_text:
                    edits.append(insert_use(site.source, block, "std::str::FromStr"))
                name = node_name(function)
                title = f"Implement `{trait}` for `{item.name}` with its `{name}`"
                yield site.candidate(self.id, title, *edits)


def _converts(function: Node, source: str, owner: str, *, from_text: bool) -> str | None:
    """Return the error type ("" for `From`) if a function makes the type of `source` alone."""
    taken = parameters(function)
    given = function.child_by_field_name("return_type")
    kind = taken[0].child_by_field_name("type") if len(taken) == 1 else None
    pattern = taken[0].child_by_field_name("pattern") if kind is not None else None
    if function.type != "function_item" or kind is None or given is None or pattern is None:
        return None
    if self_parameter(function) is not None or pattern.type != "identifier":
        return None
    if function.child_by_field_name("type_parameters") or not _fits(text_of(kind), source):
        return None
    made = text_of(given)
    if from_text:
        head, inside = split_generic(made)
        fits = head == "Result" and len(inside) == 2 and inside[0] in (owner, "Self")
        return inside[1] if fits else None
    return "" if made in (owner, "Self") else None


def _fits(kind: str, source: str) -> bool:
    """Say whether a written type is the compiler's `source`, which may be `{float}`."""
    number = {"{float}": r"f32|f64", "{integer}": r"[iu](?:\d+|size)"}.get(source)
    return plain(kind) == source if number is None else re.fullmatch(number, kind) is not None


def _taken(function: Node) -> str:
    kind = parameters(function)[0].child_by_field_name("type")
    return text_of(kind) if kind is not None else ""


def _edits(block: Node, function: Node, names: tuple[str, str, str]) -> list[Edit]:
    """Turn the whole impl into one of the trait, or write another that calls the function."""
    owner, trait, error = names
    method = "from_str" if trait == "FromStr" else "from"
    body, kind = block.child_by_field_name("body"), block.child_by_field_name("type")
    kind_of_error = f"\n    type Err = {error};\n" if error else ""
    alone = node_name(function) == method and len(members(block)) == 1
    if body is not None and kind is not None and alone:
        edits = [replace_node(kind, f"{trait} for {text_of(kind)}")]
        if kind_of_error:
            edits.append(Edit.insert(body.start_byte + 1, kind_of_error))
        word = next((c for c in function.children if c.type == "visibility_modifier"), None)
        after = word.next_sibling if word is not None else None
        if word is not None and after is not None:
            edits.append(Edit.delete(word.start_byte, after.start_byte))
        return edits
    taken = parameters(function)[0]
    pattern = taken.child_by_field_name("pattern")
    name = text_of(pattern) if pattern is not None else ""
    made = text_of(function.child_by_field_name("return_type") or function)
    lead = f"{kind_of_error}\n" if kind_of_error else "\n"
    head = re.sub(r"^mut ", "", text_of(taken))
    code = (
        f"\n\nimpl {trait} for {owner} {{{lead}    fn {method}({head}) -> {made} {{\n"
        f"        {owner}::{node_name(function)}({name})\n    }}\n}}"
    )
    return [Edit.insert(block.end_byte, code)]
