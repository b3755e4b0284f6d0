"""Renames a variable that hides the function which is called after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import name_called
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
        Example(
            before="fn area(w: u32) -> u32 {\n    w * w\n}\npub struct Plot {\n    pub area: u32,\n"
            "}\npub fn f() -> Plot {\n    let area = area(3);\n"
            '    println!("{}", area(4) + area);\n    Plot { area }\n}\n',
            after="fn area(w: u32) -> u32 {\n    w * w\n}\npub struct Plot {\n    pub area: u32,\n"
            "}\npub fn f() -> Plot {\n    let area_value = area(3);\n"
            '    println!("{}", area(4) + area_value);\n    Plot { area: area_value }\n}\n',
        ),
    )
    refuses: ClassVar = ("pub fn f(n: i32) -> i32 {\n    n(4)\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        hidden = site.label("same name is available here, but it's shadowed")
        function = name_called(site.source, site.diagnostic.span)
        if hidden is None or function is None:
            return
        binding = binding_of(function, text_of(function))
        scope = ancestor(binding.holder, "block", "function_item") if binding is not None else None
        if binding is None or scope is None:
            return
        if binding.holder.type == "parameter":
            scope = ancestor(binding.holder, "function_item") or scope
        new = free_name(function, f"{binding.name}_value")
        short_field = binding.node.type == "shorthand_field_identifier"
        edits = [replace_node(binding.node, f"{binding.name}: {new}" if short_field else new)]
        for use in uses_of(scope, binding.name):
            at = binding_of(use, binding.name)
            if at is None or at.node != binding.node or _is_called(use):
                continue
            if use.type == "string_content":
                text = re.sub(rf"\{{{re.escape(binding.name)}(?=[:}}])", f"{{{new}", text_of(use))
                edits.append(replace_node(use, text))
                continue
            parent = use.parent
            is_field = parent is not None and parent.type == "shorthand_field_initializer"
            edits.append(replace_node(use, f"{binding.name}: {new}" if is_field else new))
        yield site.candidate(
            self.id,
            f"Rename the variable `{binding.name}` to `{new}`, so that"
            f" `{binding.name}(…)` calls the function",
            *edits,
        )


def _is_called(use: Node) -> bool:
    parent = use.parent
    if parent is not None and parent.type == "call_expression":
        return parent.child_by_field_name("function") == use
    after = use.next_sibling
    return after is not None and after.type == "token_tree" and text_of(after).startswith("(")
