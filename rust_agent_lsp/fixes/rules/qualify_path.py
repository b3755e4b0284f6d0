"""Names the owner of something that is not in scope by its bare name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes import std_names
from rust_agent_lsp.fixes.arms import expected_type
from rust_agent_lsp.fixes.items import (
    contents,
    crate_files,
    crate_items,
    find_item,
    impls,
    members,
    named_fields,
    node_name,
    takes_self,
    variants,
)
from rust_agent_lsp.fixes.names import base_name, missing
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.uses import modules_at, path_to
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_SHADOW = re.compile(r"pattern binding `(\w+)` is named the same as one of the variants")

_MAKERS = std_names.words(
    "new default from with_capacity from_str from_iter from_utf8 open create now spawn max_value"
)


class QualifyPath(FixRule):
    """Writes the owner of a bare name: `self.`, `Self::`, the enum of a variant, the module."""

    codes: ClassVar = (
        *("E0425", "E0412", "E0433", "E0405", "E0422", "E0531", "E0404", "E0170", "E0574"),
    )
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Point {\n    x: u8,\n}\nimpl Point {\n"
            "    pub fn x(&self) -> u8 {\n        x\n    }\n}\n",
            after="pub struct Point {\n    x: u8,\n}\nimpl Point {\n"
            "    pub fn x(&self) -> u8 {\n        self.x\n    }\n}\n",
            code="E0425",
        ),
        Example(
            before="pub enum Light {\n    Red,\n    Dim(u8),\n}\n"
            "pub fn level(light: Light) -> u8 {\n    match light {\n        Dim(x) => x,\n"
            "        Light::Red => 0,\n    }\n}\n",
            after="pub enum Light {\n    Red,\n    Dim(u8),\n}\n"
            "pub fn level(light: Light) -> u8 {\n    match light {\n        Light::Dim(x) => x,\n"
            "        Light::Red => 0,\n    }\n}\n",
            code="E0531",
        ),
        Example(
            before="mod tools {\n    pub fn twice(x: u8) -> u8 {\n        x * 2\n    }\n}\n"
            "pub fn four() -> u8 {\n    twice(2)\n}\n",
            after="mod tools {\n    pub fn twice(x: u8) -> u8 {\n        x * 2\n    }\n}\n"
            "pub fn four() -> u8 {\n    tools::twice(2)\n}\n",
            code="E0425",
        ),
    )
    refuses: ClassVar = ("pub struct P {\n    pub x: u8,\n}\npub fn f() -> u8 {\n    y\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0574":
            yield from self._variant(site)
            return
        lost = missing(site.diagnostic.message)
        shadow = _SHADOW.search(site.diagnostic.message)
        name = shadow[1] if shadow else (lost.name if lost else "")
        if not name or not (shadow or (lost and lost.where == "this scope")):
            return
        if site.source.slice(site.diagnostic.span) != name:
            return
        what = "value" if shadow or lost is None else lost.what
        for prefix in dict.fromkeys(_prefixes(site, what, name)):
            yield site.candidate(
                self.id,
                f"Write `{prefix}{name}` for `{name}`",
                Edit.insert(site.diagnostic.span.start, prefix),
            )

    def _variant(self, site: Site) -> Iterator[Candidate]:
        """Name the variant of an enum that has the fields of a literal or pattern."""
        told = re.search(r"found enum `([^`]+)`", site.diagnostic.message)
        host = site.enclosing("struct_expression", "struct_pattern")
        item = find_item(site, told[1], "type") if told else None
        if item is None or host is None:
            return
        given = {text_of(n) for n in descendants(host, "field_identifier")}
        for variant in variants(item.node):
            fields = named_fields(variant)
            if fields and given <= set(fields):
                text = f"::{node_name(variant)}"
                yield site.candidate(
                    self.id,
                    f"Write `{item.name}{text}` for `{item.name}`",
                    Edit.insert(site.diagnostic.span.end, text),
                )


def _prefixes(site: Site, what: str, name: str) -> Iterator[str]:
    yield from _own_members(site, name)
    here = modules_at(site, site.node)
    for item in crate_items(site):
        for variant in variants(item.node) if item.node.type == "enum_item" else ():
            if node_name(variant) == name:
                yield f"{path_to(site, item)}::"
        if item.name == name and item.modules != here and not item.local:
            yield path_to(site, item).removesuffix(name)
    if what.startswith("function"):
        yield from _expected(site, name)
    if what.startswith(("function", "value")):
        for file, _ in crate_files(site):
            for owner, member in contents(file).members.get(name, []):
                holder = find_item(site, owner, "type")
                if holder is not None and not takes_self(member):
                    yield f"{path_to(site, holder)}::"
    for path in std_names.paths_of(name, what):
        yield path.removesuffix(name)
    if name in std_names.MODULES and "module" in what:
        yield std_names.MODULES[name].removesuffix(name)


def _expected(site: Site, name: str) -> Iterator[str]:
    """Yield the type that the call has to give, where it is written nearby."""
    call = site.enclosing("call_expression")
    if call is None or call.child_by_field_name("function") != site.node:
        return
    kind = expected_type(call)
    host = call.parent
    literal = ancestor(call, "struct_expression")
    if host is not None and host.type == "field_initializer" and literal is not None:
        field, owner = host.child_by_field_name("field"), literal.child_by_field_name("name")
        written = text_of(owner) if owner is not None else ""
        if written == "Self":
            block = site.enclosing("impl_item")
            kind_node = block.child_by_field_name("type") if block is not None else None
            written = text_of(kind_node) if kind_node is not None else ""
        item = find_item(site, written, "type")
        fields = named_fields(item.node) if item is not None else {}
        kind = fields.get(text_of(field)) if field is not None else None
    head = re.match(r"[A-Za-z_][\w:]*", kind or "")
    known = name in _MAKERS or (head and name in _statics(site, head[0]))
    if head and known:
        yield f"{head[0]}::"


def _own_members(site: Site, name: str) -> Iterator[str]:
    block = site.enclosing("impl_item", "trait_item")
    function = site.enclosing("function_item")
    if block is None:
        return
    has_self = function is not None and takes_self(function)
    kind = block.child_by_field_name("type")
    owner = base_name(text_of(kind)) if kind is not None else ""
    for item in crate_items(site):
        if item.name == owner and name in named_fields(item.node) and has_self:
            yield "self."
    blocks = [block, *(impls(site.source, owner) if owner else ())]
    for member in (m for b in blocks for m in members(b) if node_name(m) == name):
        yield "self." if takes_self(member) and has_self else "Self::"


def _statics(site: Site, owner: str) -> list[str]:
    blocks = impls(site.source, owner)
    return [node_name(m) for b in blocks for m in members(b) if not takes_self(m)]
