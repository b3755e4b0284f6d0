"""Lets a function take closures that change what they capture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import parameters
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class AcceptFnMut(FixRule):
    """Changes the bound `Fn` of a function of this file to `FnMut` (or `FnOnce`).

    The function may then call the closure only through a mutable binding (or once).
    """

    codes: ClassVar = ("E0594", "E0596", "E0507", "E0525")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
fn apply<F: Fn()>(f: F) {
    f();
    f();
}
fn main() {
    let mut n = 0;
    apply(|| n += 1);
    println!("{n}");
}
""",
            after="""\
fn apply<F: FnMut()>(mut f: F) {
    f();
    f();
}
fn main() {
    let mut n = 0;
    apply(|| n += 1);
    println!("{n}");
}
""",
            code="E0594",
        ),
        Example(
            before="""\
fn run(f: impl Fn() -> String) {
    println!("{}", f());
}
fn main() {
    let name = String::from("a");
    run(move || name);
}
""",
            after="""\
fn run(f: impl FnOnce() -> String) {
    println!("{}", f());
}
fn main() {
    let name = String::from("a");
    run(move || name);
}
""",
            code="E0507",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    let total = 0;\n    total += 2;\n    let v = &total;\n    *v += 1;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        once = site.diagnostic.code in ("E0507", "E0525")
        wanted = "FnOnce" if once else "FnMut"
        label = site.label(r"change this to accept `Fn(?:Mut|Once)`|required by this bound")
        function = ancestor(site.node_of(label), "function_item") if label else None
        if label is None or function is None:
            closure = ancestor(site.node, "closure_expression")
            function = _callee_of(site, closure) if closure else None
        name = function.child_by_field_name("name") if function else None
        if function is None or name is None:
            return
        edits = []
        body = function.child_by_field_name("body")
        end = body.start_byte if body else function.end_byte
        for bound in descendants(function, "function_type"):
            trait = bound.child_by_field_name("trait")
            if trait is None or trait.start_byte > end:
                continue
            if text_of(trait) == "Fn" or (once and text_of(trait) == "FnMut"):
                edits.append(Edit(Span(trait.start_byte, trait.end_byte), wanted))
        if not edits:
            return
        if not once:
            edits += _mutable_parameters(function)
        yield site.candidate(
            self.id,
            f"Let `{text_of(name)}` accept `{wanted}`",
            *edits,
            safety=Safety.API_CHANGE,
        )


def _callee_of(site: Site, closure: Node) -> Node | None:
    """Return the function of this file that the closure is given to."""
    call = ancestor(closure, "call_expression")
    callee = call.child_by_field_name("function") if call else None
    last = re.search(r"(\w+)$", text_of(callee)) if callee else None
    for function in descendants(site.source.tree.root_node, "function_item"):
        name = function.child_by_field_name("name")
        if last is not None and name is not None and text_of(name) == last[1]:
            return function
    return None


def _mutable_parameters(function: Node) -> list[Edit]:
    """Add `mut` to the parameters that take a closure by value."""
    listed = function.child_by_field_name("type_parameters")
    where = next((c for c in function.children if c.type == "where_clause"), None)
    bounds = (text_of(listed) if listed else "") + (text_of(where) if where else "")
    edits = []
    for parameter in parameters(function):
        kind, pattern = (parameter.child_by_field_name(f) for f in ("type", "pattern"))
        if kind is None or pattern is None or pattern.type != "identifier":
            continue
        generic = re.search(rf"\b{re.escape(text_of(kind))}\s*:\s*Fn\b", bounds)
        mutable = any(child.type == "mutable_specifier" for child in parameter.children)
        if (generic or re.match(r"impl Fn\b", text_of(kind))) and not mutable:
            edits.append(Edit.insert(pattern.start_byte, "mut "))
    return edits
