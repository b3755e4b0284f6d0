"""Matches on a copy where the arms change what the match would borrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import PLACES, is_mutable_reference, short_text
from rust_agent_lsp.syntax.tree import ancestor, ancestors, text_of

_HOSTS = ("match_expression", "let_condition", "let_declaration")


class CloneMatchedValue(FixRule):
    """Turns `match &self.state` into `match &self.state.clone()`, so the arms may change `self`.

    The arms see the value as it was at the start of the match; the copy costs time and memory.
    """

    codes: ClassVar = ("E0502", "E0499", "E0505", "E0506")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
struct Queue {
    jobs: Vec<String>,
    count: u32,
}
impl Queue {
    fn finish(&mut self, job: &str) {
        self.count += job.len() as u32;
    }
    fn step(&mut self) {
        if let Some(job) = self.jobs.first() {
            self.finish(job);
        }
    }
}
fn main() {
    Queue { jobs: vec![], count: 0 }.step();
}
""",
            after="""\
struct Queue {
    jobs: Vec<String>,
    count: u32,
}
impl Queue {
    fn finish(&mut self, job: &str) {
        self.count += job.len() as u32;
    }
    fn step(&mut self) {
        if let Some(job) = &self.jobs.first().cloned() {
            self.finish(job);
        }
    }
}
fn main() {
    Queue { jobs: vec![], count: 0 }.step();
}
""",
            code="E0502",
        ),
        Example(
            before="""\
fn main() {
    let mut name = Some(String::from("a"));
    match &name {
        Some(text) => {
            name = None;
            println!("{text}");
        }
        None => {}
    }
    println!("{name:?}");
}
""",
            after="""\
fn main() {
    let mut name = Some(String::from("a"));
    match &name.clone() {
        Some(text) => {
            name = None;
            println!("{text}");
        }
        None => {}
    }
    println!("{name:?}");
}
""",
            code="E0506",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut v = vec![1, 2];
    let first = &v[0];
    v.push(3);
    println!("{first}");
}
""",
        """\
fn main() {
    let mut v = vec![1, 2];
    if let Some(first) = v.first_mut() {
        v.push(3);
        *first = 4;
    }
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = earlier_borrow(site)
        if label is None or re.match(r"(?:first )?mutable borrow", label.text):
            return
        at = site.node_of(label)
        host = ancestor(at, *_HOSTS)
        value = host.child_by_field_name("value") if host is not None else None
        if host is None or value is None or at not in (value, *_below(value, at)):
            return
        inside = value.start_byte <= site.diagnostic.span.start < value.end_byte
        is_else = host.type == "let_declaration"
        if inside or (is_else and host.child_by_field_name("alternative") is None):
            return
        for text in _copies(value):
            copy = text.removeprefix("&") if is_else else text
            yield site.candidate(
                self.id,
                f"Match on a copy of `{short_text(value)}`",
                replace_node(value, copy),
                safety=self.safety,
                cost="Copies the value each time.",
            )


def _below(value: Node, at: Node) -> Iterator[Node]:
    """Yield `at` when it lies below `value`."""
    if value in ancestors(at):
        yield at


def _copies(value: Node) -> Iterator[str]:
    """Yield the expressions that copy a matched value, without a change to the patterns."""
    text = text_of(value)
    if value.type == "reference_expression":
        if not is_mutable_reference(value):
            yield f"{text}.clone()"
        return
    if value.type in PLACES:
        yield f"{text}.clone()"
        return
    call = call_of(value)
    if call is None or "mut" in call.name:
        return
    if call.name == "as_ref" and call.receiver is not None:
        yield f"&{text_of(call.receiver)}.clone()"
    elif call.name == "as_deref" and call.receiver is not None:
        yield f"{text_of(call.receiver)}.clone().as_deref()"
    else:
        yield f"&{text}.cloned()"
        yield f"&{text}.clone()"
        yield f"{text}.map(str::to_owned).as_deref()"
