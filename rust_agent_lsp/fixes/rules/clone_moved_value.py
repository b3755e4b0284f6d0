"""Copies a value at the place where it is moved away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import argument_at
from rust_agent_lsp.syntax.derives import derive_edits
from rust_agent_lsp.syntax.expressions import PLACES, short, suffix
from rust_agent_lsp.syntax.names import free_name, statement_of, uses_of
from rust_agent_lsp.syntax.statements import insert_line
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of

_MOVED = (
    # The note points at the value in the closure's body.
    r"^closure cannot be invoked more than once because it moves the variable",
    r"^value (?:partially )?moved here",
    r"^move out of .* occurs here",
    r"moved due to (?:this (?:method call|implicit call)|usage in operator)",
)


class CloneMovedValue(FixRule):
    """Adds `.clone()` where the value is moved, so that the first owner keeps its own.

    For a closure the copy is made before it. A type of this file that cannot be cloned derives
    `Clone`.
    """

    codes: ClassVar = ("E0382", "E0505", "E0507", "E0508", "E0509")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let name = String::from("a");
    let first = name;
    println!("{name} {first}");
}
""",
            after="""\
fn main() {
    let name = String::from("a");
    let first = name.clone();
    println!("{name} {first}");
}
""",
            code="E0382",
        ),
        Example(
            before="""\
use std::thread;
fn main() {
    let words = vec!["a"];
    let handle = thread::spawn(move || {
        println!("{}", words.len());
    });
    println!("{words:?}");
    handle.join().unwrap();
}
""",
            after="""\
use std::thread;
fn main() {
    let words = vec!["a"];
    let words_clone = words.clone();
    let handle = thread::spawn(move || {
        println!("{}", words_clone.len());
    });
    println!("{words:?}");
    handle.join().unwrap();
}
""",
            code="E0382",
        ),
        Example(
            before="""\
struct User {
    name: String,
}
impl User {
    fn name(&self) -> String {
        self.name
    }
}
fn main() {
    println!("{}", User { name: String::new() }.name());
}
""",
            after="""\
struct User {
    name: String,
}
impl User {
    fn name(&self) -> String {
        self.name.clone()
    }
}
fn main() {
    println!("{}", User { name: String::new() }.name());
}
""",
            code="E0507",
        ),
        Example(
            before="""\
struct Point {
    x: i32,
}
fn main() {
    let a = Point { x: 1 };
    let b = a;
    println!("{} {}", a.x, b.x);
}
""",
            after="""\
#[derive(Clone)]
struct Point {
    x: i32,
}
fn main() {
    let a = Point { x: 1 };
    let b = a.clone();
    println!("{} {}", a.x, b.x);
}
""",
            code="E0382",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut n = 1;
    let r = &mut n;
    let s = r;
    *s += 1;
    *r += 1;
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        kind = site.match(r"has type `([^`]+)`")
        if kind is not None and kind[1].startswith("&mut "):
            return
        # The owner that got the value would not see what is assigned to the one left behind.
        if site.diagnostic.message.startswith("assign to part of moved value"):
            return
        into_closure = site.label(r"^value moved into closure here")
        if into_closure is not None:
            yield from self._before_closure(site, site.node_of(into_closure))
            return
        place = _moved_place(site)
        if place is None or site.source.node_at(place).type == "closure_expression":
            return
        base = _base_of(site, place)
        if base is not None:
            yield from self._base(site, base)
            return
        edits = _clone_edits(site, place)
        missing = site.match(r"if `(\w+)` implemented `Clone`, you could clone")
        derive = derive_edits(site.source, missing[1], ("Clone",)) if missing else []
        name = short(site.source.slice(place).removeprefix("*"))
        found = argument_at(site.source, place)
        if found is not None and found[0].name == "drop" and place in found[0].arguments:
            return  # To drop a copy ends nothing.
        into = f" in the call to `{found[0].name}`" if found and place in found[0].arguments else ""
        title = f"Clone `{name}`{into}"
        if missing and derive:
            title = f"Derive `Clone` for `{missing[1]}` and clone `{name}`{into}"
        yield site.candidate(
            self.id,
            title,
            *derive,
            *edits,
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Copies the value each time.",
        )

    def _base(self, site: Site, base: Node) -> Iterator[Candidate]:
        """Clone what `..base` in a struct literal takes the other fields from."""
        literal = ancestor(base, "struct_expression")
        kind = literal.child_by_field_name("name") if literal is not None else None
        derive = derive_edits(site.source, text_of(kind), ("Clone",)) if kind is not None else []
        derived = f"Derive `Clone` for `{text_of(kind)}` and clone" if derive and kind else "Clone"
        yield site.candidate(
            self.id,
            f"{derived} `{short(text_of(base))}`, from which the other fields come",
            *derive,
            *suffix(site.source, span_of(base), ".clone()"),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Copies the value each time.",
        )

    def _before_closure(self, site: Site, node: Node) -> Iterator[Candidate]:
        moved = re.search(r"moved value: `(\w+)`", site.diagnostic.message)
        closure = ancestor(node, "closure_expression", "async_block")
        statement = statement_of(closure) if closure else None
        if moved is None or closure is None or statement is None:
            return
        name = moved[1]
        copy = free_name(statement, f"{name}_clone")
        edits = [insert_line(site.source, statement, f"let {copy} = {name}.clone();")]
        captured = re.compile(rf"\{{{name}(?=[:}}])")
        for use in uses_of(closure, name):
            text = text_of(use)
            new = copy if text == name else captured.sub(f"{{{copy}", text)
            edits.append(Edit(span_of(use), new))
        yield site.candidate(
            self.id,
            f"Clone `{name}` before the closure takes it",
            *edits,
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Copies the value each time.",
        )


def _moved_place(site: Site) -> Span | None:
    """Return the span of the expression whose value is moved, or None."""
    for pattern in _MOVED:
        label = site.label(pattern)
        if label is None:
            continue
        if "usage in operator" in label.text:
            operation = ancestor(site.node_of(label), "binary_expression")
            left = operation.child_by_field_name("left") if operation else None
            return span_of(left) if left else None
        if "method call" not in label.text:
            return label.location.span
        method = ancestor(site.node_of(label), "field_expression")
        call = ancestor(site.node_of(label), "call_expression")
        function = call.child_by_field_name("function") if call else method
        value = function.child_by_field_name("value") if function else None
        return span_of(value) if value else None
    if site.diagnostic.code in ("E0507", "E0508") and not site.label("^data moved here"):
        return site.diagnostic.span
    return None


def _base_of(site: Site, place: Span) -> Node | None:
    """Return `base` of `Kind { a: 1, ..base }` where the literal is what moves fields."""
    node = site.source.node_at(place)
    if node.type != "struct_expression" or span_of(node) != place:
        return None
    base = next(descendants(node, "base_field_initializer"), None)
    value = base.named_children[0] if base is not None and base.named_children else None
    return value if value is not None and value.type in PLACES else None


def _clone_edits(site: Site, place: Span) -> tuple[Edit, ...]:
    """Clone the expression at `place`; `*x` becomes `x.clone()`."""
    text = site.source.slice(place)
    node = site.source.node_at(place)
    if node.type == "unary_expression" and text.startswith("*"):
        inner = node.named_children[0] if node.named_children else None
        if inner is not None and inner.type in PLACES:
            return (Edit.delete(place.start, inner.start_byte), Edit.insert(place.end, ".clone()"))
    parent = node.parent
    if parent is not None and parent.type == "shorthand_field_initializer":
        return (Edit.insert(place.end, f": {text}.clone()"),)
    return suffix(site.source, place, ".clone()")
