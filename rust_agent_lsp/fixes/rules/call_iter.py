"""Calls what has the method: an iterator over a collection, a field's closure, the type itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, member_names, named_fields, takes_self
from rust_agent_lsp.fixes.names import base_name, missing
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.std_names import words
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.tree import text_of

_ITERATOR_METHODS = words(
    "map filter fold enumerate zip rev skip take chain any all find find_map filter_map flat_map"
    " for_each sum product max min max_by_key min_by_key max_by min_by count collect cloned copied"
    " step_by take_while skip_while position peekable partition last nth next unzip cycle flatten"
    " scan inspect map_while"
)
_ON_TEXT = ("String", "str", "&str", "&String")


class CallIter(FixRule):
    """Adds `.iter()` or `.chars()` before an iterator's method, or writes `(x.f)(…)`."""

    codes: ClassVar = ("E0599",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(xs: &Vec<u8>) -> Vec<u8> {\n    xs.map(|x| x + 1).collect()\n}\n",
            after="pub fn f(xs: &Vec<u8>) -> Vec<u8> {\n    xs.iter().map(|x| x + 1).collect()\n"
            "}\n",
        ),
        Example(
            before="pub struct B {\n    run: fn(u8) -> u8,\n}\npub fn f(b: &B) -> u8 {\n"
            "    b.run(1)\n}\n",
            after="pub struct B {\n    run: fn(u8) -> u8,\n}\npub fn f(b: &B) -> u8 {\n"
            "    (b.run)(1)\n}\n",
        ),
        Example(
            before="pub struct B;\nimpl B {\n    pub fn size() -> u8 {\n        1\n    }\n}\n"
            "pub fn f(b: &B) -> u8 {\n    b.size()\n}\n",
            after="pub struct B;\nimpl B {\n    pub fn size() -> u8 {\n        1\n    }\n}\n"
            "pub fn f(b: &B) -> u8 {\n    B::size()\n}\n",
        ),
    )
    refuses: ClassVar = ("pub struct B;\npub fn f(b: &B) -> u8 {\n    b.size()\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lost = missing(site.diagnostic.message)
        told = re.search(r"`([^`]+)` is not an iterator", site.diagnostic.message)
        name = lost.name if lost else site.source.slice(site.diagnostic.span)
        owner = lost.where if lost else (told[1] if told else "")
        access = site.enclosing("field_expression")
        receiver = access.child_by_field_name("value") if access is not None else None
        if access is None or receiver is None or not name.isidentifier():
            return
        inner = call_of(receiver)
        if inner is not None and inner.name == "map" and re.match(r"\[.*; \d+\]$", owner):
            receiver = inner.receiver or receiver  # An array has a `map` of its own.
        if name in _ITERATOR_METHODS:
            yield from self._iterated(site, receiver, owner)
        item = find_item(site, owner, "type")
        if item is None:
            return
        call = access.parent
        if name in named_fields(item.node) and call is not None and call.type == "call_expression":
            yield site.candidate(
                self.id,
                f"Call what the field `{name}` holds",
                Edit.insert(access.start_byte, "("),
                Edit.insert(access.end_byte, ")"),
            )
        statics = {n for n, node in member_names(site, item.name) if not takes_self(node)}
        if name in statics:
            yield site.candidate(
                self.id,
                f"Call `{base_name(owner)}::{name}`, which takes no `self`",
                Edit(Span(access.start_byte, access.end_byte), f"{base_name(owner)}::{name}"),
                safety=Safety.SAFE if _is_plain(receiver) else Safety.CHANGES_BEHAVIOUR,
            )

    def _iterated(self, site: Site, receiver: Node, owner: str) -> Iterator[Candidate]:
        ways = ["iter", "into_iter", "iter_mut"]
        if owner in _ON_TEXT:
            ways = ["chars", "bytes"]
        elif owner.endswith("}") or "integer" in owner or re.fullmatch(r"[iuf]\d+", owner):
            return
        owned = not owner.startswith("&") and _borrows_item(receiver)
        for way in ways:
            weaker = owned and way == "iter"
            yield site.candidate(
                self.id,
                f"Call `.{way}()` first",
                Edit.insert(receiver.end_byte, f".{way}()"),
                safety=Safety.CHANGES_BEHAVIOUR if weaker else Safety.SAFE,
                cost="The closure then borrows a reference." if weaker else "",
            )


def _borrows_item(receiver: Node) -> bool:
    """Say whether a closure after `receiver` borrows its parameter whole, so that it owns it."""
    access = receiver.parent
    call = access.parent if access is not None else None
    closure = re.search(r"\(\|(\w+)\|(.*)", text_of(call)) if call is not None else None
    return closure is not None and bool(re.search(rf"&{closure[1]}\b(?![.\[])", closure[2]))


def _is_plain(node: Node) -> bool:
    return node.type in ("identifier", "self", "field_expression") and bool(text_of(node))
