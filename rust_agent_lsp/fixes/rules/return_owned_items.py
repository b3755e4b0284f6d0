"""Returns a collection of values where it held references into a local."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.returns import own_edits, owned_type, returned
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class ReturnOwnedItems(FixRule):
    """Turns `-> Vec<&str>` into `-> Vec<String>` and makes each collected item owned.

    Also gives away a local by `.into_iter()` where `impl Iterator<Item = &T>` is returned, and
    lets a closure return the `String` that it makes.
    """

    codes: ClassVar = ("E0515", "E0597", "E0505")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
fn words(text: &str) -> Vec<&str> {
    let clean = text.replace(",", " ");
    clean.split_whitespace().collect()
}
fn main() {
    println!("{:?}", words("a,b"));
}
""",
            after="""\
fn words(text: &str) -> Vec<String> {
    let clean = text.replace(",", " ");
    clean.split_whitespace().map(|item| item.to_string()).collect()
}
fn main() {
    println!("{:?}", words("a,b"));
}
""",
            code="E0515",
        ),
        Example(
            before="""\
fn doubled(values: &[i32]) -> impl Iterator<Item = &i32> {
    let copy = values.to_vec();
    copy.iter()
}
fn main() {
    println!("{}", doubled(&[1]).count());
}
""",
            after="""\
fn doubled(values: &[i32]) -> impl Iterator<Item = i32> {
    let copy = values.to_vec();
    copy.into_iter()
}
fn main() {
    println!("{}", doubled(&[1]).count());
}
""",
            code="E0515",
        ),
        Example(
            before="""\
fn main() {
    let names = vec!["ann", "bob"];
    let upper: Vec<&str> = names.iter().map(|n| n.to_uppercase().as_str()).collect();
    println!("{upper:?}");
}
""",
            after="""\
fn main() {
    let names = vec!["ann", "bob"];
    let upper: Vec<String> = names.iter().map(|n| n.to_uppercase()).collect();
    println!("{upper:?}");
}
""",
            code="E0515",
        ),
    )
    refuses: ClassVar = (
        'fn name() -> &\'static str {\n    let text = String::from("a");\n    &text\n}\n'
        "fn main() {\n    name();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        closure = ancestor(site.node, "closure_expression", "function_item")
        if closure is not None and closure.type == "closure_expression":
            yield from self._closure(site, closure)
        function = ancestor(site.node, "function_item")
        kind = function.child_by_field_name("return_type") if function is not None else None
        name = function.child_by_field_name("name") if function is not None else None
        if function is None or kind is None or name is None or kind.type == "reference_type":
            return
        edits = list(_types(kind))
        call = edits[0][1] if edits else ""
        changed = [edit for value in returned(function) for edit in _items(site, value, call)]
        if edits and changed:
            yield site.candidate(
                self.id,
                f"Let `{text_of(name)}` return owned items",
                *(edit for edit, _ in edits),
                *dict.fromkeys(changed),
                safety=Safety.API_CHANGE,
            )

    def _closure(self, site: Site, closure: Node) -> Iterator[Candidate]:
        """Let the closure give what it made; the type that is written for the result follows."""
        body = closure.child_by_field_name("body")
        values = list(returned(closure))
        if body is None or closure.child_by_field_name("return_type") is not None:
            return
        edits = [edit for value in values for edit in own_edits(site.source, value, ".to_owned()")]
        let = ancestor(closure, "let_declaration")
        kind = let.child_by_field_name("type") if let is not None else None
        types = [edit for edit, _ in _types(kind)] if kind is not None else []
        yield site.candidate(
            self.id,
            "Let the closure return a value, not a reference to it",
            *edits,
            *types,
            safety=Safety.SAFE,
        )


def _types(kind: Node) -> Iterator[tuple[Edit, str]]:
    """Yield the edits that make the references in a type owned, with the call that copies."""
    for reference in descendants(kind, "reference_type"):
        owned = owned_type(text_of(reference))
        if owned is not None:
            yield replace_node(reference, owned[0]), owned[1]


def _items(site: Site, value: Node, call: str) -> Iterator[Edit]:
    """Yield the edits that make the items of a returned value owned."""
    found = call_of(value)
    if found is not None and found.receiver is not None:
        end = found.receiver.end_byte
        if found.name == "collect":
            yield Edit.insert(end, f".map(|item| item{call})")
            return
        if found.name == "iter":
            yield Edit.insert(value.end_byte - len("iter()"), "into_")
            return
    if value.type == "macro_invocation" and text_of(value).startswith("vec!"):
        return
    if value.type == "identifier":
        function = ancestor(value, "function_item")
        for let in descendants(function, "let_declaration") if function is not None else ():
            pattern, kept = (let.child_by_field_name(field) for field in ("pattern", "value"))
            if pattern is None or text_of(pattern) != text_of(value) or kept is None:
                continue
            kind = let.child_by_field_name("type")
            for edit, _ in _types(kind) if kind is not None else ():
                yield edit
            yield from _items(site, kept, call) if kept.type == "call_expression" else ()
        yield from _pushed(site, function, text_of(value), call) if function is not None else ()


def _pushed(site: Site, function: Node, name: str, call: str) -> Iterator[Edit]:
    for node in descendants(function, "call_expression"):
        found = call_of(node)
        if found is None or found.name != "push" or found.receiver is None:
            continue
        arguments = node.child_by_field_name("arguments")
        if text_of(found.receiver) == name and arguments is not None:
            for argument in arguments.named_children:
                yield from own_edits(site.source, argument, call)
