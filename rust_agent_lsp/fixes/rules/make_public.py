"""Makes a private item, field or method visible to the place that needs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import Item, crate_files, crate_items, find_item, members, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit, Span
from rust_agent_lsp.syntax.tree import SourceFile, descendants

_FIELD = re.compile(r"fields? (?P<fields>.+?) of (?:struct|union) `(?P<owner>[^`]+)`")
_MEMBER = re.compile(r"(?:method|associated \w+) `(\w+)` is private")
_ITEM = re.compile(
    r"(?:private \w+ )?`(?:[\w:]+::)?(\w+)` (?:is (?:private|only public)|in public interface)"
)
_PLACE = r"is defined here|declared as private|private .* defined here|a constructor is private"


class MakePublic(FixRule):
    """Writes `pub(crate)` or `pub` at the definition, in this crate only.

    More code can use the item afterwards; with `pub` also code outside the crate.
    """

    codes: ClassVar = (
        *("E0603", "E0616", "E0624", "E0451", "E0364", "E0365", "E0423", "E0446"),
        "",
    )
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="mod bank {\n    fn rate() -> u8 {\n        3\n    }\n}\n"
            "pub fn yearly() -> u8 {\n    bank::rate() * 12\n}\n",
            after="mod bank {\n    pub(crate) fn rate() -> u8 {\n        3\n    }\n}\n"
            "pub fn yearly() -> u8 {\n    bank::rate() * 12\n}\n",
            code="E0603",
        ),
        Example(
            before="struct Key;\npub trait Store {\n    type By;\n}\n"
            "impl Store for u8 {\n    type By = Key;\n}\n",
            after="pub struct Key;\npub trait Store {\n    type By;\n}\n"
            "impl Store for u8 {\n    type By = Key;\n}\n",
            code="E0446",
        ),
        Example(
            before="mod bank {\n    pub struct Account {\n        sum: u8,\n    }\n}\n"
            "pub fn look(account: bank::Account) -> u8 {\n    account.sum\n}\n",
            after="mod bank {\n    pub struct Account {\n        pub(crate) sum: u8,\n    }\n}\n"
            "pub fn look(account: bank::Account) -> u8 {\n    account.sum\n}\n",
            code="E0616",
        ),
        Example(
            before="mod bank {\n    fn rate() -> u8 {\n        3\n    }\n}\npub use bank::rate;\n",
            after="mod bank {\n    pub fn rate() -> u8 {\n        3\n    }\n}\n"
            "pub use bank::rate;\n",
            code="E0603",
        ),
        Example(
            before="mod bank {\n    struct Rate(pub u8);\n    pub fn rate() -> Rate {\n"
            "        Rate(3)\n    }\n}\npub fn yearly() -> u8 {\n    bank::rate().0 * 12\n}\n",
            after="mod bank {\n    pub(crate) struct Rate(pub u8);\n    pub fn rate() -> Rate {\n"
            "        Rate(3)\n    }\n}\npub fn yearly() -> u8 {\n    bank::rate().0 * 12\n}\n",
            code="",
        ),
    )
    refuses: ClassVar = ("pub fn f(s: String) -> usize {\n    s.vec.len()\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = list(_definitions(site))
        if not found:
            return
        names = " and ".join(f"`{name}`" for name, _, _ in found)
        for word in ("pub(crate)", "pub"):
            files: dict[SourceFile, list[Edit]] = {}
            for _, file, node in found:
                files.setdefault(file, []).append(_publish(node, word))
            edits = tuple(FileEdit(file.path, tuple(made)) for file, made in files.items())
            if all(e.text in _text_at(file, e) for file, made in files.items() for e in made):
                continue
            outside = "all code that can reach it" if word == "pub" else "the whole crate"
            yield Candidate(
                self.id,
                f"Make {names} `{word}`",
                edits,
                self.safety,
                f"{outside[0].upper()}{outside[1:]} can use it afterwards.",
            )


def _text_at(file: SourceFile, edit: Edit) -> tuple[str, ...]:
    return (file.slice(edit.span),)


def _publish(node: Node, word: str) -> Edit:
    old = next((n for n in node.children if n.type == "visibility_modifier"), None)
    if node.type == "visibility_modifier":
        old = node
    if old is not None:
        return Edit(Span(old.start_byte, old.end_byte), word)
    return Edit.insert(node.start_byte, f"{word} ")


def _definitions(site: Site) -> Iterator[tuple[str, SourceFile, Node]]:
    message = site.diagnostic.message
    if site.diagnostic.code is None and not message.startswith("type `"):
        return
    field = _FIELD.search(message)
    if field:
        item = find_item(site, field["owner"], "type")
        names = re.findall(r"`(\w+)`", field["fields"])
        yield from _fields(item, names) if item is not None else ()
        return
    member = _MEMBER.search(message)
    if member:
        yield from _members(site, member[1])
        return
    if "constructor" in message or site.diagnostic.code == "E0423":
        yield from _constructor(site)
        return
    named = _ITEM.search(message)
    if named:
        yield from _items(site, named[1])


def _fields(item: Item, names: list[str]) -> Iterator[tuple[str, SourceFile, Node]]:
    for node in descendants(item.node, "field_declaration"):
        if node_name(node) in names:
            yield node_name(node), item.file, node
    numbers = [int(n) for n in names if n.isdigit()]
    body = item.node.child_by_field_name("body")
    kinds = body.children_by_field_name("type") if body is not None else []
    for number in (n for n in numbers if n < len(kinds)):
        before = kinds[number].prev_named_sibling
        has_word = before is not None and before.type == "visibility_modifier"
        yield str(number), item.file, before if before and has_word else kinds[number]


def _members(site: Site, name: str) -> Iterator[tuple[str, SourceFile, Node]]:
    label = site.label(_PLACE)
    for file, _ in crate_files(site):
        for block in descendants(file.tree.root_node, "impl_item"):
            for node in members(block) if block.child_by_field_name("trait") is None else ():
                if node_name(node) != name:
                    continue
                span = label.location.span if label is not None else None
                if span is None or node.start_byte <= span.start < node.end_byte:
                    yield name, file, node
                    return


def _items(site: Site, name: str) -> Iterator[tuple[str, SourceFile, Node]]:
    label = site.label(_PLACE)
    if label is not None:
        node = site.node_of(label)
        while node.parent is not None and not node.type.endswith(("_item", "_declaration")):
            node = node.parent
        if node.parent is not None:
            yield name, site.source, node
            return
    written = site.source.slice(site.diagnostic.span)
    owners = set(re.findall(r"\w+", written))
    use = site.enclosing("use_declaration", "scoped_identifier", "scoped_type_identifier")
    owners |= set(re.findall(r"\w+", (use.text or b"").decode())) if use is not None else set()
    found = [i for i in crate_items(site) if i.name == name]
    found.sort(key=lambda i: (i.local, not (i.modules and i.modules[-1] in owners)))
    for item in found[:1]:
        yield name, item.file, item.node


def _constructor(site: Site) -> Iterator[tuple[str, SourceFile, Node]]:
    told = re.search(r"`(?:[\w:]+::)?(\w+)`", site.diagnostic.message)
    if not told or not site.match(r"is private|private field"):
        return
    item = find_item(site, base_name(told[1]), "type")
    body = item.node.child_by_field_name("body") if item is not None else None
    if item is None or body is None or body.type != "ordered_field_declaration_list":
        return
    for kind in body.children_by_field_name("type"):
        before = kind.prev_named_sibling
        if before is None or before.type != "visibility_modifier":
            yield item.name, item.file, kind
