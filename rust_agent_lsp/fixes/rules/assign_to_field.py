"""Assigns to the field behind a getter, or through the mutable getter of a collection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import Call, call_of, functions_named, parameters
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.returns import tail_of
from rust_agent_lsp.syntax.tree import text_of

_ASSIGNMENTS = ("assignment_expression", "compound_assignment_expr")
_MUTABLE = {
    "get": "get_mut",
    "first": "first_mut",
    "last": "last_mut",
    "front": "front_mut",
    "back": "back_mut",
    "iter": "iter_mut",
    "borrow": "borrow_mut",
    "as_ref": "as_mut",
}
_TAKES = ("unwrap", "expect")


class AssignToField(FixRule):
    """Writes `p.score = 1` for `p.score() = 1`, and `*m.get_mut(k).unwrap() = 1` for `m.get(k)`."""

    codes: ClassVar = ("E0070", "E0067")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Player {\n    score: i32,\n}\nimpl Player {\n"
            "    fn score(&self) -> i32 {\n        self.score\n    }\n}\n"
            "pub fn f(p: &mut Player) -> i32 {\n    p.score() = 10;\n    p.score()\n}\n",
            after="pub struct Player {\n    score: i32,\n}\nimpl Player {\n"
            "    fn score(&self) -> i32 {\n        self.score\n    }\n}\n"
            "pub fn f(p: &mut Player) -> i32 {\n    p.score = 10;\n    p.score()\n}\n",
            code="E0070",
        ),
        Example(
            before="pub fn f(v: &mut Vec<u8>) {\n    v.first().unwrap() = 5;\n}\n",
            after="pub fn f(v: &mut Vec<u8>) {\n    *v.first_mut().unwrap() = 5;\n}\n",
            code="E0070",
        ),
    )
    refuses: ClassVar = (
        "pub struct P(u8);\nimpl P {\n    fn twice(&self) -> u8 {\n        self.0 * 2\n    }\n}\n"
        "pub fn f(p: &mut P) {\n    p.twice() = 3;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        whole = site.enclosing(*_ASSIGNMENTS)
        left = whole.child_by_field_name("left") if whole is not None else None
        call = call_of(left) if left is not None else None
        if left is None or call is None or call.receiver is None:
            return
        field = _field_behind(site, call)
        if field is not None:
            new = f"{text_of(call.receiver)}.{field}"
            yield site.candidate(self.id, f"Assign to `{new}`", replace_node(left, new))
        inner = call_of(call.receiver) if call.name in _TAKES else call
        edits = _made_mutable(inner) if inner is not None else []
        if edits:
            yield site.candidate(
                self.id,
                f"Assign to what `{short_text(left)}` refers to, got mutably",
                insert_before(left, "*"),
                *edits,
            )


def _field_behind(site: Site, call: Call) -> str | None:
    """Return the field that the called getter returns, or None when it does anything else."""
    if call.arguments:
        return None
    fields = set()
    for function in functions_named(site.source, call.name):
        body = function.child_by_field_name("body")
        tail = tail_of(body) if body is not None else None
        found = re.fullmatch(
            r"&?(?:mut )?self\.(\w+)(?:\.clone\(\))?", text_of(tail) if tail else ""
        )
        if found is None or parameters(function) or body is None or len(body.named_children) != 1:
            return None
        fields.add(found[1])
    return fields.pop() if len(fields) == 1 else None


def _made_mutable(call: Call) -> list[Edit]:
    function = call.node.child_by_field_name("function")
    name: Node | None = function.child_by_field_name("field") if function is not None else None
    if name is None or call.name not in _MUTABLE:
        return []
    return [replace_node(name, _MUTABLE[call.name])]
