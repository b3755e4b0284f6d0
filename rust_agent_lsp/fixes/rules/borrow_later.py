"""Takes a borrow only where it is first used, behind the statement that it is in the way of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
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


class BorrowLater(FixRule):
    """Moves `let r = &mut x…;` down to its first use, past what reads or borrows `x` before that.

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
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
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
