"""Uses a type or lifetime parameter that no field mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import named_fields
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.tree import descendants, text_of

_MARKER = "std::marker::PhantomData"


class UsePhantomData(FixRule):
    """Adds a `PhantomData` field for the parameter, also where the file makes such values.

    Where nothing gives the parameter an argument, dropping it is offered too.
    """

    codes: ClassVar = ("E0392",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct Id<T> {\n    raw: u8,\n}\npub fn id<T>(raw: u8) -> Id<T> {\n"
            "    Id { raw }\n}\n",
            after="pub struct Id<T> {\n    raw: u8,\n    _marker: std::marker::PhantomData<T>,\n}\n"
            "pub fn id<T>(raw: u8) -> Id<T> {\n"
            "    Id { raw, _marker: std::marker::PhantomData }\n}\n",
        ),
        Example(
            before="pub struct Id<'a>(u8);\npub fn id<'a>() -> Id<'a> {\n    Id(1)\n}\n",
            after="pub struct Id<'a>(u8, std::marker::PhantomData<&'a ()>);\n"
            "pub fn id<'a>() -> Id<'a> {\n    Id(1, std::marker::PhantomData)\n}\n",
        ),
        Example(
            before="pub enum Light<T> {\n    Red,\n}\npub fn f() -> Light {\n    Light::Red\n}\n",
            after="pub enum Light {\n    Red,\n}\npub fn f() -> Light {\n    Light::Red\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub enum Light<T> {\n    Red,\n}\npub fn f() -> Light<u8> {\n    Light::Red\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        item = site.enclosing("struct_item", "enum_item", "union_item")
        told = re.search(r"parameter `([^`]+)` is never used", site.diagnostic.message)
        name = item.child_by_field_name("name") if item is not None else None
        if item is None or name is None or not told:
            return
        parameter = told[1]
        inner = f"&{parameter} ()" if parameter.startswith("'") else parameter
        edits = _field(site, item, f"{_MARKER}<{inner}>") if item.type == "struct_item" else []
        if edits:
            edits += _constructors(site, text_of(name), item)
            yield site.candidate(
                self.id,
                f"Use `{parameter}` in a `PhantomData` field of `{text_of(name)}`",
                *edits,
                safety=self.safety,
                cost=f"Other files that make a `{text_of(name)}` have to give the field too.",
            )
        drop = _dropped(site, item, text_of(name))
        if drop is not None:
            yield site.candidate(
                self.id,
                f"Drop the parameter `{parameter}` of `{text_of(name)}`",
                drop,
                safety=self.safety,
                cost=f"`{text_of(name)}` is no longer generic.",
            )


def _field(site: Site, item: Node, kind: str) -> list[Edit]:
    body = item.child_by_field_name("body")
    if body is None:
        return [Edit.insert(item.end_byte - 1, f"({kind})")] if text_of(item).endswith(";") else []
    if body.type == "ordered_field_declaration_list":
        comma = ", " if body.named_children else ""
        return [Edit.insert(body.end_byte - 1, comma + kind)]
    fields = [n for n in body.named_children if n.type == "field_declaration"]
    text = f"_marker: {kind}"
    if not fields:
        return [Edit.insert(body.end_byte - 1, f" {text} ")]
    last = fields[-1]
    after = site.source.text[last.end_byte : body.end_byte - 1]
    comma = "" if b"," in after else ","
    at = last.end_byte + (after.index(b",") + 1 if b"," in after else 0)
    if last.start_point.row == body.start_point.row:
        return [Edit.insert(at, f"{comma} {text}")]
    indent = site.source.indent_at(last.start_byte)
    return [Edit.insert(at, f"{comma}\n{indent}{text},")]


def _constructors(site: Site, name: str, item: Node) -> list[Edit]:
    edits = []
    root = site.source.tree.root_node
    names = (name, "Self")
    if named_fields(item):
        for literal in descendants(root, "struct_expression"):
            written = literal.child_by_field_name("name")
            body = literal.child_by_field_name("body")
            if written is None or body is None or not _is(text_of(written), names, literal, name):
                continue
            if ".." in text_of(body) or not body.named_children:
                continue
            edits.append(Edit.insert(body.named_children[-1].end_byte, f", _marker: {_MARKER}"))
        return edits
    for node in descendants(root, "call_expression"):
        call = call_of(node)
        made = call is not None and call.receiver is None and _is(call.name, names, node, name)
        if call is not None and made and call.arguments:
            edits.append(Edit.insert(call.arguments[-1].end, f", {_MARKER}"))
    return edits


def _is(written: str, names: tuple[str, str], node: Node, name: str) -> bool:
    bare = written.partition("<")[0].rstrip(":")
    if bare == "Self":
        outer = node.parent
        while outer is not None and outer.type != "impl_item":
            outer = outer.parent
        kind = outer.child_by_field_name("type") if outer is not None else None
        return kind is not None and text_of(kind).startswith(name)
    return bare in names


def _dropped(site: Site, item: Node, name: str) -> Edit | None:
    """Return the edit that removes the only parameter, if nobody gives an argument for it."""
    generics = item.child_by_field_name("type_parameters")
    if generics is None or len(generics.named_children) != 1:
        return None
    uses = re.findall(rf"\b{re.escape(name)}\s*(?:::)?<".encode(), site.source.text)
    if len(uses) != 1:
        return None
    return Edit.delete(generics.start_byte, generics.end_byte)
