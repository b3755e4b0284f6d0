"""Converts with the method that does what `as` cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.casts import cast_at
from rust_agent_lsp.fixes.items import find_item, named_fields, tuple_fields
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short_text, suffix, wrap
from rust_agent_lsp.syntax.tree import span_of, text_of
from rust_agent_lsp.syntax.types import NUMBERS, split_generic


class ReplaceCast(FixRule):
    """Writes `.to_string()`, `.parse()`, `vec![…]`, a field or a `From` conversion for `as`."""

    codes: ClassVar = ("E0605", "E0606", "E0604")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(n: u8) -> String {\n    n as String\n}\n",
            after="pub fn f(n: u8) -> String {\n    n.to_string()\n}\n",
            code="E0605",
        ),
        Example(
            before="pub fn f(s: &str) -> i32 {\n    s as i32\n}\n",
            after="pub fn f(s: &str) -> i32 {\n    s.parse::<i32>().unwrap()\n}\n",
            code="E0606",
        ),
        Example(
            before="pub struct Id(u8);\npub fn f(id: Id) -> u32 {\n    id as u32\n}\n",
            after="pub struct Id(u8);\npub fn f(id: Id) -> u32 {\n    id.0 as u32\n}\n",
            code="E0605",
        ),
        Example(
            before="pub fn f(n: u8) -> Vec<u8> {\n    n as Vec<u8>\n}\n",
            after="pub fn f(n: u8) -> Vec<u8> {\n    vec![n]\n}\n",
            code="E0605",
        ),
        Example(
            before="pub fn f(p: *const u8) -> bool {\n    std::ptr::eq(p as &u8, "
            "std::ptr::null())\n}\n",
            after="pub fn f(p: *const u8) -> bool {\n    std::ptr::eq(p as *const u8, "
            "std::ptr::null())\n}\n",
            code="E0605",
        ),
    )
    refuses: ClassVar = ("pub struct A;\npub struct B;\npub fn f(a: A) -> B {\n    a as B\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        cast = cast_at(site)
        value = cast.child_by_field_name("value") if cast is not None else None
        kind = cast.child_by_field_name("type") if cast is not None else None
        types = re.search(r"(?:cast: |casting )`([^`]+)` as `([^`]+)`", site.diagnostic.message)
        if cast is None or value is None or kind is None:
            return
        found = types[1] if types is not None else ""
        wanted = text_of(kind)
        text = short_text(value)
        gone = Edit.delete(value.end_byte, cast.end_byte)
        for call, safety, cost in _calls(found, wanted):
            edits = (gone, *suffix(site.source, span_of(value), call))
            title = f"Convert `{text}` with `{call}`"
            yield site.candidate(self.id, title, *edits, safety=safety, cost=cost)
        head, arguments = split_generic(wanted)
        if head == "Vec" and arguments and arguments[0] in (found, "_"):
            edits = (*wrap(span_of(value), "vec![", "]"), gone)
            yield site.candidate(self.id, f"Put `{text}` into a `Vec`", *edits)
        if head in ("Box", "Rc", "Arc", "Some") and arguments and arguments[0] == found:
            edits = (*wrap(span_of(value), f"{head}::new(", ")"), gone)
            yield site.candidate(self.id, f"Put `{text}` into a `{head}`", *edits)
        pointer = re.fullmatch(r"\*(const|mut) (.+)", found)
        reference = re.fullmatch(r"&(?:'\w+ )?(mut )?(.+)", wanted)
        if pointer is not None and reference is not None:
            word = "mut" if reference[1] else "const"
            yield site.candidate(
                self.id,
                f"Cast to the pointer `*{word} {reference[2]}`",
                Edit(span_of(kind), f"*{word} {reference[2]}"),
                safety=self.safety,
                cost="What it points to is not reached.",
            )
        yield from self._field(site, value, found, wanted)
        yield from self._made(site, value, wanted, gone)

    def _field(self, site: Site, value: Node, found: str, wanted: str) -> Iterator[Candidate]:
        """A struct around a number: cast the number."""
        item = find_item(site, found.lstrip("&"), "type")
        if item is None or wanted not in NUMBERS:
            return
        fields = named_fields(item.node)
        numbers = [name for name, kind in fields.items() if kind in NUMBERS]
        if not fields and len(tuple_fields(item.node)) == 1:
            numbers = ["0"]
        if len(numbers) == 1:
            edits = suffix(site.source, span_of(value), f".{numbers[0]}")
            yield site.candidate(self.id, f"Cast the number in `{short_text(value)}`", *edits)

    def _made(self, site: Site, value: Node, wanted: str, gone: Edit) -> Iterator[Candidate]:
        """A type of this crate: its `From`, or the constructor of a struct of one field."""
        item = find_item(site, wanted, "type")
        if item is None:
            return
        text = site.source.text.decode(errors="replace")
        makers = []
        if re.search(rf"\bFrom<[^>]+> for {re.escape(wanted)}\b", text):
            makers.append(f"{wanted}::from")
        if len(tuple_fields(item.node)) == 1 and item.node.type == "struct_item":
            makers.append(wanted)
        for maker in makers:
            edits = (*wrap(span_of(value), f"{maker}(", ")"), gone)
            yield site.candidate(self.id, f"Make a `{wanted}` with `{maker}`", *edits)


def _calls(found: str, wanted: str) -> Iterator[tuple[str, Safety, str]]:
    """Yield the method calls that turn a `found` into a `wanted`, with safety and cost."""
    bare = re.sub(r"^&(?:'\w+ )?", "", found)
    text = bare in ("str", "String")
    changes = Safety.CHANGES_BEHAVIOUR
    if wanted == "String" and found:
        yield ".to_string()", Safety.SAFE, ""
    if text and wanted in (*NUMBERS, "bool", "char"):
        cost = f"Panics where the text is no `{wanted}`."
        yield f".parse::<{wanted}>().unwrap()", changes, cost
    if wanted in ("&str", "str") and text:
        yield ".as_str()", Safety.SAFE, ""
    if re.fullmatch(r"Option<.*>|Result<.*>", bare) and wanted in NUMBERS:
        yield f".unwrap() as {wanted}", changes, "Panics where there is no value."
        yield f".unwrap_or_default() as {wanted}", changes, "Uses 0 where there is no value."
    if wanted in NUMBERS and bare == "bool" and wanted in ("f32", "f64"):
        yield f" as u8 as {wanted}", Safety.SAFE, ""
    if wanted == "char" and (bare in NUMBERS or not found):
        yield " as u8 as char", changes, "Numbers above 255 are cut off."
