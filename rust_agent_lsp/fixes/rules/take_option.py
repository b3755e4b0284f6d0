"""Takes the content out of an `Option` field and leaves `None`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short, suffix


class TakeOption(FixRule):
    """Adds `.take()` to an `Option` behind `&mut` that is moved out of.

    The place holds `None` afterwards, which later readers see.
    """

    codes: ClassVar = ("E0507",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
struct Slot {
    job: Option<String>,
}
impl Slot {
    fn next(&mut self) -> Option<String> {
        self.job
    }
}
fn main() {
    Slot { job: None }.next();
}
""",
            after="""\
struct Slot {
    job: Option<String>,
}
impl Slot {
    fn next(&mut self) -> Option<String> {
        self.job.take()
    }
}
fn main() {
    Slot { job: None }.next();
}
""",
        ),
    )
    refuses: ClassVar = (
        """\
struct Slot {
    job: Option<String>,
}
impl Slot {
    fn next(&self) -> Option<String> {
        self.job
    }
}
fn main() {
    Slot { job: None }.next();
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        kind = site.match(r"has type `([^`]+)`")
        text = site.source.slice(site.diagnostic.span)
        if kind is None or not kind[1].removeprefix("std::option::").startswith("Option<"):
            return
        if "behind a mutable reference" in site.diagnostic.message and not text.startswith("*"):
            yield site.candidate(
                self.id,
                f"Take the value out of `{short(text)}`",
                *suffix(site.source, site.diagnostic.span, ".take()"),
                safety=Safety.CHANGES_BEHAVIOUR,
                cost=f"Leaves `None` in `{short(text)}`.",
            )
