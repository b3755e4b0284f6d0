"""Changes the original through `&mut` where a value moved to a `mut` name would be changed."""

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
from rust_agent_lsp.syntax.calls import self_parameter
from rust_agent_lsp.syntax.expressions import prefix, short_text
from rust_agent_lsp.syntax.mutable import (
    is_place,
    mut_word,
    owner_edits,
    root_of,
    through_edits,
    without_mut,
)
from rust_agent_lsp.syntax.names import binding_of, uses_of
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, span_of, text_of

_COPY = re.compile(r"copy|clone|sorted|reversed|snapshot|backup|new|next|scratch|te?mp|old|prev")
_FROM_MATCH = ("match_arm", "let_condition")


class ChangeInPlace(FixRule):
    """Takes `&mut` where a `let mut` or a pattern with `mut` would take the value away.

    A clone would compile too, but what is changed in it would be lost.
    """

    codes: ClassVar = ("E0382", "E0505", "E0507", "E0508", "E0509")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
struct Log {
    lines: Vec<String>,
}
fn note(log: &mut Log, line: &str) {
    let mut lines = log.lines;
    lines.push(line.to_string());
}
fn main() {
    note(&mut Log { lines: vec![] }, "a");
}
""",
            after="""\
struct Log {
    lines: Vec<String>,
}
fn note(log: &mut Log, line: &str) {
    let lines = &mut log.lines;
    lines.push(line.to_string());
}
fn main() {
    note(&mut Log { lines: vec![] }, "a");
}
""",
            code="E0507",
        ),
        Example(
            before="""\
fn shout(word: &mut Option<String>) {
    if let Some(mut text) = *word {
        text.push('!');
    }
}
fn main() {
    shout(&mut None);
}
""",
            after="""\
fn shout(word: &mut Option<String>) {
    if let Some(text) = &mut *word {
        text.push('!');
    }
}
fn main() {
    shout(&mut None);
}
""",
            code="E0507",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let names = vec![String::from("b")];
    let mut sorted = names;
    sorted.sort();
    println!("{sorted:?}");
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
        yield from self._local(site, node, span)
        yield from self._pattern(site, node)

    def _local(self, site: Site, node: Node, span: Span) -> Iterator[Candidate]:
        let = node.parent
        mark = mut_word(let) if let is not None and let.type == "let_declaration" else None
        if let is None or mark is None or span_of(node) != span or not is_place(node):
            return
        pattern, block = let.child_by_field_name("pattern"), let.parent
        if let.child_by_field_name("value") != node or let.child_by_field_name("type"):
            return
        if pattern is None or block is None or pattern.type != "identifier":
            return
        name = text_of(pattern)
        if _COPY.search(name) or not (
            _only_changed(block, let, name) or (node.type != "identifier" and _may_write(node))
        ):
            return
        edits = [without_mut(mark), *prefix(site.source, span, "&mut "), *owner_edits(node)]
        title = f"Let `{name}` change `{short_text(node)}` itself, through `&mut`"
        yield site.candidate(self.id, title, *edits, *through_edits(block, name, let.end_byte))

    def _pattern(self, site: Site, node: Node) -> Iterator[Candidate]:
        holder = next((n for n in (node, *ancestors(node)) if n.type in _FROM_MATCH), None)
        up = holder.parent.parent if holder is not None and holder.parent is not None else None
        whole = up if holder is not None and holder.type == "match_arm" else holder
        if node.parent is not None and node.parent.child_by_field_name("value") == node:
            # What is matched is blamed where the compiler names no binding.
            whole = node.parent
        value = whole.child_by_field_name("value") if whole is not None else None
        if whole is None or value is None or not is_place(value):
            return
        if whole.type not in ("match_expression", "let_condition"):
            return
        marks = []
        for arm in descendants(whole, *_FROM_MATCH):
            pattern = arm.child_by_field_name("pattern")
            mine = arm == whole or (arm.parent is not None and arm.parent.parent == whole)
            marks += list(descendants(pattern, "mut_pattern")) if mine and pattern else []
        scope = ancestor(whole, "if_expression", "while_expression") or whole
        edits = [*prefix(site.source, span_of(value), "&mut "), *owner_edits(value)]
        for mark in marks:
            edits.append(Edit.delete(mark.start_byte, mark.named_children[-1].start_byte))
            edits += through_edits(scope, text_of(mark.named_children[-1]), mark.end_byte)
        if marks:
            title = f"Match on `&mut {short_text(value)}` and change it in place"
            yield site.candidate(self.id, title, *dict.fromkeys(edits))


def _may_write(place: Node) -> bool:
    """Say whether the author meant the owner of `place` to be changed: `&mut` or `mut`."""
    root = root_of(place)
    if root.type == "self":
        function = ancestor(place, "function_item")
        receiver = self_parameter(function) if function is not None else None
        return receiver is not None and "mut" in text_of(receiver)
    binding = binding_of(root, text_of(root))
    return binding is not None and (
        "mut" in text_of(binding.holder).partition("=")[0].split()
        or "&mut " in text_of(binding.holder)
    )


def _only_changed(block: Node, let: Node, name: str) -> bool:
    """Say whether all that is done to `name` is to change it: then the change is for its owner."""
    uses = [use for use in uses_of(block, name) if use.start_byte >= let.end_byte]
    return bool(uses) and all(_is_changed(use) for use in uses)


def _is_changed(use: Node) -> bool:
    at = use
    for up in ancestors(use):
        if up.type in ("assignment_expression", "compound_assignment_expr"):
            return up.child_by_field_name("left") == at
        if up.type == "expression_statement":
            return at.type == "call_expression"
        inner = up.child_by_field_name("value") == at or up.child_by_field_name("function") == at
        if not inner and not (up.type == "index_expression" and up.named_children[0] == at):
            return False
        at = up
    return False
