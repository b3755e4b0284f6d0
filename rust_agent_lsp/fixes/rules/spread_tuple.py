"""Passes the parts of a tuple to a function that takes them one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import split_top
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import argument_at
from rust_agent_lsp.syntax.tree import ancestor, text_of

_TUPLE = re.compile(r"found (?:tuple )?`\((.*)\)`", re.S)


class SpreadTuple(FixRule):
    """Writes `f(pair.0, pair.1)` for `f(pair)`, or drops the parentheses of a written tuple."""

    codes: ClassVar = ("E0061", "E0057")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn distance(x: f64, y: f64) -> f64 {
    x.hypot(y)
}
fn main() {
    let point = (3.0, 4.0);
    println!("{}", distance(point));
}
""",
            after="""\
fn distance(x: f64, y: f64) -> f64 {
    x.hypot(y)
}
fn main() {
    let point = (3.0, 4.0);
    println!("{}", distance(point.0, point.1));
}
""",
            code="E0061",
        ),
        Example(
            before="""\
struct Grid(Vec<u8>);
impl Grid {
    fn set(&mut self, at: usize, to: u8) {
        self.0[at] = to;
    }
}
fn main() {
    let mut grid = Grid(vec![0; 4]);
    grid.set((1, 2));
}
""",
            after="""\
struct Grid(Vec<u8>);
impl Grid {
    fn set(&mut self, at: usize, to: u8) {
        self.0[at] = to;
    }
}
fn main() {
    let mut grid = Grid(vec![0; 4]);
    grid.set(1, 2);
}
""",
            code="E0061",
        ),
    )
    refuses: ClassVar = (
        "fn add(x: f64, y: f64, z: f64) -> f64 {\n    x + y + z\n}\n"
        "fn main() {\n    let p = (1.0, 2.0);\n    add(p);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        counts = re.search(r"takes (\d+) arguments? but (\d+)", site.diagnostic.message)
        label = site.label(r"^(?:note: )?expected .*found (?:tuple )?`\(") or site.label(
            r"expected .*found (?:tuple )?`\("
        )
        if counts is None or label is None:
            return
        kind = site.match(_TUPLE.pattern)
        span = label.location.span
        found = argument_at(site.source, span)
        if kind is None or found is None or found[0].arguments[found[1]] != span:
            return
        parts = len(split_top(kind[1]))
        if parts - 1 != int(counts[1]) - int(counts[2]):
            return
        text = site.source.slice(span)
        edits = _written(site, span)
        if edits is None and re.fullmatch(r"[\w.]+", text):
            edits = (Edit(span, ", ".join(f"{text}.{i}" for i in range(parts))),)
        if edits is not None:
            title = f"Pass the parts of `{text}` one by one to `{found[0].name}`"
            yield site.candidate(self.id, title, *edits)


def _written(site: Site, span: Span) -> tuple[Edit, ...] | None:
    """Return the edits that drop the parentheses of a tuple that is written at `span`."""
    node = ancestor(site.source.node_at(span), "tuple_expression", "token_tree")
    if node is None or (node.start_byte, node.end_byte) != (span.start, span.end):
        return None
    if not text_of(node).startswith("("):
        return None
    return Edit.delete(span.start, span.start + 1), Edit.delete(span.end - 1, span.end)
