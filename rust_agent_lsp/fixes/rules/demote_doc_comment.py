"""Makes a plain comment of a doc comment that documents nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span


class DemoteDocComment(FixRule):
    """Turns `///` into `//` where no item follows."""

    codes: ClassVar = ("E0584", "E0585", "")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f() {\n    let _ = 1;\n    /// Done.\n}\n",
            after="pub fn f() {\n    let _ = 1;\n    // Done.\n}\n",
            code="E0585",
        ),
        Example(
            before="pub trait T {\n    fn f();\n    /// The end.\n}\n",
            after="pub trait T {\n    fn f();\n    // The end.\n}\n",
            code="E0584",
        ),
        Example(
            before="pub fn f() {}\n/// The end.\n",
            after="pub fn f() {}\n// The end.\n",
            code="",
        ),
    )
    refuses: ClassVar = ("pub fn f() {\n    let _ = 1;\n    /** Done. */\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, span = site.source, site.diagnostic.span
        if not site.diagnostic.code and "doc comment" not in site.diagnostic.message:
            return
        begin = span.start
        edits = []
        # A doc comment of several lines is one diagnostic, at its last line.
        while re.match(r"\s*///", source.slice(Span(begin, source.line_end(begin)))):
            at = source.text.find(b"///", begin)
            edits.append(Edit.delete(at, at + 1))
            above = source.line_start(begin) - 1
            if above < 0:
                break
            begin = source.line_start(above)
        if edits:
            yield site.candidate(self.id, "Make it a plain comment", *edits)
