"""Ends a borrow before the statement that it is in the way of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import declared_names, mentions, statement_of
from rust_agent_lsp.syntax.statements import between, has_effect, may_move_over, move_before
from rust_agent_lsp.syntax.statements import statements as statements_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class EndBorrowEarlier(FixRule):
    """Moves the last uses of a borrow before the statement that conflicts with it.

    Only where the moved statements share no other local name with those that they pass. Where
    both act on the outside, their order changes.
    """

    codes: ClassVar = ("E0502", "E0499", "E0505", "E0506", "E0503")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let mut v = vec![1, 2];
    let first = &v[0];
    v.push(3);
    println!("{first}");
}
""",
            after="""\
fn main() {
    let mut v = vec![1, 2];
    let first = &v[0];
    println!("{first}");
    v.push(3);
}
""",
            code="E0502",
        ),
        Example(
            before="""\
fn main() {
    let mut n = 1;
    let a = &mut n;
    let b = &mut n;
    *a += 1;
    *b += 1;
    println!("{n}");
}
""",
            after="""\
fn main() {
    let mut n = 1;
    let a = &mut n;
    *a += 1;
    let b = &mut n;
    *b += 1;
    println!("{n}");
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
    let n = v.len();
    println!("{first} {n}");
}
""",
        """\
fn main() {
    let mut v = vec![1, 2];
    for x in &v {
        v.push(*x);
    }
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        later = site.label(r"borrow later (?:used|captured|stored) here")
        borrow = earlier_borrow(site)
        anchor = statement_of(site.node)
        used = statement_of(site.node_of(later)) if later else None
        source = statement_of(site.node_of(borrow)) if borrow else None
        if anchor is None or used is None or source is None or source == anchor or borrow is None:
            return
        condition = ancestor(site.node_of(borrow), "let_condition")
        names = declared_names(condition or source) or _names_of_arm(anchor, source)
        if len(names) != 1 or between(anchor, used) is None:
            return
        names = names if any(mentions(used, n) for n in names) else _derived(source, anchor, names)
        moved = _uses_after(anchor, names)
        shared = names | _roots(site)
        listed = statements_of(anchor.parent) if anchor.parent else []
        for statement in moved:
            over = [
                other
                for other in listed[listed.index(anchor) : listed.index(statement)]
                if other not in moved
            ]
            if not may_move_over(statement, over, shared):
                return
        if not moved or any(mentions(s, root) for s in moved for root in shared - names):
            return
        edits = move_before(site.source, moved, anchor)
        if edits is None:
            return
        swapped = has_effect(anchor) and any(has_effect(s) for s in moved)
        yield site.candidate(
            self.id,
            f"Move `{short(text_of(moved[0]))}` before `{short(text_of(anchor))}`",
            *edits,
            safety=Safety.CHANGES_BEHAVIOUR if swapped else Safety.SAFE,
            cost="The statements run in the other order." if swapped else "",
        )


def _names_of_arm(anchor: Node, source: Node) -> set[str]:
    """Return what the arm around `anchor` binds, where `source` is the `match`."""
    arm = ancestor(anchor, "match_arm")
    pattern = arm.child_by_field_name("pattern") if arm is not None else None
    if pattern is None or pattern.start_byte < source.start_byte:
        return set()
    guard = pattern.child_by_field_name("condition")
    end = guard.start_byte if guard is not None else pattern.end_byte
    found = (n for n in descendants(pattern, "identifier") if n.start_byte < end)
    return {text_of(n) for n in found if text_of(n)[:1].islower()}


def _derived(source: Node, anchor: Node, names: set[str]) -> set[str]:
    """Return `names` with those that are made from them before the conflict."""
    found = set(names)
    for statement in between(source, anchor) or ():
        if any(mentions(statement, name) for name in found):
            found |= declared_names(statement)
    return found


def _uses_after(anchor: Node, names: set[str]) -> list[Node]:
    block = anchor.parent
    return [
        statement
        for statement in (statements_of(block) if block else [])
        if statement.start_byte > anchor.start_byte
        and any(mentions(statement, name) for name in names)
    ]


def _roots(site: Site) -> set[str]:
    """Return the local name at the root of the conflicting place, as the headline tells it."""
    found = site.match(r"(?:borrow|use|assign to|move out of) `[*(]*(\w+)")
    return {found[1]} if found else set()
