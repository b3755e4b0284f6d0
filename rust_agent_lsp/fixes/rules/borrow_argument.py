"""Lends an argument to a function that took it away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import (
    Call,
    argument_at,
    calls_of,
    parameter_of_argument,
    self_parameter,
)
from rust_agent_lsp.syntax.discards import thrown_away
from rust_agent_lsp.syntax.expressions import prefix
from rust_agent_lsp.syntax.generics import declaring_item
from rust_agent_lsp.syntax.tree import ancestor, text_of

# What takes its argument for good; lending it something would not be the same program.
_TAKERS = {"drop", "forget", "spawn", "push", "insert", "Some", "Ok", "Err", "send"}
_VEC = re.compile(r"Vec<(.+)>", re.S)


class BorrowArgument(FixRule):
    """Passes `&value` instead of the value and lets the function of this file take a reference.

    All calls of the function in the file change with it; calls elsewhere break, which the check
    shows.
    """

    codes: ClassVar = ("E0382", "E0505")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
fn consume(data: Vec<i32>) -> usize {
    data.len()
}
fn main() {
    let data = vec![1, 2];
    consume(data);
    println!("{data:?}");
}
""",
            after="""\
fn consume(data: &[i32]) -> usize {
    data.len()
}
fn main() {
    let data = vec![1, 2];
    consume(&data);
    println!("{data:?}");
}
""",
        ),
        Example(
            before="""\
struct Order {
    id: u32,
}
fn show(order: Order, times: u32) {
    println!("{} {times}", order.id);
}
fn main() {
    let order = Order { id: 1 };
    show(order, 2);
    show(order, 3);
}
""",
            after="""\
struct Order {
    id: u32,
}
fn show(order: &Order, times: u32) {
    println!("{} {times}", order.id);
}
fn main() {
    let order = Order { id: 1 };
    show(&order, 2);
    show(&order, 3);
}
""",
        ),
        Example(
            before="""\
fn count<S: AsRef<str>>(text: S) -> usize {
    text.as_ref().len()
}
fn main() {
    let text = String::from("abc");
    let n = count(text);
    println!("{text} {n}");
}
""",
            after="""\
fn count<S: AsRef<str>>(text: S) -> usize {
    text.as_ref().len()
}
fn main() {
    let text = String::from("abc");
    let n = count(&text);
    println!("{text} {n}");
}
""",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let a = String::new();\n    let b = a;\n    println!("{a}{b}");\n}\n',
        'fn main() {\n    let a = String::new();\n    drop(a);\n    println!("{a}");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label(r"^value moved here|^move out of .* occurs here")
        found = argument_at(site.source, label.location.span) if label else None
        if label is None or found is None:
            return
        call, index = found
        if call.arguments[index] != label.location.span or call.name in _TAKERS:
            return
        name = site.source.slice(label.location.span)
        target = parameter_of_argument(site.source, call, index)
        here = prefix(site.source, label.location.span, "&")
        if target is None or _is_generic(*target):
            if not call.name[:1].isupper():
                title = f"Borrow `{name}` in the call to `{call.name}`"
                yield site.candidate(self.id, title, *here)
            return
        function, parameter = target
        kind = parameter.child_by_field_name("type")
        if kind is None or not _may_change(function, parameter, kind):
            return
        public = any(child.type == "visibility_modifier" for child in function.children)
        safety = Safety.API_CHANGE if public else Safety.SAFE
        lost = thrown_away(site.source, label.location.span) is not None
        for borrowed in _borrowed_types(text_of(kind), function, parameter):
            yield site.candidate(
                self.id,
                f"Borrow `{name}` in the call to `{call.name}` and let it take `{borrowed}`",
                replace_node(kind, borrowed),
                *_argument_edits(site, function, call, index),
                safety=Safety.GUESS if lost else safety,
                cost=f"What `{call.name}` makes of it is still thrown away." if lost else "",
            )


def _is_generic(function: Node, parameter: Node) -> bool:
    kind = parameter.child_by_field_name("type")
    if kind is None or kind.type == "abstract_type":
        return True
    return declaring_item(function, text_of(kind)) is not None


def _may_change(function: Node, parameter: Node, kind: Node) -> bool:
    """Say whether the function's signature is its own and it only reads the parameter."""
    implementation = ancestor(function, "impl_item", "trait_item")
    if implementation is not None and (
        implementation.type == "trait_item" or implementation.child_by_field_name("trait")
    ):
        return False
    mutable = any(child.type == "mutable_specifier" for child in parameter.children)
    return not mutable and kind.type != "reference_type"


def _borrowed_types(text: str, function: Node, parameter: Node) -> list[str]:
    vec = _VEC.fullmatch(text)
    slim = "&str" if text == "String" else f"&[{vec[1]}]" if vec else None
    if slim is None:
        return [f"&{text}"]
    pattern = parameter.child_by_field_name("pattern")
    name = text_of(pattern) if pattern else ""
    # What only the owner's type can do.
    special = re.search(
        rf"\b{re.escape(name)}\.(clone|capacity|as_str|as_slice)\(", text_of(function)
    )
    return [f"&{text}"] if special else [slim]


def _argument_edits(site: Site, function: Node, call: Call, index: int) -> list[Edit]:
    """Put `&` before that argument in every call of the function."""
    shift = 0 if self_parameter(function) is None or call.receiver is not None else -1
    edits: list[Edit] = []
    for other in calls_of(site.source, call.name):
        at = index + shift
        if self_parameter(function) is not None and other.receiver is None:
            at += 1
        if at < len(other.arguments):
            edits += prefix(site.source, other.arguments[at], "&")
    return edits
