"""Lets the caller keep a value whose destructor would run under a borrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import calls_of, self_parameter
from rust_agent_lsp.syntax.generics import lifetimes_of
from rust_agent_lsp.syntax.names import binding_of, make_mutable
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class LendDroppedValue(FixRule):
    """Takes the parameter by `&'a mut` (or `&'a`), so that it is dropped by the caller.

    The value stays borrowed for as long as what it lends is in use.
    """

    codes: ClassVar = ("E0713",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct S<'a> {\n    data: &'a mut String,\n}\nimpl<'a> Drop for S<'a> {\n"
            "    fn drop(&mut self) {\n        self.data.clear();\n    }\n}\n"
            "pub fn demo<'a>(s: S<'a>) -> &'a mut String {\n    &mut *s.data\n}\n",
            after="pub struct S<'a> {\n    data: &'a mut String,\n}\nimpl<'a> Drop for S<'a> {\n"
            "    fn drop(&mut self) {\n        self.data.clear();\n    }\n}\n"
            "pub fn demo<'a>(s: &'a mut S<'_>) -> &'a mut String {\n    &mut *s.data\n}\n",
        ),
        Example(
            before="pub struct S<'a>(&'a mut u8);\nimpl Drop for S<'_> {\n"
            "    fn drop(&mut self) {\n        *self.0 = 0;\n    }\n}\n"
            "fn show<'a>(s: S<'a>) -> &'a u8 {\n    &*s.0\n}\n"
            "pub fn f(mut n: u8) -> u8 {\n    let s = S(&mut n);\n    *show(s)\n}\n",
            after="pub struct S<'a>(&'a mut u8);\nimpl Drop for S<'_> {\n"
            "    fn drop(&mut self) {\n        *self.0 = 0;\n    }\n}\n"
            "fn show<'a>(s: &'a S<'_>) -> &'a u8 {\n    &*s.0\n}\n"
            "pub fn f(mut n: u8) -> u8 {\n    let s = S(&mut n);\n    *show(&s)\n}\n",
        ),
        Example(
            before="pub struct S<'a>(&'a mut u8);\nimpl Drop for S<'_> {\n"
            "    fn drop(&mut self) {\n        *self.0 = 0;\n    }\n}\nimpl<'a> S<'a> {\n"
            "    pub fn last(self) -> &'a mut u8 {\n        &mut *self.0\n    }\n}\n",
            after="pub struct S<'a>(&'a mut u8);\nimpl Drop for S<'_> {\n"
            "    fn drop(&mut self) {\n        *self.0 = 0;\n    }\n}\nimpl<'a> S<'a> {\n"
            "    pub fn last(&mut self) -> &mut u8 {\n        &mut *self.0\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct S<'a>(&'a mut u8);\nimpl Drop for S<'_> {\n    fn drop(&mut self) {}\n}\n"
        "pub fn f(n: &mut u8) -> &mut u8 {\n    let s = S(n);\n    &mut *s.0\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item")
        dropped = site.match(r"drop of `(\w+)` needs exclusive access")
        name = dropped[1] if dropped is not None else _root(site.node)
        result = function.child_by_field_name("return_type") if function is not None else None
        if name == "self" and function is not None and result is not None:
            yield from self._method(site, function, result)
            return
        binding = binding_of(site.node, name)
        if function is None or binding is None or binding.holder.type != "parameter":
            return
        kind = binding.type
        if kind is None or kind.type == "reference_type" or result is None:
            return
        lifetime = re.search(r"'\w+", text_of(result))
        if lifetime is None:
            return
        exclusive = "&mut" in text_of(result) or "&mut" in site.source.slice(site.diagnostic.span)
        yield self._lent(site, function, name, kind, lifetime[0], exclusive=exclusive)

    def _method(self, site: Site, function: Node, result: Node) -> Iterator[Candidate]:
        """Take `&mut self`, and let the result borrow from it."""
        receiver = self_parameter(function)
        block = ancestor(function, "impl_item")
        if receiver is None or block is None or text_of(receiver) not in ("self", "mut self"):
            return
        new = "&mut self" if "mut" in text_of(result) else "&self"
        held = lifetimes_of(block)
        edits: list[Edit] = [replace_node(receiver, new)]
        for node in descendants(result, "lifetime"):
            if text_of(node) not in held:
                continue
            bare = node.parent is not None and node.parent.type == "reference_type"
            end = node.end_byte + (site.source.text[node.end_byte : node.end_byte + 1] == b" ")
            edits.append(Edit.delete(node.start_byte, end) if bare else replace_node(node, "'_"))
        for call in calls_of(site.source, node_name(function)):
            if call.receiver is not None and call.receiver.type == "identifier" and "mut" in new:
                edits += make_mutable(call.receiver)
        yield site.candidate(
            self.id,
            f"Take `{new}` in `{node_name(function)}`",
            *edits,
            safety=self.safety,
            cost="The caller keeps the value, borrowed while the result is in use.",
        )

    def _lent(
        self, site: Site, function: Node, name: str, kind: Node, lifetime: str, *, exclusive: bool
    ) -> Candidate:
        borrow = f"&{lifetime} mut " if exclusive else f"&{lifetime} "
        edits: list[Edit] = [insert_before(kind, borrow)]
        # What it holds must outlive the borrow, not end with it.
        edits += [
            replace_node(n, "'_") for n in descendants(kind, "lifetime") if text_of(n) == lifetime
        ]
        index = [node_name(p) or text_of(p) for p in _parameters(function)]
        at = next((i for i, text in enumerate(index) if re.match(rf"(?:mut )?{name}\b", text)), 0)
        for call in calls_of(site.source, node_name(function)):
            if call.receiver is not None or at >= len(call.arguments):
                continue
            given = site.source.node_at(call.arguments[at])
            edits.append(Edit.insert(call.arguments[at].start, "&mut " if exclusive else "&"))
            if exclusive and given.type == "identifier":
                edits += make_mutable(given)
        return site.candidate(
            self.id,
            f"Borrow `{name}` in `{node_name(function)}`",
            *edits,
            safety=self.safety,
            cost=f"The caller keeps `{name}`, borrowed while the result is in use.",
        )


def _parameters(function: Node) -> list[Node]:
    listed = function.child_by_field_name("parameters")
    return [n for n in listed.named_children if n.type == "parameter"] if listed else []


def _root(node: Node) -> str:
    found = next(descendants(node, "identifier", "self"), None)
    return text_of(found) if found is not None else ""
