"""Lets a function pointer's place take a closure that captures variables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import argument_at, parameter_of_argument
from rust_agent_lsp.syntax.expressions import wrap
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of


class AcceptClosure(FixRule):
    """Takes `impl Fn` as the parameter, drops a `let`'s type, or boxes the closure in a field.

    A field of the type `Box<dyn Fn(…)>` calls its closure through a pointer.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
fn apply(f: fn(i32) -> i32, n: i32) -> i32 {
    f(n)
}
fn main() {
    let by = 3;
    println!("{}", apply(|n| n + by, 2));
}
""",
            after="""\
fn apply(f: impl Fn(i32) -> i32, n: i32) -> i32 {
    f(n)
}
fn main() {
    let by = 3;
    println!("{}", apply(|n| n + by, 2));
}
""",
        ),
        Example(
            before="""\
struct Button {
    click: fn(u32) -> u32,
}
fn main() {
    let by = 3;
    let b = Button { click: |n| n + by };
    println!("{}", (b.click)(2));
}
""",
            after="""\
struct Button {
    click: Box<dyn Fn(u32) -> u32>,
}
fn main() {
    let by = 3;
    let b = Button { click: Box::new(move |n| n + by) };
    println!("{}", (b.click)(2));
}
""",
        ),
        Example(
            before="""\
fn main() {
    let by = 3;
    let add: fn(i32) -> i32 = |n: i32| n + by;
    println!("{}", add(2));
}
""",
            after="""\
fn main() {
    let by = 3;
    let add = |n: i32| n + by;
    println!("{}", add(2));
}
""",
        ),
        Example(
            before="""\
fn adder(by: i32) -> fn(i32) -> i32 {
    |n| n + by
}
fn main() {
    println!("{}", adder(1)(2));
}
""",
            after="""\
fn adder(by: i32) -> impl Fn(i32) -> i32 {
    move |n| n + by
}
fn main() {
    println!("{}", adder(1)(2));
}
""",
        ),
    )
    refuses: ClassVar = (
        "fn one(n: u8, m: u8) -> u8 {\n    n + m\n}\nfn run(f: fn(u8) -> u8) {\n    f(1);\n}\n"
        "fn main() {\n    run(one);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        closure = ancestor(site.node, "closure_expression")
        if site.match("only be coerced to `fn` types if they do not capture") is None:
            return
        span = site.diagnostic.span
        call = argument_at(site.source, span)
        if call is not None and call[0].arguments[call[1]] == span:
            found = parameter_of_argument(site.source, *call)
            kind = found[1].child_by_field_name("type") if found is not None else None
            if found is not None and kind is not None and kind.type == "function_type":
                yield self._retype(site, kind, f"impl {_trait(kind)}", node_name(found[0]))
            return
        holder = closure.parent if closure is not None else None
        if closure is None or holder is None:
            return
        kind = holder.child_by_field_name("type")
        name = holder.child_by_field_name("pattern")
        if holder.type == "let_declaration" and kind is not None and name is not None:
            yield site.candidate(
                self.id,
                f"Let `{text_of(name)}` have the closure's own type",
                Edit.delete(name.end_byte, kind.end_byte),
                safety=Safety.SAFE,
            )
        elif holder.type == "field_initializer":
            yield from self._field(site, holder, closure)
        elif holder.type == "block" and holder.parent is not None:
            kind = holder.parent.child_by_field_name("return_type")
            if kind is not None and kind.type == "function_type":
                own = _moved(closure)
                yield self._retype(
                    site, kind, f"impl {_trait(kind)}", node_name(holder.parent), *own
                )

    def _retype(self, site: Site, kind: Node, new: str, name: str, *more: Edit) -> Candidate:
        return site.candidate(
            self.id,
            f"Let `{name}` work with `{new}`",
            replace_node(kind, new),
            *more,
            safety=Safety.API_CHANGE,
            cost="Its callers see another type.",
        )

    def _field(self, site: Site, holder: Node, closure: Node) -> Iterator[Candidate]:
        owner, name = ancestor(holder, "struct_expression"), holder.child_by_field_name("field")
        path = owner.child_by_field_name("name") if owner is not None else None
        if path is None or name is None:
            return
        root = site.source.tree.root_node
        for item in descendants(root, "struct_item"):
            if node_name(item) != text_of(path):
                continue
            for field in descendants(item, "field_declaration"):
                kind = field.child_by_field_name("type")
                if node_name(field) == text_of(name) and kind is not None:
                    edits = _boxed_fields(root, text_of(path), text_of(name))
                    boxed = f"Box<dyn {_trait(kind)}>"
                    yield self._retype(site, kind, boxed, text_of(path), *edits)


def _trait(kind: Node) -> str:
    """Return the closure trait of a function pointer type: `fn(u8) -> u8` → `Fn(u8) -> u8`."""
    text = re.sub(r"^(?:unsafe )?(?:extern \"\w+\" )?fn\s*", "Fn", text_of(kind))
    return re.sub(r"([(,]\s*)\w+\s*:\s*(?!:)", r"\1", text)


def _moved(closure: Node) -> list[Edit]:
    return [] if text_of(closure).startswith("move") else [Edit.insert(closure.start_byte, "move ")]


def _boxed_fields(root: Node, owner: str, field: str) -> list[Edit]:
    """Return the edits that box what each struct expression gives to the field."""
    edits: list[Edit] = []
    for given in descendants(root, "field_initializer"):
        name, value = given.child_by_field_name("field"), given.child_by_field_name("value")
        whole = ancestor(given, "struct_expression")
        path = whole.child_by_field_name("name") if whole is not None else None
        if path is None or name is None or value is None:
            continue
        if text_of(name) != field or text_of(path) not in (owner, "Self"):
            continue
        start = "Box::new("
        if value.type == "closure_expression" and not text_of(value).startswith("move"):
            start += "move "
        edits += wrap(span_of(value), start, ")")
    return edits
