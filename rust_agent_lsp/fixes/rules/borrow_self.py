"""Lets a method borrow its receiver that took it away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before, replace_node
from rust_agent_lsp.fixes.trait_items import in_trait_and_impls
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import calls_of, functions_named, self_parameter
from rust_agent_lsp.syntax.names import make_mutable, mentions, uses_of
from rust_agent_lsp.syntax.tree import ancestor, text_of


class BorrowSelf(FixRule):
    """Changes `self` to `&self` in the method of this file that moved its receiver.

    A trait's method changes in the trait and all its impls; it keeps its signature where no body
    uses `self`, since to end the value is what it is for then.
    """

    codes: ClassVar = ("E0382", "E0505", "E0507")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
struct Lamp {
    watts: u32,
}
impl Lamp {
    fn power(self) -> u32 {
        self.watts
    }
}
fn main() {
    let lamp = Lamp { watts: 5 };
    println!("{}", lamp.power());
    println!("{}", lamp.power());
}
""",
            after="""\
struct Lamp {
    watts: u32,
}
impl Lamp {
    fn power(&self) -> u32 {
        self.watts
    }
}
fn main() {
    let lamp = Lamp { watts: 5 };
    println!("{}", lamp.power());
    println!("{}", lamp.power());
}
""",
            code="E0382",
        ),
        Example(
            before="""\
use std::cell::RefCell;
struct Knight;
impl Knight {
    fn shout(self) {}
}
fn main() {
    let knight = RefCell::new(Knight);
    knight.borrow().shout();
}
""",
            after="""\
use std::cell::RefCell;
struct Knight;
impl Knight {
    fn shout(&self) {}
}
fn main() {
    let knight = RefCell::new(Knight);
    knight.borrow().shout();
}
""",
            code="E0507",
        ),
        Example(
            before="""\
trait Area {
    fn area(self) -> f64;
}
struct Circle(f64);
impl Area for Circle {
    fn area(self) -> f64 {
        self.0 * self.0
    }
}
impl Area for u32 {
    fn area(self) -> f64 {
        self as f64
    }
}
fn total<A: Area>(items: &[A]) -> f64 {
    items.iter().map(|item| item.area()).sum()
}
fn main() {
    println!("{} {}", total(&[Circle(1.0)]), total(&[2]) + Area::area(3));
}
""",
            after="""\
trait Area {
    fn area(&self) -> f64;
}
struct Circle(f64);
impl Area for Circle {
    fn area(&self) -> f64 {
        self.0 * self.0
    }
}
impl Area for u32 {
    fn area(&self) -> f64 {
        *self as f64
    }
}
fn total<A: Area>(items: &[A]) -> f64 {
    items.iter().map(|item| item.area()).sum()
}
fn main() {
    println!("{} {}", total(&[Circle(1.0)]), total(&[2]) + Area::area(&3));
}
""",
            code="E0507",
        ),
    )
    refuses: ClassVar = (
        """\
trait Finish {
    fn finish(self);
}
struct Job;
impl Finish for Job {
    fn finish(self) {}
}
fn main() {
    let job = Job;
    job.finish();
    job.finish();
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label(r"takes ownership of the receiver `self`")
        if label is None:
            return
        receiver = ancestor(site.node_of(label), "self_parameter")
        kinds = ("function_item", "function_signature_item")
        method = ancestor(receiver, *kinds) if receiver else None
        if receiver is None or method is None or text_of(receiver) not in ("self", "mut self"):
            return
        implementation = ancestor(method, "impl_item", "trait_item")
        if implementation is None or implementation.child_by_field_name("trait") is not None:
            return
        if implementation.type == "trait_item":
            yield from self._in_trait(site, implementation, node_name(method))
            return
        name = method.child_by_field_name("name")
        wanted = "&self" if text_of(receiver) == "self" else "&mut self"
        if implementation.type == "impl_item" and name is not None:
            public = any(child.type == "visibility_modifier" for child in method.children)
            yield site.candidate(
                self.id,
                f"Let `{text_of(name)}` take `{wanted}`",
                replace_node(receiver, wanted),
                *(_mutable_owners(site, text_of(name)) if "mut" in wanted else ()),
                safety=Safety.API_CHANGE if public else Safety.SAFE,
            )

    def _in_trait(self, site: Site, trait: Node, name: str) -> Iterator[Candidate]:
        """Change the method in the trait and all its impls; it must use `self` somewhere."""
        methods = list(in_trait_and_impls(site.source, trait, name))
        bodies = [body for m in methods if (body := m.child_by_field_name("body")) is not None]
        owners = [self_parameter(m) for m in methods]
        places = [owner for owner in owners if owner is not None and text_of(owner) == "self"]
        used = any(mentions(body, "self") for body in bodies)
        if len(places) < len(methods) or name.startswith("into") or not used:
            return
        public = any(child.type == "visibility_modifier" for child in trait.children)
        yield site.candidate(
            self.id,
            f"Let `{name}` take `&self` in `{node_name(trait)}` and its impls",
            *(replace_node(place, "&self") for place in places),
            *(edit for body in bodies for edit in _through_reference(body)),
            *_lend_first(site, node_name(trait), name),
            safety=Safety.API_CHANGE if public else Safety.SAFE,
        )


def _through_reference(body: Node) -> Iterator[Edit]:
    """Write `*self` where the impl of a number or the like calculates with `self`."""
    block = ancestor(body, "impl_item")
    kind = block.child_by_field_name("type") if block is not None else None
    if kind is None or kind.type != "primitive_type":
        return
    for word in uses_of(body, "self"):
        parent = word.parent
        if word.type == "self" and parent is not None and parent.type != "field_expression":
            yield insert_before(word, "*")


def _lend_first(site: Site, trait: str, method: str) -> Iterator[Edit]:
    """Lend the receiver in calls by a path, as in `Area::area(shape)`."""
    for call in calls_of(site.source, method):
        function = call.node.child_by_field_name("function")
        path = text_of(function) if function is not None else ""
        if call.node.type == "identifier":  # among the tokens of a macro
            before = site.source.text[: call.node.end_byte].decode(errors="replace")
            path = re.split(r"[^\w:]", before)[-1]
        if path == f"{trait}::{method}" and call.arguments:
            yield Edit.insert(call.arguments[0].start, "&")


def _mutable_owners(site: Site, method: str) -> list[Edit]:
    """Declare the locals that `method` is called on as `mut`, where its name is the only one."""
    if len(functions_named(site.source, method)) != 1:
        return []
    edits: list[Edit] = []
    for call in calls_of(site.source, method):
        if call.receiver is not None and call.receiver.type == "identifier":
            edits += make_mutable(call.receiver)
    return list(dict.fromkeys(edits))
