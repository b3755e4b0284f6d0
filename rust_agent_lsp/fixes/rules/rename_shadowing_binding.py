"""Renames a binding that has the name of a constant, static, unit variant or tuple struct."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.names import free_name, uses_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_HOSTS = ("let_declaration", "parameter", "for_expression", "match_arm", "closure_parameters")


class RenameShadowingBinding(FixRule):
    """Gives a new variable a name of its own, in its declaration and where it is used.

    A later use may have meant the constant instead of the variable.
    """

    codes: ClassVar = ("E0530",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
static LIMIT: u32 = 10;
fn main() {
    println!("{}", LIMIT);
    let LIMIT = 3;
    println!("{}", LIMIT + 1);
}
""",
            after="""\
static LIMIT: u32 = 10;
fn main() {
    println!("{}", LIMIT);
    let limit = 3;
    println!("{}", limit + 1);
}
""",
        ),
        Example(
            before="""\
#[allow(non_camel_case_types)]
struct point(u32);
fn sum(point: u32, y: u32) -> u32 {
    point + y
}
fn main() {
    println!("{}", sum(point(1).0, 2));
}
""",
            after="""\
#[allow(non_camel_case_types)]
struct point(u32);
fn sum(point_value: u32, y: u32) -> u32 {
    point_value + y
}
fn main() {
    println!("{}", sum(point(1).0, 2));
}
""",
        ),
    )
    refuses: ClassVar = (
        "static LIMIT: u32 = 10;\npub fn f(n: u32) -> bool {\n    match n {\n"
        "        LIMIT => true,\n        _ => false,\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"cannot shadow", site.diagnostic.message)
        bound = next(
            (n for n in descendants(site.node, "identifier", "shorthand_field_identifier")), None
        )
        host = ancestor(bound, *_HOSTS) if bound is not None else None
        if told is None or bound is None or host is None or bound.type != "identifier":
            return
        scope = _scope(host)
        plain_arm = host.type == "match_arm" and not re.search(
            r"\bmut\b|@", text_of(site.node.parent or site.node)
        )
        if plain_arm or scope is None:
            return
        name = text_of(bound)
        new = name.lower() if name.lower() != name else f"{name}_value"
        new = free_name(bound, new)
        uses = [n for n in uses_of(scope, name) if n.start_byte >= host.start_byte and n != bound]
        if host.type == "let_declaration":
            uses = [n for n in uses if n.start_byte >= host.end_byte]
        if any(n.type != "identifier" for n in uses):
            return
        yield site.candidate(
            self.id,
            f"Rename the variable `{name}` to `{new}`",
            replace_node(bound, new),
            *(replace_node(n, new) for n in uses),
            safety=self.safety,
            cost=f"Uses after it now mean the variable, not the item `{name}`.",
        )


def _scope(host: Node) -> Node | None:
    if host.type == "let_declaration":
        return ancestor(host, "block")
    if host.type in ("parameter", "closure_parameters"):
        owner = ancestor(host, "closure_expression", "function_item")
        return owner.child_by_field_name("body") if owner is not None else None
    return host
