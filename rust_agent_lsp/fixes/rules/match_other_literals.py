"""Writes a number the way that its neighbours or the other side of a comparison are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.macro_arguments import arguments_of
from rust_agent_lsp.syntax.tree import ancestor, span_of

_FLOAT = re.compile(r"-?\d[\d_]*\.0*")
_WHOLE = re.compile(r"-?\d[\d_]*")
_INTEGER_TYPE = re.compile(r"&*(?:\{integer\}|[iu](?:\d+|size))")


class MatchOtherLiterals(FixRule):
    """Drops the `.0` of the one number in a list, or in an assertion, that is no whole one."""

    codes: ClassVar = ("E0308", "E0277")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn main() {\n    let list = vec![0.0, 1, 2];\n"
            "    assert_eq!(list.len(), 3);\n}\n",
            after="fn main() {\n    let list = vec![0, 1, 2];\n    assert_eq!(list.len(), 3);\n}\n",
            code="E0308",
        ),
        Example(
            before="fn main() {\n    let list = [1, 2];\n    assert_eq!(list[0], 1.0);\n}\n",
            after="fn main() {\n    let list = [1, 2];\n    assert_eq!(list[0], 1);\n}\n",
            code="E0277",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    let list = [0.5, 1, 2];\n    assert_eq!(list.len(), 3);\n}\n",
        "fn main() {\n    let list = [0.0, 1.5, 2];\n    assert_eq!(list.len(), 3);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = site.match(r"can't compare `([^`]+)` with `([^`]+)`")
        if told is not None:
            whole = [bool(_INTEGER_TYPE.fullmatch(kind)) for kind in told.groups()]
            macro = site.enclosing("macro_invocation")
            trees = [c for c in macro.children if c.type == "token_tree"] if macro else []
            sides = arguments_of(trees[0])[:2] if trees else []
            if sum(whole) == 1 and len(sides) == 2:
                yield from self._write(site, sides[whole.index(False)])
            return
        around = ancestor(site.node, "token_tree", "array_expression")
        if around is None:
            return
        parts = arguments_of(around)
        if around.type == "array_expression":
            parts = [span_of(child) for child in around.named_children]
        texts = [site.source.slice(part) for part in parts]
        floats = [p for p, text in zip(parts, texts, strict=True) if _FLOAT.fullmatch(text)]
        others = [text for text in texts if _WHOLE.fullmatch(text)]
        if len(floats) == 1 and len(others) > 1 and len(others) == len(texts) - 1:
            yield from self._write(site, floats[0])

    def _write(self, site: Site, span: Span) -> Iterator[Candidate]:
        text = site.source.slice(span)
        if _FLOAT.fullmatch(text):
            new = text.partition(".")[0]
            yield site.candidate(self.id, f"Write `{new}` for `{text}`", Edit(span, new))
