"""Returns an iterator that owns its items, where one over a local was returned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.returns import returned
from rust_agent_lsp.syntax.tree import span_of, text_of

_OWNING = {"iter": "into_iter", "drain": "into_iter", "iter_mut": "into_iter",
           "keys": "into_keys", "values": "into_values"}  # fmt: skip
_COPIES = ("copied", "cloned")


class ReturnOwningIterator(FixRule):
    """Writes `.into_iter()` for `.iter().copied()` over a local that is not needed any more.

    Else the items are collected before the function ends, so that all of them are made at once.
    """

    codes: ClassVar = ("E0515", "E0505", "E0597")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
pub fn around(at: usize) -> impl Iterator<Item = usize> {
    let mut found = vec![at + 1];
    if at > 0 {
        found.push(at - 1);
    }
    found.iter().copied()
}
""",
            after="""\
pub fn around(at: usize) -> impl Iterator<Item = usize> {
    let mut found = vec![at + 1];
    if at > 0 {
        found.push(at - 1);
    }
    found.into_iter()
}
""",
        ),
        Example(
            before="""\
pub fn letters(word: &str) -> Box<dyn Iterator<Item = char>> {
    let lower = word.to_lowercase();
    Box::new(lower.chars().rev())
}
""",
            after="""\
pub fn letters(word: &str) -> Box<dyn Iterator<Item = char>> {
    let lower = word.to_lowercase();
    Box::new(lower.chars().rev().collect::<Vec<_>>().into_iter())
}
""",
        ),
        Example(
            before="""\
pub fn letters(words: &[&str]) -> String {
    words.iter().flat_map(|word| {
        let lower = word.to_lowercase();
        lower.chars()
    }).collect()
}
""",
            after="""\
pub fn letters(words: &[&str]) -> String {
    words.iter().flat_map(|word| {
        let lower = word.to_lowercase();
        lower.chars().collect::<Vec<_>>().into_iter()
    }).collect()
}
""",
        ),
    )
    refuses: ClassVar = (
        "pub fn sizes(text: &str) -> Vec<&str> {\n    let lower = text.to_lowercase();\n"
        "    lower.split(' ').collect()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item", "closure_expression")
        kind = function.child_by_field_name("return_type") if function is not None else None
        if function is None or (kind is None and function.type == "function_item"):
            return
        chain = _chain(site, function)
        if not chain or (kind is not None and "Iterator" not in text_of(kind)):
            return
        edits = _owning(chain)
        if edits is not None:
            first = call_of(chain[-1])
            owner = short_text(first.receiver) if first is not None and first.receiver else ""
            yield site.candidate(self.id, f"Give the items of `{owner}` away", *edits)
        yield site.candidate(
            self.id,
            "Collect the items before the function ends",
            insert_after(chain[0], ".collect::<Vec<_>>().into_iter()"),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="All items are made at once, into a `Vec`.",
        )


def _chain(site: Site, function: Node) -> list[Node]:
    """Return the method calls that make the returned iterator, the last one first."""
    for value in returned(function):
        made = _inside_box(value)
        binding = binding_of(made, text_of(made)) if made.type == "identifier" else None
        if binding is not None and binding.value is not None:
            made = _inside_box(binding.value)
        covers = any(span_of(node).contains(site.diagnostic.span) for node in (value, made))
        if covers and (calls := list(_calls(made))):
            return calls
    return []


def _inside_box(value: Node) -> Node:
    call = call_of(value)
    given = value.child_by_field_name("arguments") if call is not None else None
    if call is None or given is None or not text_of(value).startswith("Box::"):
        return value
    return given.named_children[0] if given.named_children else value


def _calls(value: Node) -> Iterator[Node]:
    at: Node | None = value
    while at is not None and (call := call_of(at)) is not None and call.receiver is not None:
        yield at
        at = call.receiver


def _owning(chain: list[Node]) -> list[Edit] | None:
    """Return the edits of the first call of the chain, and of the copy that follows it."""
    for place, node in reversed(list(enumerate(chain))):
        call = call_of(node)
        receiver = call.receiver if call is not None else None
        if call is None or receiver is None or call.name not in _OWNING:
            continue
        end = node.end_byte
        after = call_of(chain[place - 1]) if place > 0 else None
        if after is not None and after.name in _COPIES:
            end = after.node.end_byte
        return [Edit(Span(receiver.end_byte, end), f".{_OWNING[call.name]}()")]
    return None
