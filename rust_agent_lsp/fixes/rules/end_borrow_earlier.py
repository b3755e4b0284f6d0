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
from rust_agent_lsp.syntax.places import fields_apart, writes, writes_what_the_other_uses
from rust_agent_lsp.syntax.statements import between, has_effect, may_move_over, move_before
from rust_agent_lsp.syntax.statements import statements as statements_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class EndBorrowEarlier(FixRule):
    """Moves the last uses of a borrow before the statement that conflicts with it.

    Only where the moved statements share no other local name, and no field, with those that they
    pass. Where both act on the outside, their order changes; where the borrow is a closure's, what
    it sees would change, so that is a guess.
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
        Example(
            before="pub enum State {\n    Busy { url: String, left: u32 },\n    Done(String),\n}\n"
            "pub struct Load {\n    state: State,\n    log: Vec<String>,\n}\nimpl Load {\n"
            "    pub fn step(&mut self) {\n        match &mut self.state {\n"
            "            State::Busy { url, left } => {\n                *left -= 1;\n"
            "                self.state = State::Done(url.to_uppercase());\n"
            "                self.log.push(url.to_string());\n            }\n"
            "            State::Done(_) => {}\n        }\n    }\n}\n",
            after="pub enum State {\n    Busy { url: String, left: u32 },\n    Done(String),\n}\n"
            "pub struct Load {\n    state: State,\n    log: Vec<String>,\n}\nimpl Load {\n"
            "    pub fn step(&mut self) {\n        match &mut self.state {\n"
            "            State::Busy { url, left } => {\n                *left -= 1;\n"
            "                self.log.push(url.to_string());\n"
            "                self.state = State::Done(url.to_uppercase());\n            }\n"
            "            State::Done(_) => {}\n        }\n    }\n}\n",
            code="E0506",
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
        names = declared_names(condition or source)
        of_arm = set() if names else _names_of_arm(anchor, source)
        several = len(names) > 1 and condition is None
        if several or not names | of_arm or between(anchor, used) is None:
            return
        names |= of_arm
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
            apart = all(fields_apart(statement, over, root) for root in shared - names)
            if not apart or any(writes_what_the_other_uses(statement, over, n) for n in names):
                return
        if not moved:
            return
        edits = move_before(site.source, moved, anchor)
        if edits is None:
            return
        safety, cost = _price(site, source, anchor, moved, names)
        yield site.candidate(
            self.id,
            f"Move `{short(text_of(moved[0]))}` before `{short(text_of(anchor))}`",
            *edits,
            safety=safety,
            cost=cost,
        )


def _price(
    site: Site, source: Node, anchor: Node, moved: list[Node], names: set[str]
) -> tuple[Safety, str]:
    """Return how safe it is to run the statements `moved` before `anchor`, and what it costs."""
    code, value = site.diagnostic.code, source.child_by_field_name("value")
    if code != "E0505" and value is not None and value.type == "closure_expression":
        # The one changes what the other reads: a closure is meant to see what is there then.
        return Safety.GUESS, "The closure is called before what it uses is changed."
    if code in ("E0502", "E0503") and any(writes(text_of(s), n) for s in moved for n in names):
        return Safety.GUESS, "What is read here was perhaps meant to be read before it is changed."
    if has_effect(anchor) and any(has_effect(s) for s in moved):
        return Safety.CHANGES_BEHAVIOUR, "The statements run in the other order."
    return Safety.SAFE, ""


def _names_of_arm(anchor: Node, source: Node) -> set[str]:
    """Return what the arm around `anchor` binds, where `source` is the `match`."""
    arm = ancestor(anchor, "match_arm")
    pattern = arm.child_by_field_name("pattern") if arm is not None else None
    if pattern is None or pattern.start_byte < source.start_byte:
        return set()
    guard = pattern.child_by_field_name("condition")
    end = guard.start_byte if guard is not None else pattern.end_byte
    kinds = ("identifier", "shorthand_field_identifier")
    found = (n for n in descendants(pattern, *kinds) if n.start_byte < end)
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
