"""Collects the items of an array by way of a `Vec`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import ancestor, text_of

_COLLECT = re.compile(r"\.collect(?:::<[^()]*>)?\(\)$")


class CollectIntoArray(FixRule):
    """Writes `.collect::<Vec<_>>().try_into().unwrap()` where an array is to be collected.

    It panics if there are more or fewer items than the array holds.
    """

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="fn main() {\n    let squares: [u32; 3] = (1..4).map(|n| n * n).collect();\n"
            '    println!("{squares:?}");\n}\n',
            after="fn main() {\n    let squares: [u32; 3] = (1..4).map(|n| n * n)"
            ".collect::<Vec<_>>().try_into().unwrap();\n"
            '    println!("{squares:?}");\n}\n',
        ),
        Example(
            before="pub fn first(line: &str) -> [char; 2] {\n"
            "    line.chars().take(2).collect::<[char; 2]>()\n}\n",
            after="pub fn first(line: &str) -> [char; 2] {\n"
            "    line.chars().take(2).collect::<Vec<_>>().try_into().unwrap()\n}\n",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let all: u32 = (1..4).collect();\n    println!("{all}");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if not re.match(r"an array of type `[^`]+` cannot be built", site.diagnostic.message):
            return
        call = ancestor(site.node, "call_expression")
        while call is not None and not _COLLECT.search(text_of(call)):
            call = ancestor(call.parent, "call_expression") if call.parent is not None else None
        if call is None:
            return
        start = call.start_byte + text_of(call).encode().rindex(b".collect")
        yield site.candidate(
            self.id,
            "Collect a `Vec` and make the array of it",
            Edit(Span(start, call.end_byte), ".collect::<Vec<_>>().try_into().unwrap()"),
            safety=self.safety,
            cost="It panics if the number of items is another.",
        )
