"""Has a lifetime last for the whole program where the called code demands it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import generic_items
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class WriteStaticLifetime(FixRule):
    """Names `'static` in the types that a statement writes, or demands `'a: 'static`.

    The bound is one on the callers: they can only pass what is never freed.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="fn keep<T: 'static>() {}\npub fn f<'a>(_n: &'a u32) {\n"
            "    keep::<&'a u32>();\n}\n",
            after="fn keep<T: 'static>() {}\npub fn f<'a>(_n: &'a u32) {\n"
            "    keep::<&'static u32>();\n}\n",
        ),
        Example(
            before="pub fn f<'a>(x: &'a u32) -> Box<dyn Fn() -> u32 + 'static> {\n"
            "    Box::new(move || *x)\n}\n",
            after="pub fn f<'a: 'static>(x: &'a u32) -> Box<dyn Fn() -> u32 + 'static> {\n"
            "    Box::new(move || *x)\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn longer<'a, 'b>(x: &'a str, y: &'b str) -> &'a str {\n"
        "    if x.len() > y.len() { x } else { y }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = site.match(r"`('[a-z_]\w*)` must outlive `'static`")
        if found is None or found[1] == "'static":
            return
        name = found[1]
        statement = site.enclosing("let_declaration", "expression_statement", "match_pattern")
        if statement is None:
            block = site.enclosing("block")
            statement = site.node if block is not None and block.id != site.node.id else None
        written = _named(statement, name) if statement is not None else []
        if written:
            yield site.candidate(
                self.id,
                f"Write `'static` for `{name}` here",
                *(replace_node(n, "'static") for n in written),
                safety=Safety.SAFE,
            )
        for item in generic_items(site.node):
            listed = item.child_by_field_name("type_parameters")
            for parameter in listed.named_children if listed is not None else ():
                declared = parameter.child_by_field_name("name")
                bounds = parameter.child_by_field_name("bounds")
                if declared is None or text_of(declared) != name:
                    continue
                text = " + 'static" if bounds is not None else ": 'static"
                yield site.candidate(
                    self.id,
                    f"Demand that `{name}` lasts for the whole program",
                    Edit.insert((bounds or declared).end_byte, text),
                    safety=Safety.API_CHANGE,
                    cost="Callers can only pass what is never freed.",
                )
                return


def _named(statement: Node, name: str) -> list[Node]:
    """Return the uses of a lifetime in a statement, without those in closures or blocks."""
    return [
        n
        for n in descendants(statement, "lifetime")
        if text_of(n) == name and ancestor(n, "block", "closure_expression") == _outer(statement)
    ]


def _outer(statement: Node) -> Node | None:
    return ancestor(statement, "block", "closure_expression")
