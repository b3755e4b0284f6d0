"""Gives a parameter without a body a plain name instead of a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit


class NameParameter(FixRule):
    """Turns `fn f((x, y): (u8, u8));` into `fn f(x_y: (u8, u8));`, and drops `mut` and `&`."""

    codes: ClassVar = ("E0642", "E0561", "E0130")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub trait T {\n    fn f((x, y): (u8, u8));\n}\n",
            after="pub trait T {\n    fn f(x_y: (u8, u8));\n}\n",
            code="E0642",
        ),
        Example(
            before="pub type F = fn(mut n: u8);\n",
            after="pub type F = fn(n: u8);\n",
            code="E0561",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! t {\n    ($p:pat) => {\n        pub trait T {\n"
        "            fn f($p: (u8, u8));\n"
        "        }\n    };\n}\nt!((a, b));\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        text = site.source.slice(span)
        if site.enclosing("macro_definition", "macro_invocation") is not None:
            return
        names = [n for n in re.findall(r"\b[a-z_]\w*\b", text) if n not in ("mut", "ref", "_")]
        if not names and "_" not in text:
            return
        name = "_".join(names) or "_"
        if name != text:
            yield site.candidate(self.id, f"Call the parameter `{name}`", Edit(span, name))
