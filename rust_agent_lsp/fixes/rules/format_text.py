"""Writes the text literals with values of other languages, `f"…{x}"`, as Rust's format strings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span

_MACRO = re.compile(r"\b(?:e?print(?:ln)?|format|panic|todo|unreachable|write(?:ln)?)!\s*\([^\"]*$")
_LITERAL = re.compile(r'(?:[fF]|\$)("(?:\\.|[^"\\])*")')


class FormatText(FixRule):
    """Drops the `f` in a macro that formats anyway, and writes `format!(…)` elsewhere."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='pub fn f(name: &str) {\n    println!(f"hi {name}");\n}\n',
            after='pub fn f(name: &str) {\n    println!("hi {name}");\n}\n',
        ),
        Example(
            before='pub fn f(name: &str) -> String {\n    f"hi {name}"\n}\n',
            after='pub fn f(name: &str) -> String {\n    format!("hi {name}")\n}\n',
        ),
    )
    refuses: ClassVar = ('pub fn f() -> &\'static str {\n    q"hi"\n}\n',)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, span = site.source, site.diagnostic.span
        if not re.match(r"prefix `[fF]` is unk|expected .*found `\$`", site.diagnostic.message):
            return
        rest = source.text[span.start : source.line_end(span.start)].decode(errors="replace")
        found = _LITERAL.match(rest)
        if found is None:
            return
        begin = source.line_start(span.start)
        before = source.text[begin : span.start].decode(errors="replace")
        in_macro = _MACRO.search(before) is not None
        new = found[1] if in_macro else f"format!({found[1]})"
        title = f"Drop the `{rest[0]}`" if in_macro else f"Write `{new}`"
        end = span.start + len(found[0].encode())
        yield site.candidate(self.id, title, Edit(Span(span.start, end), new))
