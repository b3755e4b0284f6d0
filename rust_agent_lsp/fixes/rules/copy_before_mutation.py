"""Computes an argument before the call that borrows its owner mutably."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, insert_before, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.names import free_name, statement_of
from rust_agent_lsp.syntax.statements import insert_line
from rust_agent_lsp.syntax.tree import ancestors, span_of, text_of

# Code below these may run later, more than once or not at all.
_DEFERRED = (
    "closure_expression",
    "while_expression",
    "match_arm",
    "async_block",
    "loop_expression",
)


class CopyBeforeMutation(FixRule):
    """Binds the value of an argument or index in a `let` before the statement that conflicts."""

    codes: ClassVar = ("E0502", "E0499", "E0503", "E0506")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn set(v: &mut Vec<usize>, n: usize) {
    v.push(n);
}
fn main() {
    let mut v = vec![1];
    set(&mut v, v.len());
}
""",
            after="""\
fn set(v: &mut Vec<usize>, n: usize) {
    v.push(n);
}
fn main() {
    let mut v = vec![1];
    let len = v.len();
    set(&mut v, len);
}
""",
            code="E0502",
        ),
        Example(
            before="""\
struct Pool {
    next: u32,
    ids: Vec<u32>,
}
impl Pool {
    fn fresh(&mut self) -> u32 {
        self.next += 1;
        self.next
    }
    fn ids(&mut self) -> &mut Vec<u32> {
        &mut self.ids
    }
    fn grow(&mut self) {
        self.ids().push(self.fresh());
    }
}
fn main() {
    Pool { next: 0, ids: vec![] }.grow();
}
""",
            after="""\
struct Pool {
    next: u32,
    ids: Vec<u32>,
}
impl Pool {
    fn fresh(&mut self) -> u32 {
        self.next += 1;
        self.next
    }
    fn ids(&mut self) -> &mut Vec<u32> {
        &mut self.ids
    }
    fn grow(&mut self) {
        let fresh = self.fresh();
        self.ids().push(fresh);
    }
}
fn main() {
    Pool { next: 0, ids: vec![] }.grow();
}
""",
            code="E0499",
        ),
        Example(
            before="""\
struct Stack(Vec<i64>);
impl Stack {
    fn pop(&mut self) -> i64 {
        self.0.pop().unwrap_or(0)
    }
    fn push(&mut self, n: i64) {
        self.0.push(n);
    }
    fn apply(&mut self, op: char) {
        match op {
            '-' => self.push(-self.pop()),
            _ => {}
        }
    }
}
fn main() {
    Stack(vec![1]).apply('-');
}
""",
            after="""\
struct Stack(Vec<i64>);
impl Stack {
    fn pop(&mut self) -> i64 {
        self.0.pop().unwrap_or(0)
    }
    fn push(&mut self, n: i64) {
        self.0.push(n);
    }
    fn apply(&mut self, op: char) {
        match op {
            '-' => {
                let value = -self.pop();
                self.push(value)
            },
            _ => {}
        }
    }
}
fn main() {
    Stack(vec![1]).apply('-');
}
""",
            code="E0499",
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
        statement = statement_of(site.node)
        first = earlier_borrow(site)
        if statement is None or first is None:
            return
        bare = _bare_body(site.node)
        if bare is not None and span_of(bare).contains(first.location.span):
            yield from self._in_braces(site, bare, first.location.span)
            return
        if not span_of(statement).contains(first.location.span):
            return
        for place in (site.diagnostic.span, first.location.span):
            for argument in _arguments(site, place, statement):
                call = call_of(argument)
                name = free_name(statement, call.name if call and call.name.islower() else "value")
                yield site.candidate(
                    self.id,
                    f"Compute `{short_text(argument)}` first",
                    insert_line(site.source, statement, f"let {name} = {text_of(argument)};"),
                    replace_node(argument, name),
                )

    def _in_braces(self, site: Site, body: Node, first: Span) -> Iterator[Candidate]:
        """Turn the value of an arm or closure into a block that computes the argument first."""
        indent = site.source.indent_at(body.start_byte)
        for place in (site.diagnostic.span, first):
            for argument in _arguments(site, place, body):
                call = call_of(argument)
                name = free_name(body, call.name if call and call.name.islower() else "value")
                line = f"let {name} = {text_of(argument)};"
                yield site.candidate(
                    self.id,
                    f"Compute `{short_text(argument)}` first",
                    insert_before(body, f"{{\n{indent}    {line}\n{indent}    "),
                    replace_node(argument, name),
                    insert_after(body, f"\n{indent}}}"),
                )


def _bare_body(node: Node) -> Node | None:
    """Return the value of the arm or closure around `node`, where it has no braces."""
    child = node
    for parent in ancestors(node):
        if parent.type == "block":
            return None
        field = {"match_arm": "value", "closure_expression": "body"}.get(parent.type)
        if field is not None and parent.child_by_field_name(field) == child:
            return child
        child = parent
    return None


def _arguments(site: Site, place: Span, statement: Node) -> list[Node]:
    """Return the arguments, indexes and assigned values around `place`, the outermost first."""
    child = site.source.node_at(place)
    found: list[Node] = []
    for parent in ancestors(child):
        if parent.type in _DEFERRED:
            found = []
        index = parent.type == "index_expression" and parent.named_children[-1] == child
        value = parent.type in ("assignment_expression", "compound_assignment_expr") and (
            parent.child_by_field_name("right") == child
        )
        borrows = child.type in ("reference_expression", "closure_expression")
        if (parent.type == "arguments" or index or value) and not borrows:
            found.insert(0, child)
        if parent == statement:
            break
        child = parent
    return found
