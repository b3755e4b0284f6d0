"""Moves a value out of a place behind `&mut` and leaves the empty value there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short


class ReplaceWithDefault(FixRule):
    """Wraps the place in `std::mem::take`, which leaves the type's default value behind.

    Later readers see the default, such as an empty string.
    """

    codes: ClassVar = ("E0507",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
struct Buffer {
    lines: Vec<String>,
}
impl Buffer {
    fn flush(&mut self) -> Vec<String> {
        self.lines
    }
}
fn main() {
    Buffer { lines: vec![] }.flush();
}
""",
            after="""\
struct Buffer {
    lines: Vec<String>,
}
impl Buffer {
    fn flush(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lines)
    }
}
fn main() {
    Buffer { lines: vec![] }.flush();
}
""",
        ),
    )
    refuses: ClassVar = (
        """\
struct Buffer {
    lines: Vec<String>,
}
impl Buffer {
    fn flush(&self) -> Vec<String> {
        self.lines
    }
}
fn main() {
    Buffer { lines: vec![] }.flush();
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if "behind a mutable reference" not in site.diagnostic.message:
            return
        kind = site.match(r"has type `([^`]+)`")
        if kind is not None and "Option<" in kind[1].partition(",")[0]:
            return
        span = site.diagnostic.span
        text = site.source.slice(span)
        new = text[1:] if text.startswith("*") else f"&mut {text}"
        yield site.candidate(
            self.id,
            f"Take `{short(text)}` and leave its default value",
            Edit(span, f"std::mem::take({new})"),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost=f"Leaves the empty default in `{short(text.lstrip('*'))}`.",
        )
