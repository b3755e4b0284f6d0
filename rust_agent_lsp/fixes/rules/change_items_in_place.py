"""Changes the items of a collection where the loop would take them away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import moved_value
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import prefix
from rust_agent_lsp.syntax.mutable import (
    is_place,
    owner_edits,
    through_edits,
)
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of


class ChangeItemsInPlace(FixRule):
    """Iterates with `&mut` where the loop binds each item as `mut` and the collection is used on.

    A clone would compile too, but what is changed in it would be lost.
    """

    codes: ClassVar = ("E0382", "E0505", "E0507", "E0508", "E0509")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let names = vec![String::from("a")];
    for mut name in names {
        name.push('!');
    }
    println!("{names:?}");
}
""",
            after="""\
fn main() {
    let mut names = vec![String::from("a")];
    for name in &mut names {
        name.push('!');
    }
    println!("{names:?}");
}
""",
            code="E0382",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let names = vec![String::from("b")];
    for name in names {
        drop(name);
    }
    println!("{names:?}");
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = moved_value(site)
        if span is None:
            return
        node = site.source.node_at(span)
        yield from self._loop(site, node, span)
        yield from self._for_each(site, node, span)

    def _loop(self, site: Site, node: Node, span: Span) -> Iterator[Candidate]:
        loop = ancestor(node, "for_expression")
        value = loop.child_by_field_name("value") if loop is not None else None
        name = _changed_item(loop.child_by_field_name("pattern")) if loop is not None else None
        if loop is None or value is None or name is None or not value.end_byte >= span.end:
            return
        if value.start_byte > span.start:
            return
        edits = _lent_items(site, value)
        if edits:
            title = f"Iterate mutably, so that `{text_of(name)}` is changed in place"
            edits += [Edit.delete(_start(name), name.start_byte)]
            edits += through_edits(loop, text_of(name), value.end_byte)
            yield site.candidate(self.id, title, *edits)

    def _for_each(self, site: Site, node: Node, span: Span) -> Iterator[Candidate]:
        inner = ancestor(node, "call_expression") if node.type != "call_expression" else node
        method = inner.parent if inner is not None else None
        call = method.parent if method is not None else None
        if inner is None or call is None or not re.search(r"\.into_iter\(\)$", text_of(inner)):
            return
        field = method.child_by_field_name("field") if method is not None else None
        if field is None or text_of(field) != "for_each":
            return
        listed = next(descendants(call, "closure_parameters"), None)
        first = listed.named_children[0] if listed is not None and listed.named_children else None
        name = _changed_item(first)
        edits = _lent_items(site, inner)
        if name is not None and edits and listed is not None and listed.parent is not None:
            edits += [Edit.delete(_start(name), name.start_byte)]
            edits += through_edits(listed.parent, text_of(name), listed.end_byte)
            title = f"Iterate mutably, so that `{text_of(name)}` is changed in place"
            yield site.candidate(self.id, title, *edits)


def _changed_item(pattern: Node | None) -> Node | None:
    """Return the name in the pattern `mut name`, or None."""
    if pattern is None:
        return None
    if pattern.type == "mut_pattern":
        return pattern.named_children[-1]
    before = pattern.prev_sibling
    marked = before is not None and before.type == "mutable_specifier"
    return pattern if marked and pattern.type == "identifier" else None


def _start(name: Node) -> int:
    """Return where the `mut` before `name` begins."""
    before = name.prev_sibling
    return before.start_byte if before is not None else name.start_byte


def _lent_items(site: Site, value: Node) -> list[Edit]:
    """Return edits that iterate over `value` with `&mut`; none where it is no plain place."""
    if is_place(value):
        return [*prefix(site.source, span_of(value), "&mut "), *owner_edits(value)]
    function = value.child_by_field_name("function")
    field = function.child_by_field_name("field") if function is not None else None
    held = function.child_by_field_name("value") if function is not None else None
    if field is None or held is None or text_of(field) != "into_iter" or not is_place(held):
        return []
    return [Edit(span_of(field), "iter_mut"), *owner_edits(held)]
