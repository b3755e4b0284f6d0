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
from rust_agent_lsp.syntax.statements import is_tail, statements
from rust_agent_lsp.syntax.tree import ancestors, span_of, text_of

_LOOPS = ("for_expression", "while_expression", "loop_expression")
_ENDS = ("closure_expression", "function_item", "async_block")


class LabelLoop(FixRule):
    """Writes the unknown label at an enclosing loop, the outermost first, or labels a bare jump.

    Which of several loops is meant is a guess. A block that is to be continued becomes a loop
    that runs once unless it is continued.
    """

    codes: ClassVar = ("E0426", "E0695", "E0590", "E0696")
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
        Example(
            before="pub fn f(mut n: u8) {\n    while { n += 1; if n > 9 { break } n < 20 } {}\n}\n",
            after="pub fn f(mut n: u8) {\n"
            "    'outer: while { n += 1; if n > 9 { break 'outer } n < 20 } {}\n}\n",
            code="E0590",
        ),
        Example(
            before="pub fn f(mut n: u8) {\n    'again: {\n        n += 1;\n        if n < 5 {\n"
            "            continue 'again;\n        }\n    }\n}\n",
            after="pub fn f(mut n: u8) {\n    'again: loop {\n        n += 1;\n"
            "        if n < 5 {\n            continue 'again;\n        }\n        break;\n"
            "    }\n}\n",
            code="E0696",
        ),
        Example(
            before="pub fn f(rows: &[u8]) {\n    for row in rows {\n        'cell: {\n"
            "            if *row > 1 {\n                continue 'cell;\n            }\n"
            '            println!("{row}");\n        }\n    }\n}\n',
            after="pub fn f(rows: &[u8]) {\n    'outer: for row in rows {\n        'cell: {\n"
            "            if *row > 1 {\n                continue 'outer;\n            }\n"
            '            println!("{row}");\n        }\n    }\n}\n',
            code="E0696",
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
        if site.match(r"labeled block") and all(n.type == "block" for n in around):
            yield from self._repeated(site, around)

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
            old = next((c for c in jump.children if c.type == "label"), None)
            if old is None:
                edits = [Edit.insert(jump.start_byte + len(word), f" {name}")]
            else:
                edits = [Edit(span_of(old), name)]
            if label is None:
                edits.append(Edit.insert(target.start_byte, f"{name}: "))
            yield site.candidate(self.id, f"Write `{word} {name}`", *edits, safety=self.safety)

    def _repeated(self, site: Site, around: list[Node]) -> Iterator[Candidate]:
        jump = site.enclosing("continue_expression")
        if jump is None or not around:
            return
        told = next((text_of(c) for c in jump.children if c.type == "label"), None)
        block = next((n for n in around if told in (None, _label(n))), around[0])
        start = next((c for c in block.children if c.type == "{"), None)
        last = (statements(block) or [jump])[-1]
        if start is None or (is_tail(last) and last != jump):
            return
        edits = [Edit.insert(start.start_byte, "loop ")]
        if told is None:
            edits.append(Edit.insert(jump.start_byte + len("continue"), f" {_label(block)}"))
        if not last.start_byte <= jump.start_byte or last.named_children != [jump]:
            indent = site.source.indent_at(last.start_byte)
            edits.append(Edit.insert(last.end_byte, f"\n{indent}break;"))
        yield site.candidate(
            self.id, f"Make the block `{_label(block)}` a loop", *edits, safety=self.safety
        )


def _around(node: Node) -> Iterator[Node]:
    """Yield the loops and labelled blocks around a jump, the innermost first."""
    for outer in ancestors(node):
        if outer.type in _ENDS:
            return
        if outer.type in _LOOPS or (outer.type == "block" and _label(outer) is not None):
            yield outer


def _label(node: Node) -> str | None:
    return next((text_of(c) for c in node.children if c.type == "label"), None)
