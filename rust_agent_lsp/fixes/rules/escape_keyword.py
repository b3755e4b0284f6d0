"""Lets a keyword be a name: writes it as `r#name`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit

_NEVER = ("self", "Self", "super", "crate", "_", "let", "fn", "mut", "pub")


class EscapeKeyword(FixRule):
    """Writes `r#type` wherever the function uses the keyword `type` as a name."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(n: u8) -> u8 {\n    let type = n;\n    type + 1\n}\n",
            after="pub fn f(n: u8) -> u8 {\n    let r#type = n;\n    r#type + 1\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f() -> u8 {\n    let let = 1;\n    2\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"found (?:reserved )?keyword `(\w+)`", site.diagnostic.message)
        if found is None or found[1] in _NEVER:
            return
        word = found[1]
        text = site.source.text.decode(errors="replace")
        name = rf"\blet (?:mut )?{word}\b|[(,]\s*(?:mut )?{word}\s*:|\bfor {word} in\b"
        if not re.search(name, text):
            return
        start = site.source.text.rfind(b"fn ", 0, site.diagnostic.span.start)
        lines = site.source.text[max(start, 0) :]
        stop = re.search(rb"^\}", lines, re.M)
        lines = lines[: stop.end()] if stop is not None else lines
        # As a keyword the word begins an item or a statement; as a name it stands among signs.
        use = (
            rf"(?<![\w#.\"])\b{word}\b(?=\s*[:;,.)+\-*/=\]}}])|(?<=let ){word}\b|(?<=mut ){word}\b"
        )
        spots = list(re.finditer(use.encode(), lines))
        edits = [Edit.insert(max(start, 0) + spot.start(), "r#") for spot in spots]
        if edits:
            yield site.candidate(self.id, f"Write the name as `r#{word}`", *edits)
