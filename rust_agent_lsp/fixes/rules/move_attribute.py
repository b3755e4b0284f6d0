"""Puts an attribute on the item that it means, or takes it from one that cannot have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.derives import has_trait, type_items
from rust_agent_lsp.syntax.tree import ancestor, text_of

_WRONG_PLACE = re.compile(
    r"attribute cannot be used|attribute should be applied|may only be (?:applied|used)"
    r"|expected item after attributes|expected statement after outer attribute"
    r"|stability attributes may not|requires Rust ABI|trailing attribute"
)
_OF_FUNCTIONS = ("inline", "cold", "track_caller", "test", "must_use", "target_feature")


class MoveAttribute(FixRule):
    """Moves a `derive` or `repr` to the type meant, another attribute to the item beside it.

    Where no item can be meant, the attribute goes: the compiler would not have heeded it.
    """

    codes: ClassVar = ("", "E0774", "E0517", "E0518", "E0701", "E0734", "E0736", "E0737", "E0739")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct P(pub u8);\n\n#[derive(Clone)]\nimpl P {\n    pub fn f() {}\n}\n",
            after="#[derive(Clone)]\npub struct P(pub u8);\n\nimpl P {\n    pub fn f() {}\n}\n",
            code="E0774",
        ),
        Example(
            before="#[derive(Debug)]\npub fn f() {}\npub struct P(pub u8);\n",
            after="pub fn f() {}\n#[derive(Debug)]\npub struct P(pub u8);\n",
            code="E0774",
        ),
        Example(
            before="#[inline]\npub struct P(pub u8);\n",
            after="pub struct P(pub u8);\n",
            code="",
        ),
        Example(
            before="#[repr(u8)]\npub struct P(pub u8);\n",
            after="#[repr(C)]\npub struct P(pub u8);\n",
            code="E0517",
        ),
        Example(
            before="pub struct P;\nimpl P {\n    pub fn f() {}\n    #[inline]\n}\n",
            after="pub struct P;\nimpl P {\n    #[inline]\n    pub fn f() {}\n}\n",
            code="",
        ),
        Example(
            before='#[stable(feature = "a", since = "b")]\npub fn f() {}\n',
            after="pub fn f() {}\n",
            code="E0734",
        ),
        Example(
            before='#[track_caller]\npub extern "C" fn f() {}\n',
            after='pub extern "C" fn f() {}\n',
            code="E0737",
        ),
    )
    refuses: ClassVar = ("#[no_such_thing]\npub fn f() {}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        attribute = site.enclosing("attribute_item", "inner_attribute_item")
        if attribute is None or not _WRONG_PLACE.search(site.diagnostic.message):
            return
        shown = text_of(attribute)
        gone = _line_of(site, attribute)
        word = (re.findall(r"[a-z_]\w*", shown) or [""])[0]
        below = _item_below(attribute)
        if shown.startswith("#!") and below is not None:
            at = attribute.start_byte + 1
            yield site.candidate(
                self.id, "Make it an attribute of the next item", Edit.delete(at, at + 1)
            )
        target = _meant(site, attribute, below, word)
        if target is not None:
            new = _missing_traits(site, shown, target)
            indent = site.source.indent_at(target.start_byte)
            edits = [gone]
            if new:
                edits.append(Edit.insert(target.start_byte, f"{new}\n{indent}"))
            name = node_name(target)
            yield site.candidate(self.id, f"Move `{shown}` to `{name}`", *edits)
            return
        hint = re.fullmatch(r"#\[repr\(\s*[iu](?:8|16|32|64|128|size)\s*\)\]", shown)
        if hint is not None and below is not None and below.type == "struct_item":
            edit = Edit(Span(attribute.start_byte, attribute.end_byte), "#[repr(C)]")
            cost = "The fields keep their order, as in C."
            yield site.candidate(
                self.id, "Lay out the struct as C does", edit, safety=Safety.SAFE, cost=cost
            )
        yield site.candidate(
            self.id,
            f"Drop `{shown}`",
            gone,
            safety=Safety.CHANGES_BEHAVIOUR if hint else self.safety,
        )


def _line_of(site: Site, attribute: Node) -> Edit:
    """Delete the attribute, with its line where it stands alone."""
    source = site.source
    begin, end = source.line_start(attribute.start_byte), source.line_end(attribute.end_byte)
    if source.slice(Span(begin, attribute.start_byte)).strip() == "":
        if source.slice(Span(attribute.end_byte, end)).strip() == "":
            return Edit.delete(begin, min(end + 1, len(source.text)))
        after = source.text[attribute.end_byte : end]
        return Edit.delete(attribute.start_byte, end - len(after.lstrip()))
    space = source.text[attribute.end_byte : attribute.end_byte + 1] == b" "
    return Edit.delete(attribute.start_byte, attribute.end_byte + space)


def _item_below(attribute: Node) -> Node | None:
    at = attribute.next_named_sibling
    while at is not None and (at.type == "attribute_item" or at.type.endswith("comment")):
        at = at.next_named_sibling
    return at


def _meant(site: Site, attribute: Node, below: Node | None, word: str) -> Node | None:
    """Return the item that an attribute at the wrong place is likely meant for."""
    if below is not None and below.type == "ERROR":
        below = None
    if word in ("derive", "repr"):
        if below is not None and below.type == "impl_item":
            kind = below.child_by_field_name("type")
            return type_items(site.source).get(base_name(text_of(kind))) if kind else None
        if word == "repr" or (below is not None and below.type == "let_declaration"):
            return None
        kinds: tuple[str, ...] = ("struct_item", "enum_item", "union_item")
    elif word in _OF_FUNCTIONS and below is None:
        kinds = ("function_item",)
    elif word in _OF_FUNCTIONS and below is not None and below.type == "impl_item":
        inside = below.child_by_field_name("body")
        found = [n for n in inside.named_children if n.type == "function_item"] if inside else []
        return found[0] if len(found) == 1 else None
    else:
        return None
    later, earlier = attribute.next_named_sibling, attribute.prev_named_sibling
    while word == "derive" and later is not None:
        if later.type in kinds:
            return later
        later = later.next_named_sibling
    while earlier is not None and earlier.type not in kinds:
        earlier = earlier.prev_named_sibling
    block = ancestor(attribute, "block")
    return earlier if earlier is not None or block is None else None


def _missing_traits(site: Site, shown: str, target: Node) -> str:
    """Return a `derive` of what `target` does not have yet; other attributes as they are."""
    listed = re.fullmatch(r"#!?\[derive\((.*)\)\]", shown, re.S)
    if listed is None:
        return shown.replace("#!", "#")
    traits = [t.strip() for t in listed[1].split(",") if t.strip()]
    missing = [t for t in traits if not has_trait(site.source, node_name(target), t)]
    return f"#[derive({', '.join(missing)})]" if missing else ""
