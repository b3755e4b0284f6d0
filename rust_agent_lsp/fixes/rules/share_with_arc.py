"""Shares a lock or an atomic between threads, each of which would take it away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, insert_before
from rust_agent_lsp.fixes.uses import insert_use
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import wrap
from rust_agent_lsp.syntax.names import (
    Binding,
    binding_of,
    free_name,
    mentions,
    statement_of,
    uses_of,
)
from rust_agent_lsp.syntax.statements import insert_line
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, span_of, text_of

_SHARED = re.compile(r"(?:\w+::)*(?:Mutex|RwLock|Condvar|Barrier|Atomic\w+)\b")


class ShareWithArc(FixRule):
    """Puts the lock or atomic into an `Arc` and gives each spawned closure a handle of its own."""

    codes: ClassVar = ("E0382", "E0507")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
use std::sync::Mutex;
use std::thread;
fn main() {
    let total = Mutex::new(0);
    let mut handles = vec![];
    for n in 0..3 {
        handles.push(thread::spawn(move || {
            *total.lock().unwrap() += n;
        }));
    }
    for handle in handles {
        handle.join().unwrap();
    }
    println!("{:?}", total.lock());
}
""",
            after="""\
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;
fn main() {
    let total = Arc::new(Mutex::new(0));
    let mut handles = vec![];
    for n in 0..3 {
        let total = Arc::clone(&total);
        handles.push(thread::spawn(move || {
            *total.lock().unwrap() += n;
        }));
    }
    for handle in handles {
        handle.join().unwrap();
    }
    println!("{:?}", total.lock());
}
""",
            code="E0382",
        ),
        Example(
            before="""\
use std::sync::{Arc, RwLock};
use std::thread;
fn main() {
    let _unused: Option<Arc<u8>> = None;
    let words: RwLock<Vec<u8>> = RwLock::new(vec![]);
    thread::spawn(move || words.write().unwrap().push(1)).join().unwrap();
    println!("{}", words.read().unwrap().len());
}
""",
            after="""\
use std::sync::{Arc, RwLock};
use std::thread;
fn main() {
    let _unused: Option<Arc<u8>> = None;
    let words: Arc<RwLock<Vec<u8>>> = Arc::new(RwLock::new(vec![]));
    let words_shared = Arc::clone(&words);
    thread::spawn(move || words_shared.write().unwrap().push(1)).join().unwrap();
    println!("{}", words.read().unwrap().len());
}
""",
            code="E0382",
        ),
    )
    refuses: ClassVar = (
        """\
use std::thread;
fn main() {
    let words = vec!["a"];
    let handle = thread::spawn(move || words.len());
    println!("{words:?} {}", handle.join().unwrap());
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        kind = site.match(r"has type `([^`]+)`")
        found = re.search(
            r"moved value: `(\w+)`|out of `(\w+)`, a captured", site.diagnostic.message
        )
        if kind is None or found is None or not _SHARED.match(kind[1]):
            return
        name = found[1] or found[2]
        binding = binding_of(site.node, name)
        function = site.enclosing("function_item")
        if binding is None or binding.value is None or function is None:
            return
        edits = [*wrap(span_of(binding.value), "Arc::new(", ")")]
        if binding.type is not None:
            edits += wrap(span_of(binding.type), "Arc<", ">")
        closures = [c for c in _spawned(function) if mentions(c, name)]
        for closure in closures:
            edits += _handle(site, binding, closure)
        uses = descendants(site.source.tree.root_node, "use_declaration")
        if not any(re.search(r"\bsync\b.*\bArc\b", text_of(use), re.S) for use in uses):
            edits.append(insert_use(site.source, function, "std::sync::Arc"))
        if closures:
            yield site.candidate(self.id, f"Share `{name}` between the threads in an `Arc`", *edits)


def _spawned(function: Node) -> Iterator[Node]:
    """Yield the closures with `move` that are given to a function called `spawn`."""
    for closure in descendants(function, "closure_expression"):
        call = _call_of(closure)
        called = call.child_by_field_name("function") if call is not None else None
        moves = any(child.type == "move" for child in closure.children)
        if moves and called is not None and text_of(called).endswith("spawn"):
            yield closure


def _call_of(closure: Node) -> Node | None:
    arguments = closure.parent
    return arguments.parent if arguments is not None and arguments.type == "arguments" else None


def _handle(site: Site, binding: Binding, closure: Node) -> list[Edit]:
    """Make a handle right before the closure that takes it."""
    name, call, statement = binding.name, _call_of(closure), statement_of(closure)
    if call is None or statement is None:
        return []
    inside = [n for n in ancestors(call) if n.start_byte >= statement.start_byte]
    if any(n.type == "closure_expression" and n.end_byte <= statement.end_byte for n in inside):
        line = f"{{ let {name} = Arc::clone(&{name}); "
        return [insert_before(call, line), insert_after(call, " }")]
    if statement.parent != ancestor(binding.holder, "block"):
        return [insert_line(site.source, statement, f"let {name} = Arc::clone(&{name});")]
    handle = free_name(statement, f"{name}_shared")
    edits = [insert_line(site.source, statement, f"let {handle} = Arc::clone(&{name});")]
    captured = re.compile(rf"\{{{name}(?=[:}}])")
    for use in uses_of(closure, name):
        text = text_of(use)
        new = handle if text == name else captured.sub(f"{{{handle}", text)
        edits.append(Edit(span_of(use), new))
    return edits
