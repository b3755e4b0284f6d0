"""Writes the `=` that a `let` lacks between a name and its value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit

# The name may have a type; what follows it is the value, not a forgotten `;`.
_LET = re.compile(rb"\blet\s+(?:mut\s+)?([a-z_]\w*)(?:\s*:[^=;]*)?\s+\Z")


class WriteEquals(FixRule):
    """Inserts `=` between a variable and the value that stands behind it in the same line."""

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='fn main() {\n    let ages vec![1, 2];\n    println!("{}", ages.len());\n}\n',
            after='fn main() {\n    let ages = vec![1, 2];\n    println!("{}", ages.len());\n}\n',
        ),
        Example(
            before='fn main() {\n    let age: u8 6;\n    println!("{age}");\n}\n',
            after='fn main() {\n    let age: u8 = 6;\n    println!("{age}");\n}\n',
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    let age: u8\n    age = 1;\n    let _ = age;\n}\n",
        "fn main() {\n    if 1 2 {\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if re.search(r"expected .*`=`.*found", site.diagnostic.message) is None:
            return
        at = site.diagnostic.span.start
        before = site.source.text[site.source.line_start(at) : at]
        if (name := _LET.search(before)) is not None:
            yield site.candidate(
                self.id, f"Write `=` after `{name[1].decode()}`", Edit.insert(at, "= ")
            )
