"""Implements a trait for a type where its items follow from the declaration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import (
    Item,
    crate_items,
    find_item,
    implements,
    members,
    node_name,
)
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.trait_items import Implementation, indented, shape_of, written
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.derives import derive_edits
from rust_agent_lsp.syntax.tree import text_of
from rust_agent_lsp.syntax.types import plain

_PLAIN = re.compile(r"[iu](?:8|16|32|64|128|size)|f32|f64|bool|char|String|\(\)")

_BOUND = re.compile(
    r"the trait bound `(?:for<[^>]*> )?(?P<kind>[^`]+?): (?P<trait>\w+(?:::\w+)*(?:<[^`]+>)?)`"
    r" is not satisfied"
)
# A type without open parts; a single letter is taken for a parameter of the code around.
_WRITABLE = re.compile(r"(?!.*\b(?:_|impl|fn)\b)[\w:<>&\[\]();, +]+")
_LITERALS = {"{integer}": "i32", "{float}": "f64"}


class ImplementTrait(FixRule):
    """Writes `impl Trait for Type` with the items that have no default.

    A trait without such items is implemented as it stands; what the trait leaves open is a guess.
    """

    codes: ClassVar = ("E0277", "E0599")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="trait Tagged {}\npub struct Ship;\nfn show<T: Tagged>(_item: &T) {}\n"
            "pub fn f() {\n    show(&Ship);\n}\n",
            after="trait Tagged {}\npub struct Ship;\n\nimpl Tagged for Ship {}\n"
            "fn show<T: Tagged>(_item: &T) {}\npub fn f() {\n    show(&Ship);\n}\n",
            code="E0277",
        ),
        Example(
            before="trait Speak {\n    fn speak(&self) -> u8 {\n        1\n    }\n}\n"
            "pub struct Dog;\npub fn f() -> u8 {\n    Dog.speak()\n}\n",
            after="trait Speak {\n    fn speak(&self) -> u8 {\n        1\n    }\n}\n"
            "pub struct Dog;\n\nimpl Speak for Dog {}\npub fn f() -> u8 {\n    Dog.speak()\n}\n",
            code="E0599",
        ),
        Example(
            before="#[derive(Debug)]\npub struct Big;\nimpl std::fmt::Display for Big {\n"
            "    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {\n"
            '        write!(f, "too big")\n    }\n}\n'
            "pub fn f() -> Result<(), Box<dyn std::error::Error>> {\n    Err(Big)?\n}\n",
            after="#[derive(Debug)]\npub struct Big;\n\nimpl std::error::Error for Big {}\n"
            "impl std::fmt::Display for Big {\n"
            "    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {\n"
            '        write!(f, "too big")\n    }\n}\n'
            "pub fn f() -> Result<(), Box<dyn std::error::Error>> {\n    Err(Big)?\n}\n",
            code="E0277",
        ),
        Example(
            before="trait Tagged {}\nfn show<T: Tagged>(_item: T) {}\n"
            "pub fn f() {\n    show([1_u8]);\n}\n",
            after="trait Tagged {}\n\nimpl Tagged for [u8; 1] {}\n"
            "fn show<T: Tagged>(_item: T) {}\npub fn f() {\n    show([1_u8]);\n}\n",
            code="E0277",
        ),
        Example(
            before="trait Tagged {}\npub struct Crate<T>(T);\nfn show<T: Tagged>(_item: T) {}\n"
            "pub fn f<T>(inside: T) {\n    show(Crate(inside));\n}\n",
            after="trait Tagged {}\npub struct Crate<T>(T);\n\nimpl<T> Tagged for Crate<T> {}\n"
            "fn show<T: Tagged>(_item: T) {}\npub fn f<T>(inside: T) {\n"
            "    show(Crate(inside));\n}\n",
            code="E0277",
        ),
        Example(
            before="trait Tagged {}\npub struct S;\nimpl Tagged for S {}\n"
            "fn show<T: Tagged>(_item: T) {}\npub fn f() {\n    show(&S);\n}\n",
            after="trait Tagged {}\n\nimpl Tagged for &S {}\npub struct S;\nimpl Tagged for S {}\n"
            "fn show<T: Tagged>(_item: T) {}\npub fn f() {\n    show(&S);\n}\n",
            code="E0277",
        ),
    )
    refuses: ClassVar = (
        "trait Shape {\n    fn boxed() -> Box<dyn Shape>;\n}\npub struct Ship;\n"
        "fn show<T: Shape>(_item: &T) {}\npub fn f() {\n    show(&Ship);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        for kind, trait in dict.fromkeys(_missing(site)):
            item = find_item(site, kind, "type")
            if item is not None and (item.file != site.source or item.node.type == "type_item"):
                continue
            if trait == "Error":
                if item is not None:
                    yield from self._error(site, item)
                continue
            declared = find_item(site, trait, "trait")
            if declared is None or (item is None and not _PLAIN.fullmatch(kind)):
                continue
            yield from self._own(site, kind, trait, item, declared)
        yield from self._foreign(site)

    def _foreign(self, site: Site) -> Iterator[Candidate]:
        """Implement a trait of the crate that needs no items for a type such as `[u8; 1]`."""
        found = _BOUND.match(site.diagnostic.message)
        declared = find_item(site, found["trait"], "trait") if found is not None else None
        if found is None or declared is None or declared.file != site.source:
            return
        kind, trait = plain(found["kind"]), plain(found["trait"])
        if _PLAIN.fullmatch(kind) or not all(_WRITABLE.fullmatch(t) for t in (kind, trait)):
            return
        if find_item(site, kind, "type") is not None and not kind.startswith("&"):
            return
        if _open_items(declared) or text_of(declared.node).startswith("unsafe "):
            return
        parameters = _parameters(site, f"{kind} {trait}")
        yield site.candidate(
            self.id,
            f"Implement `{trait}` for `{kind}`",
            _placed(site, declared.node, f"impl{parameters} {trait} for {kind} {{}}"),
            safety=self.safety,
        )

    def _own(
        self, site: Site, kind: str, trait: str, item: Item | None, declared: Item
    ) -> Iterator[Candidate]:
        """Implement a trait of the crate."""
        anchor = item.node if item is not None else declared.node
        near = item if item is not None else declared
        if near.file != site.source or text_of(declared.node).startswith("unsafe "):
            return
        inside = re.search(r"<(.*)>$", trait)
        generic = declared.node.child_by_field_name("type_parameters")
        if (generic is None) != (inside is None):
            return
        impl = Implementation(anchor, declared.name, (inside[1],) if inside else (), kind, declared)
        open_items = _open_items(declared)
        bodies = [written(site, impl, node_name(m), todo=False) for m in open_items]
        if any(body is None for body in bodies):
            return
        path = "::".join([*_way(declared, near), trait])
        own = item.node.child_by_field_name("type_parameters") if item is not None else None
        if own is not None and ("<" not in kind or not _WRITABLE.fullmatch(kind)):
            return
        parameters = _parameters(site, kind) if own is not None else ""
        text = _block(f"impl{parameters} {path} for {kind}", [b for b in bodies if b is not None])
        yield site.candidate(
            self.id,
            f"Implement `{trait}` for `{kind}`",
            _placed(site, anchor, text),
            safety=Safety.GUESS if open_items else Safety.API_CHANGE,
            cost="What its methods do is a guess." if open_items else "",
        )

    def _error(self, site: Site, item: Item) -> Iterator[Candidate]:
        """Implement `std::error::Error`, with the `Debug` and `Display` that it demands."""
        if implements(site, item, "Error"):
            return
        blocks, edits = ["impl std::error::Error for " + item.name + " {}"], []
        if not implements(site, item, "Display"):
            impl = Implementation(item.node, "Display", (), item.name, None)
            body = written(site, impl, "fmt", todo=False)
            if body is None or (not (shape := shape_of(site, item.name)).variants and shape.fields):
                body = (
                    "fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {\n"
                    '    write!(f, "{self:?}")\n}'
                )
            blocks.insert(0, _block(f"impl std::fmt::Display for {item.name}", [body]))
        if not implements(site, item, "Debug"):
            edits += derive_edits(site.source, item.name, ("Debug",))
        yield site.candidate(
            self.id,
            f"Implement `std::error::Error` for `{item.name}`",
            *edits,
            _placed(site, item.node, "\n\n".join(blocks)),
            safety=Safety.API_CHANGE,
        )


def _missing(site: Site) -> Iterator[tuple[str, str]]:
    """Yield (type, trait) that the diagnostic asks for."""
    message = site.diagnostic.message
    if site.diagnostic.code == "E0599":
        told = re.search(r"named `(\w+)` found for (?:struct|enum|type|union) `([^`]+)`", message)
        note = site.match(r"`([\w:]+)` defines an item `(\w+)`, perhaps you need to implement it")
        if told is None or note is None:
            return
        if not any(i.name == plain(note[1]) for i in crate_items(site) if i.kind == "trait"):
            return
        yield plain(told[2]), plain(note[1])
        return
    for pattern in (
        r"`([^`:]+(?:::[^`:]+)*): ([^`]+)` is not satisfied",
        r"the trait `(?P<t>[^`]+)` is not implemented for `(?P<n>[^`]+)`",
    ):
        found = site.match(pattern)
        if found is not None:
            names = found.groupdict()
            kind, trait = (names["n"], names["t"]) if names else (found[1], found[2])
            kind = plain(kind).lstrip("&").removeprefix("mut ")
            yield _LITERALS.get(kind, kind), plain(trait)


def _open_items(trait: Item) -> list[Node]:
    """Return the items of a trait that every implementation must write."""
    return [
        m
        for m in members(trait.node)
        if m.type == "function_signature_item"
        or (m.type in ("const_item", "associated_type") and "=" not in text_of(m))
    ]


def _parameters(site: Site, text: str) -> str:
    """Return what an impl must declare of the types in `text`: single letters that are no items."""
    letters = dict.fromkeys(re.findall(r"\b[A-Z]\d?\b", text))
    names = [name for name in letters if find_item(site, name) is None]
    return f"<{', '.join(names)}>" if names else ""


def _way(declared: Item, near: Item) -> list[str]:
    """Return the path to the trait's module, if it is not the one around the impl."""
    return [] if declared.modules == near.modules else ["crate", *declared.modules]


def _block(head: str, parts: list[str]) -> str:
    if not parts:
        return f"{head} {{}}"
    return f"{head} {{\n" + "\n\n".join(indented(p, "    ") for p in parts) + "\n}"


def _placed(site: Site, anchor: Node, text: str) -> Edit:
    indent = site.source.indent_at(anchor.start_byte)
    return Edit.insert(anchor.end_byte, "\n\n" + indented(text, indent))
