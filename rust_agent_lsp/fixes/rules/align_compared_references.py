"""Gives both sides of a comparison the same number of references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import prefix, short
from rust_agent_lsp.syntax.macro_arguments import arguments_of
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import text_of
from rust_agent_lsp.syntax.types import NUMBERS


class AlignComparedReferences(FixRule):
    """Drops a `&`, or adds `&` or `*`, on one side of `assert_eq!` or of `==` in a macro."""

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='fn main() {\n    let word = "a";\n    assert_eq!(&word, "a");\n}\n',
            after='fn main() {\n    let word = "a";\n    assert_eq!(word, "a");\n}\n',
        ),
        Example(
            before="fn pick<'a>(t: &'a str) -> &'a str {\n    t\n}\nfn main() {\n"
            '    let word = "a";\n    let other = &word;\n    assert_eq!(pick(word), other);\n}\n',
            after="fn pick<'a>(t: &'a str) -> &'a str {\n    t\n}\nfn main() {\n"
            '    let word = "a";\n    let other = word;\n    assert_eq!(pick(word), other);\n}\n',
        ),
        Example(
            before="fn main() {\n    let v = [1, 2];\n    let first = v.iter().next().unwrap();\n"
            "    assert_eq!(first, 1);\n}\n",
            after="fn main() {\n    let v = [1, 2];\n    let first = v.iter().next().unwrap();\n"
            "    assert_eq!(*first, 1);\n}\n",
        ),
    )
    refuses: ClassVar = ('fn main() {\n    let n = 1;\n    assert_eq!(n, "a");\n}\n',)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = site.match(r"can't compare `([^`]+)` with `([^`]+)`")
        macro = site.enclosing("macro_invocation")
        tree = next((c for c in macro.children if c.type == "token_tree"), None) if macro else None
        sides = arguments_of(tree)[:2] if tree is not None else []
        if told is None or len(sides) != 2:
            return
        left, right = told[1], told[2]
        bare = {_bare(left), _bare(right)}
        if len(bare) > 1 and not bare - {"{integer}", "{float}"} < set(NUMBERS):
            return
        depth = _depth(left) - _depth(right)
        if not depth:
            return
        deep, flat = sides if depth > 0 else reversed(sides)
        yield from self._flatten(site, deep)
        if not site.source.slice(deep).startswith(("&", '"')):
            text = site.source.slice(deep)
            edits = prefix(site.source, deep, "*")
            yield site.candidate(self.id, f"Compare what `{short(text)}` refers to", *edits)
        text = site.source.slice(flat)
        edits = prefix(site.source, flat, "&")
        yield site.candidate(self.id, f"Compare with `&{short(text)}`", *edits)

    def _flatten(self, site: Site, deep: Span) -> Iterator[Candidate]:
        """Drop a `&`: the side's own, or that of the variable's value."""
        text = site.source.slice(deep)
        if re.match(r"&\w", text):
            edit = Edit.delete(deep.start, deep.start + 1)
            yield site.candidate(self.id, f"Compare `{short(text[1:])}` without `&`", edit)
        binding = binding_of(site.source.node_at(deep), text) if text.isidentifier() else None
        value = binding.value if binding is not None else None
        inner = value.child_by_field_name("value") if value is not None else None
        if value is not None and inner is not None and value.type == "reference_expression":
            edit = Edit.delete(value.start_byte, inner.start_byte)
            title = f"Let `{text}` be `{short(text_of(inner))}` itself"
            yield site.candidate(self.id, title, edit)


def _bare(kind: str) -> str:
    return kind.lstrip("&").removeprefix("mut ")


def _depth(kind: str) -> int:
    return len(kind) - len(kind.lstrip("&"))
