"""Returns a reference to the original, where one to a copy of it was returned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before, replace_node
from rust_agent_lsp.fixes.stored import Lent, copied_from, lent_at
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.changes import is_changed
from rust_agent_lsp.syntax.mutable import is_place, mut_word, through_edits, without_mut
from rust_agent_lsp.syntax.names import Binding
from rust_agent_lsp.syntax.tree import ancestor, text_of

_MUTABLE = {"get": "get_mut", "iter": "iter_mut", "first": "first_mut", "last": "last_mut",
            "values": "values_mut", "as_ref": "as_mut"}  # fmt: skip


class ReturnOriginal(FixRule):
    """Drops the `.clone()` that made the local, and returns the reference to what was copied.

    Changes that callers make reach the original then, not a copy. It is a guess where the
    function itself changes the copy, which may have been made for that.
    """

    codes: ClassVar = ("E0515",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
pub struct Team {
    names: Vec<String>,
}
impl Team {
    pub fn rename(&mut self, at: usize) -> &mut String {
        let mut name = self.names[at].clone();
        name.push('!');
        &mut name
    }
}
""",
            after="""\
pub struct Team {
    names: Vec<String>,
}
impl Team {
    pub fn rename(&mut self, at: usize) -> &mut String {
        let name = &mut self.names[at];
        name.push('!');
        name
    }
}
""",
        ),
        Example(
            before="""\
pub fn find(names: &[String], start: char) -> Option<&String> {
    for name in names.to_vec() {
        if name.starts_with(start) {
            return Some(&name);
        }
    }
    None
}
""",
            after="""\
pub fn find(names: &[String], start: char) -> Option<&String> {
    for name in names.iter() {
        if name.starts_with(start) {
            return Some(name);
        }
    }
    None
}
""",
        ),
        Example(
            before="""\
pub fn last(names: &mut Vec<String>) -> Option<&mut String> {
    let mut name = names.last().cloned()?;
    Some(&mut name)
}
""",
            after="""\
pub fn last(names: &mut Vec<String>) -> Option<&mut String> {
    let name = names.last_mut()?;
    Some(name)
}
""",
        ),
    )
    refuses: ClassVar = (
        "pub fn last(names: Vec<String>) -> &'static String {\n"
        "    let name = names[0].clone();\n    &name\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lent = lent_at(site)
        found = copied_from(lent) if lent is not None else None
        if lent is None or found is None:
            return
        copy, binding = found
        edits = _reference(copy, binding, lent)
        if edits is None:
            return
        name = text_of(lent.name)
        function = ancestor(lent.node, "function_item")
        mark = mut_word(binding.holder) or _before(binding.node)
        edits += [without_mut(mark)] if mark is not None and lent.mutable else []
        edits.append(replace_node(lent.node, name))
        if function is not None and lent.mutable:
            edits += through_edits(function, name, binding.node.end_byte)
        between = _between(function, binding, lent) if function is not None else ""
        told = rf"^\s*{re.escape(name)}(?:\.\w+)+\(.*\);\s*$"
        changed = is_changed(name, between) or re.search(told, between, re.M) is not None
        safety = Safety.CHANGES_BEHAVIOUR if lent.mutable else Safety.SAFE
        yield site.candidate(
            self.id,
            f"Return the original instead of the copy `{name}`",
            *edits,
            safety=Safety.GUESS if changed else safety,
            cost="What is changed is the original." if lent.mutable else "",
        )


def _between(function: Node, binding: Binding, lent: Lent) -> str:
    """Return the text from behind the declaration of the local up to its returned borrow."""
    start = binding.node.end_byte - function.start_byte
    text = (function.text or b"")[start : lent.node.start_byte - function.start_byte]
    return text.decode(errors="replace")


def _before(name: Node) -> Node | None:
    """Return the `mut` before a name in a pattern, or None."""
    before = name.prev_sibling
    return before if before is not None and before.type == "mutable_specifier" else None


def _reference(copy: Node, binding: Binding, lent: Lent) -> list[Edit] | None:
    """Return the edits that make the local a reference: borrowed, or by a method that borrows."""
    call = call_of(copy)
    if call is None or call.receiver is None:
        return None
    source = call.receiver
    dropped = Edit.delete(source.end_byte, copy.end_byte)
    value = binding.value
    if binding.holder.type == "for_expression" and call.name != "cloned":
        if not is_place(source):
            return None
        return [Edit(dropped.span, ".iter_mut()" if lent.mutable else ".iter()")]
    if value is not None and value == copy and call.name != "cloned" and is_place(source):
        word = "&mut " if lent.mutable else "&"
        return [insert_before(source, word), dropped]
    if not lent.mutable:
        return [dropped]
    edits = [dropped]
    for node in _receivers(source):
        inner = call_of(node)
        if inner is None or inner.name not in _MUTABLE:
            continue
        field = node.child_by_field_name("function")
        name = field.child_by_field_name("field") if field is not None else None
        if name is not None:
            edits.append(replace_node(name, _MUTABLE[inner.name]))
    return edits


def _receivers(node: Node) -> Iterator[Node]:
    """Yield the calls in the chain that `node` ends."""
    at: Node | None = node
    while at is not None:
        if at.type == "call_expression":
            yield at
            call = call_of(at)
            at = call.receiver if call is not None else None
        else:
            at = at.named_children[0] if at.type == "try_expression" else None
