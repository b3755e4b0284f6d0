"""Writes a visibility restriction that Rust knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span


class RestrictToCrate(FixRule):
    """Turns `pub(name)` into `pub(crate)`: only a module around it may be named, behind `in`.

    The item can then be seen in the whole crate, perhaps wider than was meant.
    """

    codes: ClassVar = ("E0704", "E0742", "E0577")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub mod a {\n    pub(a) struct P;\n}\n",
            after="pub mod a {\n    pub(crate) struct P;\n}\n",
            code="E0704",
        ),
        Example(
            before="pub enum Sea {}\npub(in crate::Sea) struct Shark;\n",
            after="pub enum Sea {}\npub(crate) struct Shark;\n",
            code="E0577",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! m {\n    ($v:vis) => {\n        pub mod a {\n            $v struct P;\n"
        "        }\n    };\n}\npub mod b {\n    pub mod c {}\n}\nm!(pub(in crate::b::c));\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, span = site.source, site.diagnostic.span
        start = source.text.rfind(b"pub", source.line_start(span.start), span.start)
        if start < 0:
            return
        found = re.match(r"pub\s*\(\s*([^()]*)\)", source.slice(Span(start, span.end + 20)))
        if found is None or site.enclosing("macro_invocation") is not None:
            return
        if start + len(found[0]) < span.start:
            return
        yield site.candidate(
            self.id,
            f"Write `pub(crate)` for `{found[0]}`",
            Edit(Span(start, start + len(found[0].encode())), "pub(crate)"),
            safety=Safety.API_CHANGE,
        )
