"""Turns one error type into another with `map_err`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, node_name, tuple_fields, variants
from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.expressions import short, suffix
from rust_agent_lsp.syntax.tree import ancestor, span_of
from rust_agent_lsp.syntax.types import FLOATS, NUMBERS, plain, split_generic

_PARSE_ERRORS = {"bool": "ParseBoolError", "char": "ParseCharError"}


class MapError(FixRule):
    """Puts the error into the variant (or tuple struct) that holds it, or makes a text of it."""

    codes: ClassVar = ("E0277", "E0308", "E0271")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
#[derive(Debug)]
struct Full;
#[derive(Debug)]
enum Trouble {
    Disk(Full),
}
fn save() -> Result<u32, Full> {
    Err(Full)
}
fn run() -> Result<u32, Trouble> {
    let size = save()?;
    Ok(size + 1)
}
fn main() {
    println!("{:?}", run());
}
""",
            after="""\
#[derive(Debug)]
struct Full;
#[derive(Debug)]
enum Trouble {
    Disk(Full),
}
fn save() -> Result<u32, Full> {
    Err(Full)
}
fn run() -> Result<u32, Trouble> {
    let size = save().map_err(Trouble::Disk)?;
    Ok(size + 1)
}
fn main() {
    println!("{:?}", run());
}
""",
            code="E0277",
        ),
        Example(
            before="""\
fn read(text: &str) -> Result<u8, String> {
    text.parse::<u8>()
}
fn main() {
    println!("{:?}", read("1"));
}
""",
            after="""\
fn read(text: &str) -> Result<u8, String> {
    text.parse::<u8>().map_err(|error| error.to_string())
}
fn main() {
    println!("{:?}", read("1"));
}
""",
            code="E0308",
        ),
        Example(
            before="""\
#[derive(Debug)]
enum Trouble {
    Number(std::num::ParseIntError),
}
fn read(text: &str) -> Result<u8, Trouble> {
    let n: u8 = text.parse()?;
    Ok(n)
}
fn main() {
    println!("{:?}", read("1"));
}
""",
            after="""\
#[derive(Debug)]
enum Trouble {
    Number(std::num::ParseIntError),
}
fn read(text: &str) -> Result<u8, Trouble> {
    let n: u8 = text.parse().map_err(Trouble::Number)?;
    Ok(n)
}
fn main() {
    println!("{:?}", read("1"));
}
""",
            code="E0271",
        ),
    )
    refuses: ClassVar = (
        """\
fn read(text: &str) -> Result<u16, String> {
    text.parse::<u8>()
}
fn main() {
    read("1").ok();
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        place = self._place(site)
        if place is None:
            return
        span, found, wanted = place
        for mapping in _mappings(site, found, wanted):
            call = f".map_err({mapping})"
            text = short(site.source.slice(span))
            yield site.candidate(
                self.id,
                f"Turn the error of `{text}` into `{wanted}` with `{mapping}`",
                *suffix(site.source, span, call),
            )

    def _place(self, site: Site) -> tuple[Span, str, str] | None:
        """Return the failing expression, its error type and the one that is needed."""
        if site.diagnostic.code == "E0308":
            types = expected_found(site)
            if types is None:
                return None
            whole = site.match(r"expected `Result<(.+)>` because of return type")
            if whole is not None and site.match(r"have similar names, but are .*distinct types"):
                # rustc then names the errors alone.
                if whole[1].endswith(f", {types[0]}"):
                    return site.diagnostic.span, plain(types[1]), plain(types[0])
                return None
            wanted, has = split_generic(plain(types[0])), split_generic(plain(types[1]))
            if wanted[0] != "Result" or has[0] != "Result" or len(wanted[1]) != len(has[1]):
                return None
            if len(has[1]) != 2 or wanted[1][0] != has[1][0]:
                return None
            return site.diagnostic.span, has[1][1], wanted[1][1]
        if site.diagnostic.code == "E0271":
            told = re.search(r"`<(\w+) as FromStr>::Err == ([^`]+)`", site.diagnostic.message)
            call = ancestor(site.node, "call_expression")
            if told is None or call is None:
                return None
            return span_of(call), _parse_error(told[1]), plain(told[2])
        told = re.search(r"couldn't convert the error to `([^`]+)`", site.diagnostic.message)
        has_type = site.match(r"has type `Result<_, ([^`]+)>`")
        tried = ancestor(site.node, "try_expression")
        value = tried.named_children[0] if tried is not None and tried.named_children else None
        if told is None or has_type is None or value is None:
            return None
        return span_of(value), plain(has_type[1]), plain(told[1])


def _parse_error(target: str) -> str:
    if target in FLOATS:
        return "ParseFloatError"
    return "ParseIntError" if target in NUMBERS else _PARSE_ERRORS.get(target, target)


def _mappings(site: Site, found: str, wanted: str) -> Iterator[str]:
    """Yield what may be given to `map_err`."""
    if wanted == "String":
        yield "|error| error.to_string()"
        yield "String::from"
        return
    if wanted.startswith("Box<dyn "):
        yield "|error| error.into()"
        return
    item = find_item(site, wanted, "type")
    if item is None:
        return
    holders: list[tuple[str, Node]] = [(item.name, item.node)]
    if item.node.type == "enum_item":
        holders = [(f"{item.name}::{node_name(v)}", v) for v in variants(item.node)]
    for path, node in holders:
        fields = tuple_fields(node)
        if len(fields) == 1 and base_name(fields[0]) == base_name(found):
            yield path
    for path, node in holders:
        if tuple_fields(node) == ["String"]:
            yield f"|error| {path}(error.to_string())"
