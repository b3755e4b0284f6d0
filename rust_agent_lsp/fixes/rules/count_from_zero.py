"""Counts the parts of a tuple from zero."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, tuple_fields
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.values import split_top
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.names import Binding, binding_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class CountFromZero(FixRule):
    """Writes `pair.0` and `pair.1` for `pair.1` and `pair.2`, at all places of the variable.

    Where `.0` is used too, only the part that does not exist is changed, to the last one, which
    is a guess.
    """

    codes: ClassVar = ("E0609",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(p: (u8, u8)) -> u8 {\n    p.1 * 10 + p.2\n}\n",
            after="pub fn f(p: (u8, u8)) -> u8 {\n    p.0 * 10 + p.1\n}\n",
        ),
        Example(
            before="pub fn f(p: (u8, u8)) -> u8 {\n    p.0 * 10 + p.2\n}\n",
            after="pub fn f(p: (u8, u8)) -> u8 {\n    p.0 * 10 + p.1\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(p: (u8, u8)) -> u8 {\n    p.x + p.width\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"no field `(\d+)` on type `([^`]+)`", site.diagnostic.message)
        width = _width(site, told[2]) if told is not None else 0
        if told is None or not 0 < width <= int(told[1]):
            return
        access = site.enclosing("field_expression")
        value = access.child_by_field_name("value") if access is not None else None
        if value is None:  # Among a macro's tokens: `name`, `.`, `2`.
            dot = site.node.prev_sibling
            value = dot.prev_sibling if dot is not None else None
        function = ancestor(site.node, "function_item")
        if value is None or value.type not in ("identifier", "self") or function is None:
            return
        own = binding_of(value, text_of(value))
        places = [
            part
            for name, part in _accesses(function, text_of(value))
            if _same(own, binding_of(name, text_of(name)))
        ]
        numbers = {int(text_of(part)) for part in places}
        if numbers and max(numbers) == width and 0 not in numbers:
            yield site.candidate(
                self.id,
                f"Count the parts of `{text_of(value)}` from 0",
                *(replace_node(part, str(int(text_of(part)) - 1)) for part in places),
                safety=self.safety,
                cost="Each place means the part before the one that is written.",
            )
            return
        span = site.diagnostic.span
        yield site.candidate(
            self.id,
            f"Use the last part, `{text_of(value)}.{width - 1}`",
            Edit(Span(span.end - len(told[1]), span.end), str(width - 1)),
            safety=Safety.GUESS,
            cost="Another part may be meant.",
        )


def _width(site: Site, kind: str) -> int:
    bare = re.sub(r"^&(?:'\w+ )?(?:mut )?", "", kind)
    if bare.startswith("("):
        return len(split_top(bare[1:-1]))
    item = find_item(site, bare, "type")
    return len(tuple_fields(item.node)) if item is not None else 0


def _same(own: Binding | None, other: Binding | None) -> bool:
    return (own and own.node) == (other and other.node)


def _accesses(function: Node, name: str) -> Iterator[tuple[Node, Node]]:
    """Yield (name, number) of the places that read a numbered part of `name`."""
    for access in descendants(function, "field_expression"):
        value, part = access.child_by_field_name("value"), access.child_by_field_name("field")
        if value is None or part is None or text_of(value) != name:
            continue
        if text_of(part).isdigit():
            yield value, part
    for tokens in descendants(function, "token_tree"):
        children = tokens.children
        for first, dot, part in zip(children, children[1:], children[2:], strict=False):
            if text_of(first) == name and text_of(dot) == "." and text_of(part).isdigit():
                yield first, part
