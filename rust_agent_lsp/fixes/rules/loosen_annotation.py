"""Takes a lifetime out of an annotation within a function that asks for more than is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import FUNCTIONS, Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of

_ASKS = re.compile(
    r"requires that .*(?:(?:is borrowed|borrow lasts) for|must outlive) `('\w+)`", re.S
)
_GENERIC = ("type_arguments", "generic_type", "generic_type_with_turbofish")


class LoosenAnnotation(FixRule):
    """Drops `'static` or another lifetime from the type of a local variable, a cast or a call.

    The compiler then finds the lifetime that the value really has; nothing else changes.
    """

    codes: ClassVar = (
        *("E0597", "E0716", "E0505", "E0506", "E0499", "E0502", "E0503", "E0515", "E0521"),
        *("E0621", ""),
    )
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() -> u8 {\n    let count = 2;\n    let shown: &'static u8 = &count;\n"
            "    *shown\n}\n",
            after="pub fn f() -> u8 {\n    let count = 2;\n    let shown: &u8 = &count;\n"
            "    *shown\n}\n",
            code="E0597",
        ),
        Example(
            before="pub struct View<'a>(pub &'a str);\n"
            "pub fn f<'a>(outer: &'a str) -> usize {\n    let text = String::new();\n"
            "    let view: View<'a> = View(&text);\n    view.0.len() + outer.len()\n}\n",
            after="pub struct View<'a>(pub &'a str);\n"
            "pub fn f<'a>(outer: &'a str) -> usize {\n    let text = String::new();\n"
            "    let view: View<'_> = View(&text);\n    view.0.len() + outer.len()\n}\n",
            code="E0597",
        ),
        Example(
            before="pub fn same<T>(x: T) -> T {\n    x\n}\npub fn f<'a, 'b>(n: &'b u8, _: &'a u8)"
            " -> u8 {\n    *same::<&'a u8>(n)\n}\n",
            after="pub fn same<T>(x: T) -> T {\n    x\n}\npub fn f<'a, 'b>(n: &'b u8, _: &'a u8)"
            " -> u8 {\n    *same::<&u8>(n)\n}\n",
            code="",
        ),
    )
    refuses: ClassVar = (
        "pub fn keep(_: &'static u8) {}\npub fn f() {\n    let n = 2;\n    keep(&n);\n}\n",
        "static FIRST: u8 = 1;\npub fn f() -> &'static u8 {\n    let n = FIRST + 1;\n"
        "    let kept: &u8 = &n;\n    kept\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        for label in site.diagnostic.labels:
            found = _ASKS.search(label.text)
            if found is None or label.location.path != site.source.path:
                continue
            node = site.node_of(label)
            if ancestor(node, *FUNCTIONS) is None:
                continue
            edits = next(filter(None, _found(node, label.location.span, found[1])), None)
            if edits:
                title = f"Drop `{found[1]}` from the type: the compiler finds the lifetime"
                yield site.candidate(self.id, title, *edits)
                return


def _found(node: Node, span: Span, name: str) -> Iterator[list[Edit]]:
    """Yield the edits within the span that is complained of, then in the expression around it."""
    yield list(_edits(node, span, name))
    whole = ancestor(node, "call_expression", "struct_expression", "function_item", "block")
    if whole is not None and whole.type in ("call_expression", "struct_expression"):
        yield list(_edits(whole, span_of(whole), name))


def _edits(node: Node, span: Span, name: str) -> Iterator[Edit]:
    for lifetime in [node, *descendants(node, "lifetime")]:
        parent = lifetime.parent
        if lifetime.type != "lifetime" or text_of(lifetime) != name or parent is None:
            continue
        item = ancestor(lifetime, "function_item", "parameters", "type_parameters")
        inside = item is not None and item.type == "function_item" and span_of(item).contains(span)
        if not span.contains(span_of(lifetime)) or not inside:
            continue
        if parent.type == "reference_type":
            following = lifetime.next_sibling
            end = following.start_byte if following is not None else lifetime.end_byte
            yield Edit.delete(lifetime.start_byte, end)
        elif parent.type in _GENERIC or parent.type == "bounded_type":
            yield Edit(span_of(lifetime), "'_")
