"""Takes any number of values of any type, as Rust's own functions can."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import ancestor


class TakeSliceOfAny(FixRule):
    """Writes `&[&dyn Any]` for a C-variadic `...` within a type, `...` in a foreign function.

    Callers pass `&[&1, &"a"]`, and the function has to find out each value's type.
    """

    codes: ClassVar = ("E0743",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub fn log(level: u8, values: &...) {}\n",
            after="pub fn log(level: u8, values: &[&dyn std::any::Any]) {}\n",
        ),
        Example(
            before='unsafe extern "C" {\n    pub fn log(level: u8, values: &...) -> i32;\n}\n',
            after='unsafe extern "C" {\n    pub fn log(level: u8, values: ...) -> i32;\n}\n',
        ),
    )
    refuses: ClassVar = ("pub fn log(values: *const ...) {}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, span = site.source, site.diagnostic.span
        before = source.slice(Span(source.line_start(span.start), span.start))
        borrow = re.search(r"(?<=:)\s*(&\s*(?:'\w+\s*)?(?:mut\s+)?)$", before)
        if source.slice(span) != "..." or borrow is None:
            return
        start = span.start - len(borrow[1].encode())
        foreign = ancestor(site.node, "foreign_mod_item") is not None
        new = "..." if foreign else "&[&dyn std::any::Any]"
        yield site.candidate(
            self.id,
            f"Take `{new}`",
            Edit(Span(start, span.end), new),
            safety=self.safety,
            cost="" if foreign else "The types of the values are found out while running.",
        )
