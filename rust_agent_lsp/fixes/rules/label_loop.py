"""Gives a loop or block the label that a jump needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestors, text_of

_LOOPS = ("for_expression", "while_expression", "loop_expression")
_ENDS = ("closure_expression", "function_item", "async_block")


class LabelLoop(FixRule):
    """Writes the unknown label at an enclosing loop, the outermost first, or labels a bare jump.

    Which of several loops is meant is a guess.
    """

    codes: ClassVar = ("E0426", "E0695")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(n: u8) {\n    for i in 0..n {\n        for j in 0..n {\n"
            "            if i == j {\n                continue 'rows;\n            }\n        }\n"
            "    }\n}\n",
            after="pub fn f(n: u8) {\n    'rows: for i in 0..n {\n        for j in 0..n {\n"
            "            if i == j {\n                continue 'rows;\n            }\n        }\n"
            "    }\n}\n",
            code="E0426",
        ),
        Example(
            before="pub fn f(n: u8) {\n    for i in 0..n {\n        'check: {\n"
            "            if i == 3 {\n"
            "                break;\n            }\n            break 'check;\n        }\n    }\n"
            "}\n",
            after="pub fn f(n: u8) {\n    for i in 0..n {\n        'check: {\n"
            "            if i == 3 {\n"
            "                break 'check;\n            }\n            break 'check;\n        }\n"
            "    }\n}\n",
            code="E0695",
        ),
    )
    refuses: ClassVar = ("pub fn f() {\n    break 'rows;\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"undeclared label `('\w+)`", site.diagnostic.message)
        around = list(_around(site.node))
        if told:
            bare = [n for n in around if n.type in _LOOPS and _label(n) is None]
            for loop in reversed(bare):
                line = site.source.line_number(loop.start_byte)
                yield site.candidate(
                    self.id,
                    f"Label the loop in line {line} `{told[1]}`",
                    Edit.insert(loop.start_byte, f"{told[1]}: "),
                    safety=self.safety if len(bare) > 1 else Safety.SAFE,
                )
            return
        yield from self._jump(site, around)

    def _jump(self, site: Site, around: list[Node]) -> Iterator[Candidate]:
        jump = site.enclosing("break_expression", "continue_expression")
        if jump is None:
            return
        word = "break" if jump.type == "break_expression" else "continue"
        for target in around:
            label = _label(target)
            if word == "continue" and target.type not in _LOOPS:
                continue
            name = label or "'outer"
            edits = [Edit.insert(jump.start_byte + len(word), f" {name}")]
            if label is None:
                edits.append(Edit.insert(target.start_byte, f"{name}: "))
            yield site.candidate(self.id, f"Write `{word} {name}`", *edits, safety=self.safety)


def _around(node: Node) -> Iterator[Node]:
    """Yield the loops and labelled blocks around a jump, the innermost first."""
    for outer in ancestors(node):
        if outer.type in _ENDS:
            return
        if outer.type in _LOOPS or (outer.type == "block" and _label(outer) is not None):
            yield outer


def _label(node: Node) -> str | None:
    return next((text_of(c) for c in node.children if c.type == "label"), None)
