"""Names an item by its index at each use, instead of holding a reference to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.places import write_place
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.changes import is_changed
from rust_agent_lsp.syntax.names import binding_of, declared_names, statement_of, uses_of
from rust_agent_lsp.syntax.statements import line_span
from rust_agent_lsp.syntax.tree import descendants, text_of

_INDEXED = re.compile(r"&mut ((?P<base>[a-z_][\w.]*(?:\[[\w.]+\][\w.]*)*)\[(?P<index>[\w.]+)\])")
_MOVES = r"\.(?:(?:pop|push)(?:_front)?|remove|clear|retain|insert|drain|sort\w*|reverse|swap)\("
_MOST_USES = 12


class UsePlaceDirectly(FixRule):
    """Drops `let a = &mut v[i];` and writes `v[i]` for each `a`, so that nothing is held.

    Of two such borrows of one collection both go. The index must stay the same meanwhile; methods
    that are called in between could move the item to another.
    """

    codes: ClassVar = ("E0499", "E0502", "E0503", "E0506")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
struct Fighter {
    hp: i32,
    power: i32,
}
fn exchange(team: &mut [Fighter], i: usize, j: usize) {
    let a = &mut team[i];
    let b = &mut team[j];
    a.hp -= b.power;
    b.hp -= a.power;
}
fn main() {
    exchange(&mut [Fighter { hp: 9, power: 2 }, Fighter { hp: 8, power: 1 }], 0, 1);
}
""",
            after="""\
struct Fighter {
    hp: i32,
    power: i32,
}
fn exchange(team: &mut [Fighter], i: usize, j: usize) {
    team[i].hp -= team[j].power;
    team[j].hp -= team[i].power;
}
fn main() {
    exchange(&mut [Fighter { hp: 9, power: 2 }, Fighter { hp: 8, power: 1 }], 0, 1);
}
""",
            code="E0499",
        ),
        Example(
            before="""\
struct Game {
    scores: Vec<u32>,
    round: u32,
}
impl Game {
    fn next_round(&mut self) -> u32 {
        self.round += 1;
        self.round
    }
    fn play(&mut self, player: usize) {
        let score = &mut self.scores[player];
        *score += 1;
        if self.next_round() > 3 {
            *score += 10;
        }
    }
}
fn main() {
    Game { scores: vec![0], round: 3 }.play(0);
}
""",
            after="""\
struct Game {
    scores: Vec<u32>,
    round: u32,
}
impl Game {
    fn next_round(&mut self) -> u32 {
        self.round += 1;
        self.round
    }
    fn play(&mut self, player: usize) {
        self.scores[player] += 1;
        if self.next_round() > 3 {
            self.scores[player] += 10;
        }
    }
}
fn main() {
    Game { scores: vec![0], round: 3 }.play(0);
}
""",
            code="E0499",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut v = vec![1, 2];
    let mut at = 0;
    let first = &mut v[at];
    let second = &mut v[1];
    *first += *second;
    at += 1;
    *second += *first + at;
}
""",
        """\
fn main() {
    let mut v = vec![1, 2];
    let at = 0;
    let first = &mut v[at];
    v.insert(0, 7);
    *first += 1;
}
""",
        """\
fn main() {
    let mut n = 1;
    let a = &mut n;
    let b = &mut n;
    *a += 1;
    *b += 1;
    *a += 1;
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = earlier_borrow(site)
        first = statement_of(site.node_of(label)) if label is not None else None
        second = statement_of(site.node)
        if first is None or second is None:
            return
        edits = _inlined(site, first)
        if edits is None:
            return
        both = None if second == first else _inlined(site, second)
        if both is None and re.search(_MOVES, text_of(second)):
            return
        named = [text_of(p) for s in (first, second) if (p := _place(s)) is not None]
        shown = " and ".join(f"`{name}`" for name in dict.fromkeys(named[: 2 if both else 1]))
        names = declared_names(first) | (declared_names(second) if both else set())
        titled = " and ".join(f"`{name}`" for name in sorted(names))
        yield site.candidate(
            self.id,
            f"Write {shown} for {titled}",
            *edits,
            *(both or []),
            safety=Safety.SAFE if both else Safety.CHANGES_BEHAVIOUR,
            cost="Each access checks the index.",
        )


def _place(let: Node) -> Node | None:
    """Return `v[i]` of `let a = &mut v[i];`, where its parts are plain names."""
    value = let.child_by_field_name("value") if let.type == "let_declaration" else None
    if value is None or _INDEXED.fullmatch(text_of(value)) is None:
        return None
    return value.child_by_field_name("value")


def _inlined(site: Site, let: Node) -> list[Edit] | None:
    """Return the edits that write the place that `let` borrows wherever its name is used."""
    place, pattern = _place(let), let.child_by_field_name("pattern")
    own = line_span(site.source, let)
    block = let.parent
    if place is None or pattern is None or own is None or block is None:
        return None
    if pattern.type != "identifier":
        return None
    rest = site.source.text[let.end_byte : block.end_byte].decode(errors="replace")
    index = _INDEXED.fullmatch(f"&mut {text_of(place)}")
    plain = {text_of(n) for n in descendants(place, "identifier")} - {"self"}
    root = text_of(place).partition(".")[0].partition("[")[0]
    if index is None or any(is_changed(n, rest) for n in plain - {root}):
        return None
    if re.search(re.escape(index["base"]) + _MOVES, rest):
        return None
    uses = []
    for use in uses_of(block, text_of(pattern)):
        bound = binding_of(use, text_of(pattern))
        if use.start_byte > let.end_byte and (bound is None or bound.node == pattern):
            uses.append(use)
    if not uses or len(uses) > _MOST_USES or any(_rebound(use, plain, let) for use in uses):
        return None
    edits = write_place(site.source, uses, text_of(place), mutable=True)
    return None if edits is None else [Edit.delete(own.start, own.end), *edits]


def _rebound(use: Node, names: set[str], let: Node) -> bool:
    """Say whether a name of the place means something else at the use than at the borrow."""
    for name in names:
        here, there = binding_of(use, name), binding_of(let, name)
        if (here and here.node) != (there and there.node):
            return True
    return False
