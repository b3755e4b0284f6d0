"""Declares a method that is called as a statement and that the type does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, impls, member_names, members
from rust_agent_lsp.fixes.names import near
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import exact_node
from rust_agent_lsp.syntax.tree import ancestor

_MISSING = re.compile(r"no method named `(?P<name>\w+)` found for (?:struct|enum) `(?P<type>\w+)` ")


class DeclareMethod(FixRule):
    """Declares the method with the arguments of the call and an empty body.

    What it should do is for its author to write; another name may have been meant.
    """

    codes: ClassVar = ("E0599",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="""\
struct Bell;
fn main() {
    let bell = Bell;
    bell.ring(3, true);
}
""",
            after="""\
struct Bell;
impl Bell {
    fn ring(&self, _: i32, _: bool) {}
}
fn main() {
    let bell = Bell;
    bell.ring(3, true);
}
""",
        ),
        Example(
            before="""\
struct Bell;
impl Bell {
    fn hang(&self) {}
}
fn main() {
    Bell.hang();
    Bell.ring();
}
""",
            after="""\
struct Bell;
impl Bell {
    fn hang(&self) {}

    fn ring(&self) {}
}
fn main() {
    Bell.hang();
    Bell.ring();
}
""",
        ),
    )
    refuses: ClassVar = (
        "struct Bell;\nimpl Bell {\n    fn ring(&self) {}\n}\nfn main() {\n    Bell.rng();\n}\n",
        "struct Bell;\nfn main() {\n    let n = Bell.ring();\n}\n",
        "#[derive(Debug)]\nstruct Bell;\nfn main() {\n    Bell.clone();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = _MISSING.search(site.diagnostic.message)
        node = ancestor(site.node, "call_expression")
        call = call_of(node) if node is not None else None
        item = find_item(site, told["type"], "type") if told is not None else None
        if told is None or node is None or call is None or item is None or call.receiver is None:
            return
        is_statement = node.parent is not None and node.parent.type == "expression_statement"
        generic = item.node.child_by_field_name("type_parameters") is not None
        name = told["name"]
        others = [member for member, _ in member_names(site, item.name)]
        if not is_statement or generic or call.name != name or item.file != site.source:
            return
        if near(name, others) or site.diagnostic.suggestions or site.match(r"trait `?\w+`? "):
            return
        if name in ("clone", "cmp", "eq", "hash", "fmt", "to_string", "next", "iter", "into_iter"):
            return
        nodes = [exact_node(site.source, span) for span in call.arguments]
        kinds = [value_type(site.source, n) if n is not None else None for n in nodes]
        if None in kinds:
            return
        listed = ", ".join(["&self", *(f"_: {kind}" for kind in kinds)])
        yield site.candidate(
            self.id,
            f"Declare the method `{name}` of `{item.name}`",
            _placed(site, item.node, item.name, f"fn {name}({listed}) {{}}"),
            safety=Safety.GUESS,
            cost="The method does nothing yet.",
        )


def _placed(site: Site, item: Node, owner: str, function: str) -> Edit:
    """Put the function behind the last one of an inherent `impl`, or into a new one."""
    indent = site.source.indent_at(item.start_byte)
    for block in impls(site.source, owner):
        listed = members(block)
        if block.child_by_field_name("trait") is None and listed:
            inner = site.source.indent_at(listed[-1].start_byte)
            return Edit.insert(listed[-1].end_byte, f"\n\n{inner}{function}")
    text = f"\n{indent}impl {owner} {{\n{indent}    {function}\n{indent}}}"
    return Edit.insert(item.end_byte, text)
