"""Adds the `!` by which a macro is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit


class CallMacro(FixRule):
    """Writes `name!(…)` where `name` is a macro."""

    codes: ClassVar = ("E0423",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='fn main() {\n    println("hello");\n}\n',
            after='fn main() {\n    println!("hello");\n}\n',
        ),
        Example(
            before='pub fn f() -> String {\n    let s = format("{}", 1);\n    s\n}\n',
            after='pub fn f() -> String {\n    let s = format!("{}", 1);\n    s\n}\n',
        ),
    )
    refuses: ClassVar = ("pub struct P {\n    pub x: u8,\n}\npub fn f() -> P {\n    P\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        macro = re.search(r"expected .+, found macro `(\w+)`", site.diagnostic.message)
        if macro:
            yield site.candidate(
                self.id,
                f"Call the macro `{macro[1]}!`",
                Edit.insert(site.diagnostic.span.end, "!"),
            )
