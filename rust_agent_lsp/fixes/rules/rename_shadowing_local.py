"""Renames a variable that hides the function which is called after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.names import binding_of, free_name, uses_of
from rust_agent_lsp.syntax.tree import ancestor, text_of


class RenameShadowingLocal(FixRule):
    """Gives the variable another name wherever it is used; the calls mean the function again."""

    codes: ClassVar = ("E0618",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn square(n: i32) -> i32 {\n    n * n\n}\npub fn f() -> i32 {\n"
            "    let square = square(3);\n    square(4) + square\n}\n",
            after="fn square(n: i32) -> i32 {\n    n * n\n}\npub fn f() -> i32 {\n"
            "    let square_value = square(3);\n    square(4) + square_value\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(n: i32) -> i32 {\n    n(4)\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        hidden = site.label("same name is available here, but it's shadowed")
        call = site.enclosing("call_expression")
        function = call.child_by_field_name("function") if call is not None else None
        if hidden is None or function is None or function.type != "identifier":
            return
        binding = binding_of(function, text_of(function))
        scope = ancestor(binding.holder, "block", "function_item") if binding is not None else None
        if binding is None or scope is None or binding.node.type != "identifier":
            return
        if binding.holder.type == "parameter":
            scope = ancestor(binding.holder, "function_item") or scope
        new = free_name(function, f"{binding.name}_value")
        edits = [replace_node(binding.node, new)]
        for use in uses_of(scope, binding.name):
            at = binding_of(use, binding.name)
            if at is None or at.node != binding.node or _is_called(use):
                continue
            if use.type == "string_content":
                text = re.sub(rf"\{{{re.escape(binding.name)}(?=[:}}])", f"{{{new}", text_of(use))
                edits.append(replace_node(use, text))
                continue
            if use.parent is not None and use.parent.type == "shorthand_field_initializer":
                return
            edits.append(replace_node(use, new))
        yield site.candidate(
            self.id,
            f"Rename the variable `{binding.name}` to `{new}`, so that"
            f" `{short_text(call or function)}` calls the function",
            *edits,
        )


def _is_called(use: Node) -> bool:
    parent = use.parent
    if parent is not None and parent.type == "call_expression":
        return parent.child_by_field_name("function") == use
    after = use.next_sibling
    return after is not None and after.type == "token_tree" and text_of(after).startswith("(")
