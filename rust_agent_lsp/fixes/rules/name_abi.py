"""Names a calling convention that exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit


class NameAbi(FixRule):
    """Writes `"C"` for an unknown calling convention that is near to no known one.

    Which convention the other side has cannot be seen; a wrong one breaks the calls.
    """

    codes: ClassVar = ("E0703",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before='pub extern "native" fn start() {}\n',
            after='pub extern "C" fn start() {}\n',
        ),
    )
    refuses: ClassVar = ('pub extern "cdec" fn start() {}\n',)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"invalid ABI: found `([^`]*)`", site.diagnostic.message)
        written = site.source.slice(site.diagnostic.span)
        similar = any(s.edits for s in site.diagnostic.suggestions)
        if told is None or similar or written != f'"{told[1]}"':
            return
        yield site.candidate(
            self.id,
            f'Write `extern "C"` for `extern {written}`',
            Edit(site.diagnostic.span, '"C"'),
            safety=self.safety,
            cost="The other side has to use the same convention.",
        )
