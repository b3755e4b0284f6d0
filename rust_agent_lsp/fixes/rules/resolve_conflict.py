"""Takes the marks of a merge conflict out of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span

_CONFLICT = re.compile(
    rb"^<{7}(?!<)[^\n]*\n(?P<ours>.*?)(?:^\|{7}(?!\|)[^\n]*\n(?P<base>.*?))?"
    rb"^={7}\r?\n(?P<theirs>.*?)^>{7}(?!>)[^\n]*(?:\n|\Z)",
    re.M | re.S,
)


class ResolveConflict(FixRule):
    """Keeps both sides of a merge conflict, the one after the other, or one of them.

    Which side is wanted, the compiler cannot say; the other side's lines are lost with it.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="<<<<<<< HEAD\npub fn load() {}\n=======\npub fn save() {}\n>>>>>>> branch\n",
            after="pub fn load() {}\npub fn save() {}\n",
        ),
        Example(
            before="pub fn total(items: &[u32]) -> u32 {\n<<<<<<< HEAD\n"
            "    items.iter().sum()\n||||||| base\n    0\n=======\n"
            "    items.iter().copied().max().unwrap_or(0)\n>>>>>>> branch\n}\n",
            after="pub fn total(items: &[u32]) -> u32 {\n    items.iter().sum()\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f() -> u8 {\n    1 <<<<<<< 2\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if "diff marker" not in site.diagnostic.message:
            return
        start = site.diagnostic.span.start
        found = next(
            (m for m in _CONFLICT.finditer(site.source.text) if m.start() <= start < m.end()), None
        )
        if found is None:
            return
        ours, theirs = found["ours"].decode(), found["theirs"].decode()
        span = Span(*found.span())
        both = Edit(span, ours + theirs)
        yield site.candidate(self.id, "Keep both sides of the conflict", both, safety=self.safety)
        for text, side in ((ours, "first"), (theirs, "second")):
            yield site.candidate(
                self.id,
                f"Keep the {side} side of the conflict",
                Edit(span, text),
                safety=Safety.GUESS,
                cost="The lines of the other side are gone.",
            )
