"""Lets a method borrow its receiver that took it away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import calls_of, functions_named
from rust_agent_lsp.syntax.names import make_mutable
from rust_agent_lsp.syntax.tree import ancestor, text_of


class BorrowSelf(FixRule):
    """Changes `self` to `&self` in the method of this file that moved its receiver.

    Methods of a trait keep their signature.
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
        method = ancestor(receiver, "function_item") if receiver else None
        if receiver is None or method is None or text_of(receiver) not in ("self", "mut self"):
            return
        implementation = ancestor(method, "impl_item", "trait_item")
        if implementation is None or implementation.child_by_field_name("trait") is not None:
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


def _mutable_owners(site: Site, method: str) -> list[Edit]:
    """Declare the locals that `method` is called on as `mut`, where its name is the only one."""
    if len(functions_named(site.source, method)) != 1:
        return []
    edits: list[Edit] = []
    for call in calls_of(site.source, method):
        if call.receiver is not None and call.receiver.type == "identifier":
            edits += make_mutable(call.receiver)
    return list(dict.fromkeys(edits))
