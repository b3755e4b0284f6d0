"""Marks an operation that the compiler cannot check as `unsafe`, naming what must be sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short, wrap
from rust_agent_lsp.syntax.tree import span_of

_DUTIES = (
    (r"call to unsafe", "You must make sure of all that the function's `# Safety` section asks."),
    (
        r"dereference of raw",
        "You must make sure that the pointer is valid, aligned and not aliased.",
    ),
    (r"use of mutable static", "You must make sure that no other thread uses it at the same time."),
    (r"use of extern static", "You must make sure that the foreign declaration is right."),
    (r"access to union", "You must make sure that this field is the one last written."),
)


class WrapInUnsafe(FixRule):
    """Wraps the operation in `unsafe { … }`, where the diagnostic itself demands it.

    The compiler no longer checks the operation: the user vouches for it.
    """

    codes: ClassVar = ("E0133",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="unsafe fn raw() -> u8 {\n    3\n}\npub fn f() -> u8 {\n"
            "    let x = raw() + 1;\n    x\n}\n",
            after="unsafe fn raw() -> u8 {\n    3\n}\npub fn f() -> u8 {\n"
            "    let x = unsafe { raw() } + 1;\n    x\n}\n",
        ),
        Example(
            before="static mut N: u8 = 0;\npub fn f() {\n    N = 1;\n}\n",
            after="static mut N: u8 = 0;\npub fn f() {\n    unsafe { N = 1 };\n}\n",
        ),
        Example(
            before="pub fn f(p: *mut u8) {\n    *p += 1;\n}\n",
            after="pub fn f(p: *mut u8) {\n    unsafe { *p += 1 };\n}\n",
        ),
    )
    refuses: ClassVar = (
        "unsafe fn raw() -> u8 {\n    3\n}\nmacro_rules! go {\n    () => {\n        raw()\n"
        "    };\n}\n"
        "pub fn f() -> u8 {\n    go!()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        duty = next((text for p, text in _DUTIES if re.search(p, site.diagnostic.message)), None)
        outside = site.enclosing("macro_definition", "macro_invocation")
        if duty is None or (outside is not None and outside.type == "macro_definition"):
            return
        if site.node.type == "macro_invocation":
            return
        span = site.diagnostic.span if outside is not None else span_of(_whole(site.node))
        yield site.candidate(
            self.id,
            f"Vouch for `{short(site.source.slice(span))}` with `unsafe`",
            *wrap(span, "unsafe { ", " }"),
            safety=self.safety,
            cost=duty,
        )


def _whole(node: Node) -> Node:
    """Return the expression to wrap: the assignment around a place, a statement's expression."""
    at = node
    while at.parent is not None:
        parent = at.parent
        assigned = parent.type in ("assignment_expression", "compound_assignment_expr")
        is_left = assigned and parent.child_by_field_name("left") == at
        borrowed = parent.type == "reference_expression"
        inside = parent.type in ("field_expression", "index_expression", "parenthesized_expression")
        called = parent.type == "call_expression" and (
            parent.child_by_field_name("function") == at
            and at.type in ("identifier", "scoped_identifier", "field_expression")
        )
        statement = parent.parent is not None and parent.parent.type == "expression_statement"
        if not (
            is_left
            or borrowed
            or inside
            or called
            or (statement and parent.type == "binary_expression")
        ):
            break
        at = parent
    return at
