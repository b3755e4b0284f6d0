"""Borrows two items of a collection at once where their keys are known only at run time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import argument_at
from rust_agent_lsp.syntax.names import free_name, mentions, statement_of
from rust_agent_lsp.syntax.statements import between, insert_line, line_span
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_INDEXED = re.compile(r"&(?:mut )?(?P<base>[a-z_][\w.]*)\[(?P<key>[^\[\]]+)\]")
_LOOKED_UP = re.compile(r"(?P<base>[a-z_][\w.]*)\s*\.get_mut\((?P<key>[^()]+)\)(?P<tail>.*)", re.S)
_COST = "Panics where both are the same item. Needs Rust 1.86."


class _Item(NamedTuple):
    """One of the two borrows: the `let`, its name, the key, and what is done with the result."""

    let: Node
    name: str
    base: str
    key: str
    tail: str | None
    ending: str


class BorrowDisjoint(FixRule):
    """Turns two `get_mut` of one map or slice, both in use, into one `get_disjoint_mut`.

    That panics when both keys or indexes are the same.
    """

    codes: ClassVar = ("E0499", "E0502")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
use std::collections::HashMap;
fn pay(purses: &mut HashMap<String, u32>, from: &str, to: &str) -> Result<(), String> {
    let source = purses.get_mut(from).ok_or("no source")?;
    let target = purses.get_mut(to).ok_or("no target")?;
    *source -= 1;
    *target += 1;
    Ok(())
}
fn main() { println!("{:?}", pay(&mut HashMap::new(), "a", "b")); }
""",
            after="""\
use std::collections::HashMap;
fn pay(purses: &mut HashMap<String, u32>, from: &str, to: &str) -> Result<(), String> {
    let [source, target] = purses.get_disjoint_mut([from, to]);
    let source = source.ok_or("no source")?;
    let target = target.ok_or("no target")?;
    *source -= 1;
    *target += 1;
    Ok(())
}
fn main() { println!("{:?}", pay(&mut HashMap::new(), "a", "b")); }
""",
            code="E0499",
        ),
        Example(
            before="""\
fn carry(shelves: &mut [Vec<u32>], i: usize, j: usize) {
    let left = shelves.get_mut(i).unwrap();
    let right = shelves.get_mut(j).unwrap();
    while left.len() > right.len() {
        right.extend(left.pop());
    }
}
fn main() { carry(&mut [vec![1], vec![]], 0, 1); }
""",
            after="""\
fn carry(shelves: &mut [Vec<u32>], i: usize, j: usize) {
    let [left, right] = shelves.get_disjoint_mut([i, j]).unwrap();
    while left.len() > right.len() {
        right.extend(left.pop());
    }
}
fn main() { carry(&mut [vec![1], vec![]], 0, 1); }
""",
            code="E0499",
        ),
        Example(
            before="""\
fn carry(from: &mut Vec<u32>, to: &mut Vec<u32>) { to.append(from); }
fn main() {
    let mut shelves = vec![vec![1], vec![]];
    let (i, j) = (0, 1);
    carry(&mut shelves[i], &mut shelves[j]);
}
""",
            after="""\
fn carry(from: &mut Vec<u32>, to: &mut Vec<u32>) { to.append(from); }
fn main() {
    let mut shelves = vec![vec![1], vec![]];
    let (i, j) = (0, 1);
    let [from, to] = shelves.get_disjoint_mut([i, j]).unwrap();
    carry(from, to);
}
""",
            code="E0499",
        ),
        Example(
            before="""\
use std::collections::HashMap;
fn main() {
    let mut sites = HashMap::from([("a", 1), ("b", 2)]);
    if let (Some(a), Some(b)) = (sites.get_mut("a"), sites.get_mut("b")) {
        std::mem::swap(a, b);
    }
}
""",
            after="""\
use std::collections::HashMap;
fn main() {
    let mut sites = HashMap::from([("a", 1), ("b", 2)]);
    if let [Some(a), Some(b)] = sites.get_disjoint_mut(["a", "b"]) {
        std::mem::swap(a, b);
    }
}
""",
            code="E0499",
        ),
    )
    refuses: ClassVar = (
        """\
fn flip(v: &mut [String], i: usize, j: usize) {
    std::mem::swap(&mut v[i], &mut v[j]);
}
fn main() {
    flip(&mut [], 0, 1);
}
""",
        """\
fn main() {
    let mut v = vec![1, 2];
    let a = v.get_mut(0).unwrap();
    let b = v.get_mut(0).unwrap();
    *a += *b;
    *b += 1;
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = earlier_borrow(site)
        if label is None:
            return
        yield from self._arguments(site, label.location.span)
        yield from self._pair(site, label.location.span)
        lets = [statement_of(site.node_of(label)), statement_of(site.node)]
        items = [found for let in lets if let is not None and (found := _item(let)) is not None]
        if len(items) != 2 or items[0].base != items[1].base or items[0].key == items[1].key:
            return
        one, two = items
        near = between(one.let, two.let)
        spans = [line_span(site.source, item.let) for item in items]
        adjacent = near is not None and len(near) == 1
        if not adjacent or spans[0] is None or spans[1] is None or mentions(two.let, one.name):
            return
        for text in _joined(one, two):
            lines = text.split("\n")
            indent = site.source.indent_at(one.let.start_byte)
            head = f"\n{indent}".join(lines)
            yield site.candidate(
                self.id,
                f"Borrow both items of `{one.base}` with `get_disjoint_mut`",
                replace_node(one.let, head),
                Edit.delete(spans[1].start, spans[1].end),
                safety=Safety.CHANGES_BEHAVIOUR,
                cost=_COST,
            )

    def _arguments(self, site: Site, earlier: Span) -> Iterator[Candidate]:
        """Borrow both before the call that is given `&mut v[i]` and `&mut v[j]`."""
        places = [argument_at(site.source, span) for span in (earlier, site.diagnostic.span)]
        one, two = places
        if one is None or two is None or one[0].node != two[0].node or one[1] == two[1]:
            return
        call = one[0]
        spans = [call.arguments[at] for at in sorted((one[1], two[1]))]
        found = [_INDEXED.fullmatch(site.source.slice(span)) for span in spans]
        statement = statement_of(call.node)
        first, second = found
        if first is None or second is None or statement is None or call.name in ("swap", "replace"):
            return
        if first["base"] != second["base"] or first["key"] == second["key"]:
            return
        names = [free_name(statement, name) for name in ("from", "to")]
        if {"from", "to"} != set(names):
            names = [free_name(statement, name) for name in ("left", "right")]
        keys = f"{first['key']}, {second['key']}"
        line = f"let [{', '.join(names)}] = {first['base']}.get_disjoint_mut([{keys}]).unwrap();"
        yield site.candidate(
            self.id,
            f"Borrow both items of `{first['base']}` with `get_disjoint_mut`",
            insert_line(site.source, statement, line),
            *(Edit(span, name) for span, name in zip(spans, names, strict=True)),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost=_COST,
        )

    def _pair(self, site: Site, earlier: Span) -> Iterator[Candidate]:
        """Match on an array where a tuple of both look-ups is matched on."""
        pair = ancestor(site.source.node_at(earlier), "tuple_expression")
        parts = pair.named_children if pair is not None else []
        found = [_LOOKED_UP.fullmatch(text_of(part)) for part in parts]
        if (
            pair is None
            or pair.parent is None
            or len(found) != 2
            or pair.end_byte < site.node.end_byte
        ):
            return
        one, two = found
        if one is None or two is None or one["tail"] or two["tail"] or one["base"] != two["base"]:
            return
        host = pair.parent
        patterns = [n for n in descendants(host, "tuple_pattern") if _is_of(n, host)]
        if not patterns or one["key"] == two["key"]:
            return
        keys = f"[{one['key']}, {two['key']}]"
        edits = [replace_node(pair, f"{one['base']}.get_disjoint_mut({keys})")]
        for pattern in patterns:
            edits.append(Edit(Span(pattern.start_byte, pattern.start_byte + 1), "["))
            edits.append(Edit(Span(pattern.end_byte - 1, pattern.end_byte), "]"))
        yield site.candidate(
            self.id,
            f"Borrow both items of `{one['base']}` with `get_disjoint_mut`",
            *edits,
            safety=Safety.CHANGES_BEHAVIOUR,
            cost=_COST,
        )


def _is_of(pattern: Node, host: Node) -> bool:
    """Say whether `pattern` is matched against the value of `host`: a `let` or a `match`."""
    at = pattern.parent
    while at is not None and at.type in ("or_pattern", "match_pattern"):
        at = at.parent
    if at is None or at.type != "match_arm":
        return at == host
    return at.parent is not None and at.parent.parent == host


def _item(let: Node) -> _Item | None:
    """Read `let a = &mut v[i];` or `let a = map.get_mut(k)…;`."""
    if let.type != "let_declaration":
        return None
    pattern, value = let.child_by_field_name("pattern"), let.child_by_field_name("value")
    if pattern is None or value is None or let.child_by_field_name("type") is not None:
        return None
    text, ending = text_of(value), text_of(let)[value.end_byte - let.start_byte :]
    name = re.fullmatch(r"(?:Some\((\w+)\)|(\w+))", text_of(pattern))
    indexed, looked_up = _INDEXED.fullmatch(text), _LOOKED_UP.fullmatch(text)
    found = indexed or looked_up
    if found is None or name is None:
        return None
    tail = looked_up["tail"] if looked_up is not None else None
    if pattern.type != "identifier":
        tail, ending = "", ending if tail == "" else ""
        if not ending.strip().startswith("else"):
            return None
    own = name[1] or name[2]
    return _Item(let, own, found["base"], found["key"], tail, ending)


def _joined(one: _Item, two: _Item) -> Iterator[str]:
    """Yield the lines that borrow both: of a slice, of a map."""
    both = f"let [{one.name}, {two.name}] = {one.base}.get_disjoint_mut([{one.key}, {two.key}])"
    panics = [
        item.tail is None or re.match(r"\.(?:unwrap|expect)\(", item.tail) for item in (one, two)
    ]
    if all(panics):
        yield f"{both}.unwrap();"
    if one.tail is None or two.tail is None:
        return
    if one.tail == two.tail == ".unwrap()":
        yield f"{both}.map(|found| found.unwrap());"
        return
    lines = [f"{both};"]
    for item in (one, two):
        pattern = item.name if item.ending.strip() == ";" else f"Some({item.name})"
        if item.tail or pattern != item.name:
            lines.append(f"let {pattern} = {item.name}{item.tail}{item.ending}")
    yield "\n".join(lines)
