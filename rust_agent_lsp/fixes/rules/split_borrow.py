"""Borrows two parts of a slice at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import argument_at
from rust_agent_lsp.syntax.names import free_name, statement_of
from rust_agent_lsp.syntax.statements import between, insert_line
from rust_agent_lsp.syntax.tree import text_of

_PLAIN = re.compile(r"\w+(?:\.\w+)*(?: [-+*/] \w+)*")
_ITEM = re.compile(r"&(?P<mut>mut )?\s*(?P<base>[\w.]+)\[(?P<index>.+)\]", re.S)


class SplitBorrow(FixRule):
    """Splits a slice with `split_at_mut` where two of its items are borrowed by fixed indexes.

    Swapping two items becomes the slice's own `swap`.
    """

    codes: ClassVar = ("E0499", "E0502")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let mut v = vec![1, 2];
    let a = &mut v[0];
    let b = &mut v[1];
    *a += *b;
    *b += *a;
}
""",
            after="""\
fn main() {
    let mut v = vec![1, 2];
    let (left, right) = v.split_at_mut(1);
    let a = &mut left[0];
    let b = &mut right[0];
    *a += *b;
    *b += *a;
}
""",
            code="E0499",
        ),
        Example(
            before="""\
fn flip(v: &mut [String], i: usize, j: usize) {
    std::mem::swap(&mut v[i], &mut v[j]);
}
fn main() {
    flip(&mut [], 0, 1);
}
""",
            after="""\
fn flip(v: &mut [String], i: usize, j: usize) {
    v.swap(i, j);
}
fn main() {
    flip(&mut [], 0, 1);
}
""",
            code="E0499",
        ),
        Example(
            before="""\
fn main() {
    let mut items = [1, 2, 3, 4];
    let n = 2;
    let low = &mut items[..n];
    let high = &mut items[n..];
    low[0] += high[0];
    high[1] = 0;
    println!("{items:?}");
}
""",
            after="""\
fn main() {
    let mut items = [1, 2, 3, 4];
    let n = 2;
    let (low, high) = items.split_at_mut(n);
    low[0] += high[0];
    high[1] = 0;
    println!("{items:?}");
}
""",
            code="E0499",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut n = 1;
    let a = &mut n;
    let b = &mut n;
    *a += *b;
    *b += *a;
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = earlier_borrow(site)
        if label is None:
            return
        first, second = _item_of(site.node_of(label)), _item_of(site.node)
        if first is None or second is None or first == second:
            return
        one, two = _ITEM.fullmatch(text_of(first)), _ITEM.fullmatch(text_of(second))
        if one is None or two is None or one["base"] != two["base"]:
            return
        base = one["base"]
        found = argument_at(site.source, site.diagnostic.span)
        if found is not None and found[0].name == "swap" and len(found[0].arguments) == 2:
            call = found[0].node
            if call.start_byte <= first.start_byte < call.end_byte:
                text = f"{base}.swap({one['index']}, {two['index']})"
                yield site.candidate(
                    self.id, f"Swap the two items with `{base}.swap`", replace_node(call, text)
                )
            return
        statement = statement_of(first)
        yield from _ranges(site, (first, one), (second, two))
        if statement is None or not (one["index"].isdigit() and two["index"].isdigit()):
            return
        low, high = sorted((int(one["index"]), int(two["index"])))
        if low == high:
            return
        left, right = free_name(statement, "left"), free_name(statement, "right")
        split = f"let ({left}, {right}) = {base}.split_at_mut({high});"

        def part(item: re.Match[str]) -> str:
            index = int(item["index"])
            place = f"{left}[{index}]" if index == low else f"{right}[0]"
            return f"&{item['mut'] or ''}{place}"

        edits: list[Edit] = [insert_line(site.source, statement, split)]
        edits += [replace_node(first, part(one)), replace_node(second, part(two))]
        yield site.candidate(self.id, f"Split `{base}` in two with `split_at_mut`", *edits)


def _ranges(
    site: Site, one: tuple[Node, re.Match[str]], two: tuple[Node, re.Match[str]]
) -> Iterator[Candidate]:
    """Replace `let a = &mut s[..n]; let b = &mut s[n..];` by one `split_at_mut`."""
    low, high = (one, two) if one[1]["index"].startswith("..") else (two, one)
    at, rest = low[1]["index"].removeprefix(".."), high[1]["index"].removesuffix("..")
    lets = low[0].parent, high[0].parent
    if not at or at != rest or not _PLAIN.fullmatch(at):
        return
    if any(n is None or n.type != "let_declaration" for n in lets):
        return
    names = [n.child_by_field_name("pattern") for n in lets if n is not None]
    first, second = sorted((n for n in lets if n is not None), key=lambda n: n.start_byte)
    if between(first, second) != [first] or any(n is None for n in names):
        return
    base = one[1]["base"]
    left, right = (text_of(n) for n in names if n is not None)
    span = Span(first.start_byte, second.end_byte)
    line = f"let ({left}, {right}) = {base}.split_at_mut({at});"
    yield site.candidate(
        SplitBorrow.id, f"Split `{base}` at `{at}` with `split_at_mut`", Edit(span, line)
    )


def _item_of(node: Node) -> Node | None:
    """Return the `&mut base[index]` around a borrowed place."""
    at: Node | None = node
    for _ in range(3):
        if at is None:
            return None
        if at.type == "reference_expression":
            return at
        at = at.parent
    return None
