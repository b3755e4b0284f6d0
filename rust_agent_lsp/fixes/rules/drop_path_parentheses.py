"""Takes empty parentheses from a type or module, which only the `Fn` traits may have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit


class DropPathParentheses(FixRule):
    """Turns `String()` in the place of a type into `String`."""

    codes: ClassVar = ("E0214",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn name() -> String() {\n    String::new()\n}\n",
            after="pub fn name() -> String {\n    String::new()\n}\n",
        ),
        Example(
            before="pub struct X;\nimpl std::marker()::Unpin for X {}\n",
            after="pub struct X;\nimpl std::marker::Unpin for X {}\n",
        ),
    )
    refuses: ClassVar = ("pub fn list() -> Vec(u8) {\n    Vec::new()\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        text = site.source.slice(span)
        if text.endswith("()") and len(text) > len("()"):
            edit = Edit.delete(span.end - len("()"), span.end)
            yield site.candidate(self.id, f"Write `{text[:-2]}`", edit)
