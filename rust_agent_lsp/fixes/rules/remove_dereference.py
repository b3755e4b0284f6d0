"""Drops a `*` before something that is no reference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short


class RemoveDereference(FixRule):
    """Removes the `*` that has nothing to follow."""

    codes: ClassVar = ("E0614",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='fn main() {\n    let n = 5u32;\n    println!("{}", *n);\n}\n',
            after='fn main() {\n    let n = 5u32;\n    println!("{}", n);\n}\n',
        ),
        Example(
            before="fn main() {\n    let mut n = 5u32;\n    *n += 1;\n    assert!(n > 5);\n}\n",
            after="fn main() {\n    let mut n = 5u32;\n    n += 1;\n    assert!(n > 5);\n}\n",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let n = 5;\n    println!("{}", n ** 2);\n}\n',
        "macro_rules! at {\n    ($e:expr) => {\n        *$e\n    };\n}\nfn main() {\n"
        '    let n = 5u32;\n    println!("{}", at!(n));\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        text = site.source.slice(span)
        # `a ** b` is a power elsewhere, no product.
        power = site.source.text[span.start - 1 : span.start] == b"*"
        if text.startswith("*") and "$" not in text and not power:
            yield site.candidate(
                self.id,
                f"Use `{short(text[1:].lstrip())}` without `*`",
                Edit.delete(span.start, span.start + 1),
            )
