"""Puts the brace of a closure's body behind its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit

_BEFORE = re.compile(rb"\{(\s*)(move\s+)?(\|[^|{}]*\|)\s*$")


class OpenClosureBody(FixRule):
    """Turns `{|x| let y = x; y}`, as Ruby has it, into `|x| { let y = x; y}`."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(n: Option<u8>) -> Option<u8> {\n    n.map({|n|\n"
            "        let twice = n * 2;\n        twice + 1\n    })\n}\n",
            after="pub fn f(n: Option<u8>) -> Option<u8> {\n    n.map(|n| {\n"
            "        let twice = n * 2;\n        twice + 1\n    })\n}\n",
        ),
        Example(
            before="pub fn f(all: &[u8], k: u8) -> usize {\n"
            "    all.iter().filter({ move |n| let m = **n; m > k }).count()\n}\n",
            after="pub fn f(all: &[u8], k: u8) -> usize {\n"
            "    all.iter().filter(move |n| { let m = **n; m > k }).count()\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(n: u8) -> u8 {\n    let m = n + let k = 1;\n    m\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not site.diagnostic.message.startswith("expected expression, found `let`"):
            return
        start = site.diagnostic.span.start
        found = _BEFORE.search(site.source.text[max(0, start - 200) : start])
        if found is None:
            return
        base = max(0, start - 200)
        yield site.candidate(
            self.id,
            f"Open the closure's body behind `{found[3].decode(errors='replace')}`",
            Edit.delete(base + found.start(), base + found.end(1)),
            Edit.insert(base + found.end(3), " {"),
        )
