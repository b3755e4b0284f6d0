"""Makes a range pattern go from its smaller to its larger end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit


class SwapRangeBounds(FixRule):
    """Swaps the bounds of `9..=1`, or includes the end of `5..5`.

    The arm then matches values that it could not match before.
    """

    codes: ClassVar = ("E0579", "E0030")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(n: u8) -> bool {\n    match n {\n"
            "        9..=1 => true,\n        _ => false,\n    }\n}\n",
            after="pub fn f(n: u8) -> bool {\n    match n {\n"
            "        1..=9 => true,\n        _ => false,\n    }\n}\n",
            code="E0030",
        ),
        Example(
            before="pub fn f(n: u8) -> bool {\n    match n {\n        5..5 => true,\n"
            "        _ => false,\n    }\n}\n",
            after="pub fn f(n: u8) -> bool {\n    match n {\n        5..=5 => true,\n"
            "        _ => false,\n    }\n}\n",
            code="E0579",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! m {\n    ($a:literal) => {\n        match 3u8 {\n            $a..1 => 1,\n"
        "            _ => 2,\n        }\n    };\n}\npub fn f() -> u8 {\n    m!(4)\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.fullmatch(
            r"(\S+?)\s*(\.\.=?|\.\.\.)\s*(\S+)", site.source.slice(site.diagnostic.span)
        )
        if found is None or site.enclosing("macro_definition") is not None:
            return
        low, dots, high = found.groups()
        new = f"{low}..={high}" if low == high else f"{high}{dots}{low}"
        yield site.candidate(
            self.id,
            f"Match `{new}`",
            Edit(site.diagnostic.span, new),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="The arm begins to match.",
        )
