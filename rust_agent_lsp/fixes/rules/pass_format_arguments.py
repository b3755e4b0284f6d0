"""Hands over formatted text without making a `String` of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.types import plain

_MACRO = "format!"


class PassFormatArguments(FixRule):
    """Turns `format!` into `format_args!` where a function takes `std::fmt::Arguments`."""

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
use std::io::{self, Write};
fn report(out: &mut impl Write, count: usize) -> io::Result<()> {
    out.write_fmt(format!("{count} files"))
}
fn main() {
    let _ = report(&mut io::stdout(), 2);
}
""",
            after="""\
use std::io::{self, Write};
fn report(out: &mut impl Write, count: usize) -> io::Result<()> {
    out.write_fmt(format_args!("{count} files"))
}
fn main() {
    let _ = report(&mut io::stdout(), 2);
}
""",
        ),
    )
    refuses: ClassVar = ('fn main() {\n    let n: i32 = format!("{}", 1);\n    dbg!(n);\n}\n',)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        span = site.diagnostic.span
        if types is None or not plain(types[0]).startswith("Arguments"):
            return
        if site.source.slice(span).startswith(_MACRO):
            name = Span(span.start, span.start + len(_MACRO))
            yield site.candidate(self.id, "Use `format_args!`", Edit(name, "format_args!"))
