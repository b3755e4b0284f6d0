"""Loops over something that does not hold the collection that the body changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import borrowing_loop
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.names import free_name, statement_of
from rust_agent_lsp.syntax.tree import text_of

_PLACE = r"[a-z_][\w.]*(?:\[[^\[\]]+\][\w.]*)*"
_ITERATED = re.compile(
    rf"(?:&(?P<a>{_PLACE})|(?P<b>{_PLACE})\.iter\(\)(?P<rest>(?:\.\w+\([^()]*\))*))$"
)
# A copy of an iterator still borrows.
_ITERATORS = (
    *("iter", "iter_mut", "into_iter", "keys", "values", "values_mut", "drain", "enumerate"),
    *(
        "chars",
        "bytes",
        "lines",
        "rev",
        "skip",
        "take",
        "zip",
        "filter",
        "map",
        "windows",
        "chunks",
    ),
    *("cloned", "copied", "clone", "to_vec", "collect", "split", "split_whitespace", "range"),
)


class IndexInsteadOfIter(FixRule):
    """Loops over the indexes of a collection, or over a copy of it, while the body changes it.

    The indexes are counted once at the start: items added in the body are not visited, and the
    body must not remove any.
    """

    codes: ClassVar = ("E0502", "E0499", "E0506", "E0505")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let mut v = vec![1, 2];
    for x in &v {
        v.push(*x);
    }
}
""",
            after="""\
fn main() {
    let mut v = vec![1, 2];
    for i in 0..v.len() {
        let x = &v[i].clone();
        v.push(*x);
    }
}
""",
            code="E0502",
        ),
        Example(
            before="""\
use std::collections::HashMap;
fn main() {
    let mut ages: HashMap<String, u32> = HashMap::new();
    for (name, age) in &ages {
        ages.remove(name);
        println!("{age}");
    }
}
""",
            after="""\
use std::collections::HashMap;
fn main() {
    let mut ages: HashMap<String, u32> = HashMap::new();
    for (name, age) in &ages.clone() {
        ages.remove(name);
        println!("{age}");
    }
}
""",
            code="E0502",
        ),
        Example(
            before="""\
struct Maze {
    doors: Vec<Vec<usize>>,
    seen: Vec<usize>,
}
impl Maze {
    fn explore(&mut self, room: usize) {
        self.seen.push(room);
        for &next in &self.doors[room] {
            self.explore(next);
        }
    }
}
fn main() {
    Maze { doors: vec![vec![]], seen: vec![] }.explore(0);
}
""",
            after="""\
struct Maze {
    doors: Vec<Vec<usize>>,
    seen: Vec<usize>,
}
impl Maze {
    fn explore(&mut self, room: usize) {
        self.seen.push(room);
        for next in self.doors[room].clone() {
            self.explore(next);
        }
    }
}
fn main() {
    Maze { doors: vec![vec![]], seen: vec![] }.explore(0);
}
""",
            code="E0502",
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
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = borrowing_loop(site)
        iterated = _ITERATED.fullmatch(text_of(found.value)) if found is not None else None
        if found is None:
            return
        loop, pattern, value, body = found
        if not body.start_byte <= site.diagnostic.span.start < body.end_byte:
            return
        if iterated is None:
            yield from _copy_of_result(site, pattern, value)
            return
        name = iterated["a"] or iterated["b"]
        if pattern.type == "identifier" and body.named_children and not iterated["rest"]:
            index = free_name(statement_of(loop) or loop, "i")
            line = f"let {text_of(pattern)} = &{name}[{index}].clone();"
            inner = site.source.indent_at(body.named_children[0].start_byte)
            yield site.candidate(
                self.id,
                f"Loop over the indexes of `{name}`",
                replace_node(pattern, index),
                replace_node(value, f"0..{name}.len()"),
                Edit.insert(body.start_byte + 1, f"\n{inner}{line}"),
                safety=Safety.CHANGES_BEHAVIOUR,
                cost="Clones each item, and items added in the loop are not visited.",
            )
        at = [Edit.insert(value.start_byte + bool(iterated["a"]) + len(name.encode()), ".clone()")]
        item = pattern.named_children[-1] if pattern.type == "reference_pattern" else None
        if item is not None and item.type == "identifier" and not iterated["rest"]:
            at = [replace_node(pattern, text_of(item)), replace_node(value, f"{name}.clone()")]
        yield site.candidate(
            self.id,
            f"Loop over a copy of `{name}`",
            *at,
            safety=Safety.CHANGES_BEHAVIOUR,
            cost=f"Copies all of `{name}` before the loop.",
        )


def _copy_of_result(site: Site, pattern: Node, value: Node) -> Iterator[Candidate]:
    """Loop over a copy of what a look-up gives: `self.edges.get(&n).unwrap()`."""
    call = call_of(value)
    if call is None or call.receiver is None or call.name in _ITERATORS:
        return
    item = pattern.named_children[-1] if pattern.type == "reference_pattern" else None
    whole = item is not None and item.type == "identifier"
    for copy in (".clone()", ".to_vec()"):
        edits = [Edit.insert(value.end_byte, copy)]
        if item is not None and whole:
            edits.append(replace_node(pattern, text_of(item)))
        else:
            edits.append(Edit.insert(value.start_byte, "&"))
        yield site.candidate(
            IndexInsteadOfIter.id,
            f"Loop over a copy of `{short_text(value)}`",
            *edits,
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Copies all of it before the loop.",
        )
