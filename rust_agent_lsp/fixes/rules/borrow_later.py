"""Takes a borrow only where it is first used, behind the statement that it is in the way of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.changes import is_changed
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import declared_names, mentions, statement_of
from rust_agent_lsp.syntax.statements import (
    between,
    has_effect,
    insert_line,
    line_span,
    may_move_over,
    statements,
)
from rust_agent_lsp.syntax.tree import descendants, text_of

_PURE = (
    *("get_mut", "first_mut", "last_mut", "iter_mut", "as_mut", "peek_mut", "as_str", "len"),
    *("unwrap", "expect"),
)


class BorrowLater(FixRule):
    """Moves `let r = &mut x…;` down to its first use, past what reads or borrows `x` before that.

    Of two mutable borrows the second moves behind the last use of the first, where that is enough.
    Where the passed statements change `x`, the borrow then sees the changed value.
    """

    codes: ClassVar = ("E0502", "E0499", "E0503")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
struct Ring {
    data: Vec<usize>,
    head: usize,
}
impl Ring {
    fn slot(&self, k: usize) -> usize {
        (self.head + k) % self.data.len()
    }
    fn add(&mut self, k: usize) {
        let first = &mut self.data[0];
        let at = self.slot(k);
        *first += at;
    }
}
fn main() {
    Ring { data: vec![1], head: 0 }.add(1);
}
""",
            after="""\
struct Ring {
    data: Vec<usize>,
    head: usize,
}
impl Ring {
    fn slot(&self, k: usize) -> usize {
        (self.head + k) % self.data.len()
    }
    fn add(&mut self, k: usize) {
        let at = self.slot(k);
        let first = &mut self.data[0];
        *first += at;
    }
}
fn main() {
    Ring { data: vec![1], head: 0 }.add(1);
}
""",
            code="E0502",
        ),
        Example(
            before="""\
struct Account {
    id: u32,
    cents: u64,
}
fn transfer(all: &mut Vec<Account>, from: usize, to: usize, cents: u64) -> Result<(), u32> {
    let source = &mut all[from];
    let target = &mut all[to];
    if source.cents < cents {
        return Err(source.id);
    }
    source.cents -= cents;
    target.cents += cents;
    Ok(())
}
fn main() {
    println!("{:?}", transfer(&mut vec![Account { id: 1, cents: 5 }], 0, 0, 3));
}
""",
            after="""\
struct Account {
    id: u32,
    cents: u64,
}
fn transfer(all: &mut Vec<Account>, from: usize, to: usize, cents: u64) -> Result<(), u32> {
    let source = &mut all[from];
    if source.cents < cents {
        return Err(source.id);
    }
    source.cents -= cents;
    let target = &mut all[to];
    target.cents += cents;
    Ok(())
}
fn main() {
    println!("{:?}", transfer(&mut vec![Account { id: 1, cents: 5 }], 0, 0, 3));
}
""",
            code="E0499",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut text = String::from("ab");
    let shown = text.trim();
    text.push('c');
    println!("{shown}");
}
""",
        """\
fn main() {
    let mut v = vec![1, 2];
    let first = &mut v[0];
    *first += 1;
    let n = v.len();
    *first += n;
}
""",
        """\
fn main() {
    let mut v = vec![1, 2];
    let mut at = 0;
    let first = &mut v[at];
    let second = &mut v[at + 1];
    *first += 1;
    at += 1;
    *second += at;
    *first += 1;
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        yield from _second(site)
        borrow = earlier_borrow(site)
        let = statement_of(site.node_of(borrow)) if borrow is not None else None
        conflict = statement_of(site.node)
        if borrow is None or let is None or conflict is None or let.type != "let_declaration":
            return
        if not re.match(r"(?:first )?mutable borrow|`[^`]+` is borrowed", borrow.text):
            return  # A value that was read before it is changed is the old one.
        if between(let, conflict) is None or let.parent is None:
            return
        behind = [s for s in statements(let.parent) if s.start_byte >= let.end_byte]
        names = declared_names(let)
        target = next((s for s in behind if any(mentions(s, n) for n in names)), None)
        own = line_span(site.source, let)
        if target is None or own is None or target.start_byte <= conflict.start_byte:
            return
        passed = [s for s in behind if s.start_byte < target.start_byte]
        root = next((text_of(n) for n in descendants(let, "identifier", "self") if text_of(n)
                     not in names), "self")  # fmt: skip
        if not may_move_over(let, passed, {root}):
            return
        reads = site.diagnostic.code in ("E0502", "E0503")
        effect = not reads and any(has_effect(s) for s in passed)
        yield site.candidate(
            self.id,
            f"Move `{short(text_of(let))}` down to its first use",
            insert_line(site.source, target, text_of(let)),
            Edit.delete(own.start, own.end),
            safety=Safety.CHANGES_BEHAVIOUR if effect else Safety.SAFE,
            cost="It sees what the statements before it have changed." if effect else "",
        )


def _second(site: Site) -> Iterator[Candidate]:
    """Move the later of two mutable borrows down, behind the last use of the earlier one."""
    borrow, let = earlier_borrow(site), statement_of(site.node)
    value = let.child_by_field_name("value") if let is not None else None
    if site.diagnostic.code not in ("E0499", "E0502") or borrow is None or let is None:
        return
    first = statement_of(site.node_of(borrow))
    if let.type != "let_declaration" or value is None or not _only_borrows(value):
        return
    if first is None or not between(first, let) or let.parent is None:
        return
    pattern = let.child_by_field_name("pattern")
    if pattern is None or pattern.type != "identifier":
        return
    name = text_of(pattern)
    behind = [s for s in statements(let.parent) if s.start_byte >= let.end_byte]
    target = next((s for s in behind if mentions(s, name)), None)
    own = line_span(site.source, let)
    if target is None or own is None:
        return
    passed = [s for s in behind if s.start_byte < target.start_byte]
    earlier = declared_names(first)
    if not any(mentions(s, n) for s in passed for n in earlier):
        return
    if any(mentions(s, n) for s in behind if s not in passed for n in earlier):
        return
    read = {text_of(n) for n in descendants(value, "identifier")}
    for statement in passed:
        text = text_of(statement)
        if declared_names(statement) & read or any(is_changed(n, text) for n in read):
            return
    panics = re.search(r"\.(?:unwrap|expect)\(", text_of(value)) is not None
    yield site.candidate(
        BorrowLater.id,
        f"Move `{short(text_of(let))}` down to its first use",
        *(insert_line(site.source, target, text_of(let)), Edit.delete(own.start, own.end)),
        safety=Safety.CHANGES_BEHAVIOUR if panics else Safety.SAFE,
        cost="Where it panics, the statements before it have run." if panics else "",
    )


def _only_borrows(value: Node) -> bool:
    """Say whether `value` is a mutable borrow that finds its place without any effect."""
    text = text_of(value)
    if not re.match(r"&mut\b|[\w.]+\.(?:get|first|last|iter|peek|as)_mut\(", text):
        return False
    if re.search(r"[?!{|]", text):
        return False
    called = (call_of(n) for n in descendants(value, "call_expression"))
    return all(call is not None and call.name in _PURE for call in called)
