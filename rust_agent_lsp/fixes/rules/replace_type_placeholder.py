"""Lets the compiler work out a type that was left open with `?` or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.result_types import result_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import SourceFile, ancestor

_OPEN = re.compile(rb"(?:->|[:<(,&=])\s*(?P<marks>\?+)\s*$")


class ReplaceTypePlaceholder(FixRule):
    """Writes `_` for question marks in a type, and behind `->` the type of what is returned."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let mut names: Vec<?> = Vec::new();
    names.push("Ada");
    println!("{names:?}");
}
""",
            after="""\
fn main() {
    let mut names: Vec<_> = Vec::new();
    names.push("Ada");
    println!("{names:?}");
}
""",
        ),
        Example(
            before='fn main() {\n    let n: ??? = 3;\n    println!("{n}");\n}\n',
            after='fn main() {\n    let n: _ = 3;\n    println!("{n}");\n}\n',
        ),
        Example(
            before="""\
struct Parcel {
    weight: f64,
}
impl Parcel {
    fn is_heavy(&self) -> ??? {
        self.weight > 10.0
    }
}
fn main() {
    println!("{}", Parcel { weight: 1.0 }.is_heavy());
}
""",
            after="""\
struct Parcel {
    weight: f64,
}
impl Parcel {
    fn is_heavy(&self) -> bool {
        self.weight > 10.0
    }
}
fn main() {
    println!("{}", Parcel { weight: 1.0 }.is_heavy());
}
""",
        ),
        Example(
            before="""\
fn price(amount: i64) -> {
    if amount % 2 == 0 { amount - 10 } else { amount - 3 }
}
fn main() {
    println!("{}", price(3));
}
""",
            after="""\
fn price(amount: i64) -> i64 {
    if amount % 2 == 0 { amount - 10 } else { amount - 3 }
}
fn main() {
    println!("{}", price(3));
}
""",
        ),
    )
    refuses: ClassVar = ("fn main() {\n    let n = 3 +;\n}\n", "fn main() {\n    let n: = 3;\n}\n")

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        message = site.diagnostic.message
        if not message.startswith(("expected identifier, found", "expected type, found")):
            return
        start = site.diagnostic.span.start
        base = max(0, start - 80)
        before = site.source.text[base:start]
        found = _OPEN.search(before)
        if re.search(rb"->[\s?]*$", before):
            arrow = base + before.rindex(b"->") + 2
            yield from self._result(site, Span(arrow, start))
        elif found is not None:
            span = Span(base + found.start("marks"), base + found.end("marks"))
            marks = found["marks"].decode()
            yield site.candidate(self.id, f"Write `_` for `{marks}`", Edit(span, "_"))

    def _result(self, site: Site, gap: Span) -> Iterator[Candidate]:
        """Write the return type into the `gap` between `->` and the body."""
        text = site.source.text
        whole = SourceFile.parse(site.source.path, text[: gap.start] + b" () " + text[gap.end :])
        function = ancestor(whole.node_at(Span(gap.start + 1, gap.start + 3)), "function_item")
        kind = result_type(whole, function) if function is not None else None
        if kind is not None:
            title = f"Let it return `{kind}`"
            yield site.candidate(self.id, title, Edit(gap, f" {kind} "))
