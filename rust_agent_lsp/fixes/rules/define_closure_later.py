"""Makes a closure just before it is used, so that it borrows for a shorter time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import mentions
from rust_agent_lsp.syntax.statements import (
    insert_line,
    is_tail,
    line_span,
    statements,
)
from rust_agent_lsp.syntax.tree import ancestor, text_of


class DefineClosureLater(FixRule):
    """Moves `let f = || …;` down to the first statement that uses `f`.

    A closure without `move` reads its captures only when it is called, so nothing else changes.
    """

    codes: ClassVar = ("E0499", "E0500", "E0501", "E0502", "E0506", "E0524", "E0503")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn bump(n: &mut u32) {\n    *n += 1;\n}\npub fn f(n: &mut u32) {\n"
            "    let mut later = || bump(n);\n    bump(n);\n    later();\n}\n",
            after="fn bump(n: &mut u32) {\n    *n += 1;\n}\npub fn f(n: &mut u32) {\n"
            "    bump(n);\n    let mut later = || bump(n);\n    later();\n}\n",
            code="E0501",
        ),
        Example(
            before="fn bump(n: &mut u32) {\n    *n += 1;\n}\npub fn f(n: &mut u32) {\n"
            "    let mut a = || bump(n);\n    let mut b = || bump(n);\n    b();\n    a();\n}\n",
            after="fn bump(n: &mut u32) {\n    *n += 1;\n}\npub fn f(n: &mut u32) {\n"
            "    let mut b = || bump(n);\n    b();\n    let mut a = || bump(n);\n    a();\n}\n",
            code="E0524",
        ),
    )
    refuses: ClassVar = (
        "fn bump(n: &mut u32) {\n    *n += 1;\n}\npub fn f(n: &mut u32) {\n"
        "    let mut later = move || bump(n);\n    later();\n    let mut x = 1;\n"
        "    let r = &mut x;\n    let s = &mut x;\n    *r += 1;\n    *s += 1;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        seen = []
        for label in site.diagnostic.labels:
            if label.location.path != site.source.path:
                continue
            closure = ancestor(site.node_of(label), "closure_expression")
            let = closure.parent if closure is not None else None
            if closure is None or let is None or let in seen or let.type != "let_declaration":
                continue
            seen.append(let)
            pattern = let.child_by_field_name("pattern")
            moves = any(child.type == "move" for child in closure.children)
            if pattern is None or pattern.type != "identifier" or moves:
                continue
            yield from self._later(site, let, text_of(pattern))

    def _later(self, site: Site, let: Node, name: str) -> Iterator[Candidate]:
        block = let.parent
        listed = statements(block) if block is not None else []
        behind = [s for s in listed if s.start_byte >= let.end_byte]
        target = next((s for s in behind if mentions(s, name)), None)
        used = site.label(r"later used here")
        own = line_span(site.source, let)
        if own is None or not behind or target == behind[0]:
            return
        text = text_of(let)
        if target is not None:
            insert = insert_line(site.source, target, text)
        else:  # Never called: any place behind the other borrow will do.
            last = [s for s in behind if used and s.start_byte <= used.location.span.start]
            if not last or is_tail(last[-1]):
                return
            indent = site.source.indent_at(last[-1].start_byte)
            insert = Edit.insert(last[-1].end_byte, f"\n{indent}{text}")
        yield site.candidate(
            self.id,
            f"Make `{name}` later, just before its first use",
            insert,
            Edit.delete(own.start, own.end),
        )
