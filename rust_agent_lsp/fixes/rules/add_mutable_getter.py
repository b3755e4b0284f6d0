"""Adds the sister of a getter that lends mutably."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import call_of, callee, functions_named, self_parameter
from rust_agent_lsp.syntax.names import make_mutable
from rust_agent_lsp.syntax.returns import tail_of
from rust_agent_lsp.syntax.statements import statements
from rust_agent_lsp.syntax.tree import ancestor, text_of


class AddMutableGetter(FixRule):
    """Adds `items_mut` beside a getter `items` of this file and calls it for the change."""

    codes: ClassVar = ("E0596", "E0594")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Team {\n    names: Vec<u8>,\n}\nimpl Team {\n"
            "    pub fn names(&self) -> &Vec<u8> {\n        &self.names\n    }\n}\n"
            "pub fn f(team: &mut Team) {\n    team.names().push(1);\n}\n",
            after="pub struct Team {\n    names: Vec<u8>,\n}\nimpl Team {\n"
            "    pub fn names(&self) -> &Vec<u8> {\n        &self.names\n    }\n\n"
            "    pub fn names_mut(&mut self) -> &mut Vec<u8> {\n        &mut self.names\n    }\n}\n"
            "pub fn f(team: &mut Team) {\n    team.names_mut().push(1);\n}\n",
            code="E0596",
        ),
    )
    refuses: ClassVar = ("pub fn f(v: &Vec<u8>) {\n    v.push(1);\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        node = site.node.child_by_field_name("left") or site.node
        while node.type in ("field_expression", "unary_expression", "index_expression"):
            node = node.child_by_field_name("value") or node.named_children[0]
        call = call_of(node) if node.type == "call_expression" else None
        getter = callee(site.source, call) if call is not None else None
        if call is None or getter is None or call.receiver is None:
            return
        sister = f"{call.name}_mut"
        text = _sister(getter, call.name, sister)
        named = [c for c in _leaves(node) if text_of(c) == call.name]
        if text is None or not named or functions_named(site.source, sister):
            return
        indent = site.source.indent_at(getter.start_byte)
        mutable = make_mutable(call.receiver) if call.receiver.type == "identifier" else []
        yield site.candidate(
            self.id,
            f"Add `{sister}`, which lends mutably, and call it",
            insert_after(getter, f"\n\n{indent}{text}"),
            replace_node(named[-1], sister),
            *mutable,
        )


def _leaves(call: Node) -> list[Node]:
    function = call.child_by_field_name("function")
    field = function.child_by_field_name("field") if function is not None else None
    return [field] if field is not None else []


def _sister(getter: Node, name: str, sister: str) -> str | None:
    """Return the getter's text with `&mut` for `&`, or None where it is more than a getter."""
    receiver, returned = self_parameter(getter), getter.child_by_field_name("return_type")
    body = getter.child_by_field_name("body")
    tail = tail_of(body) if body is not None else None
    block = ancestor(getter, "impl_item")
    if receiver is None or returned is None or body is None or tail is None or block is None:
        return None
    if text_of(receiver) != "&self" or block.child_by_field_name("trait") is not None:
        return None
    if len(statements(body)) != 1 or not re.match(r"&\s*self\.", text_of(tail)):
        return None
    kind = re.fullmatch(r"&\s*((?:'\w+ )?)(?!mut )(.+)", text_of(returned), re.S)
    if kind is None:
        return None
    text = text_of(getter)
    text = re.sub(rf"\bfn {re.escape(name)}\b", f"fn {sister}", text, count=1)
    text = text.replace("&self", "&mut self", 1)
    text = text.replace(text_of(returned), f"&{kind[1]}mut {kind[2]}", 1)
    return text.replace(text_of(tail), re.sub(r"^&\s*", "&mut ", text_of(tail)), 1)
