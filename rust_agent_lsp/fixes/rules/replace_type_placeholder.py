"""Lets the compiler work out a type that was left open with `?` or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span

_OPEN = re.compile(rb"(?:->|[:<(,&=])\s*(?P<marks>\?+)\s*$")


class ReplaceTypePlaceholder(FixRule):
    """Writes `_` for question marks in a type, and behind a `->` that no type follows.

    In a signature the compiler then names the type that belongs there.
    """

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
        if found is not None:
            span = Span(base + found.start("marks"), base + found.end("marks"))
            marks = found["marks"].decode()
            yield site.candidate(self.id, f"Write `_` for `{marks}`", Edit(span, "_"))
        elif before.rstrip().endswith(b"->") and site.source.text[start : start + 1] == b"{":
            at = base + len(before.rstrip())
            yield site.candidate(self.id, "Write `_` behind `->`", Edit(Span(at, start), " _ "))
