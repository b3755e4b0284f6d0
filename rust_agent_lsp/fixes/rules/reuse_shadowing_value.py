"""Uses the variable that holds what a call gave, where the call is written again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import call_of, functions_named, name_called, self_parameter
from rust_agent_lsp.syntax.changes import is_changed
from rust_agent_lsp.syntax.names import binding_of, used_names
from rust_agent_lsp.syntax.tree import ancestor, text_of


class ReuseShadowingValue(FixRule):
    """Writes `total` for `total(lines)` where `total` is what the function gave for `lines`.

    Only where the arguments are the same and nothing in between changes them.
    """

    codes: ClassVar = ("E0618",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn total(lines: &[u32]) -> u32 {\n    lines.iter().sum()\n}\n"
            "pub fn show(lines: &[u32]) {\n    let total = total(lines);\n"
            '    println!("{}", total(lines) + 1);\n}\n',
            after="fn total(lines: &[u32]) -> u32 {\n    lines.iter().sum()\n}\n"
            "pub fn show(lines: &[u32]) {\n    let total = total(lines);\n"
            '    println!("{}", total + 1);\n}\n',
        ),
        Example(
            before="fn half(n: u32) -> u32 {\n    n / 2\n}\npub fn f(n: u32) -> u32 {\n"
            "    let half = half(n);\n    n - half(n)\n}\n",
            after="fn half(n: u32) -> u32 {\n    n / 2\n}\npub fn f(n: u32) -> u32 {\n"
            "    let half = half(n);\n    n - half\n}\n",
        ),
    )
    refuses: ClassVar = (
        "fn half(n: u32) -> u32 {\n    n / 2\n}\npub fn f(n: u32) -> u32 {\n"
        "    let half = half(n);\n    half(7) + half\n}\n",
        "fn half(n: u32) -> u32 {\n    n / 2\n}\npub fn f(mut n: u32) -> u32 {\n"
        "    let half = half(n);\n    n += half;\n    half(n)\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        name = name_called(site.source, site.diagnostic.span)
        given = name.next_sibling if name is not None else None
        binding = binding_of(name, text_of(name)) if name is not None else None
        call = call_of(binding.value) if binding is not None and binding.value is not None else None
        if name is None or given is None or binding is None or call is None:
            return
        made = call.node.child_by_field_name("arguments")
        if call.receiver is not None or call.name != binding.name or made is None:
            return
        if _flat(made) != _flat(given) or _is_changed_between(site, made, binding.holder, name):
            return
        yield site.candidate(
            self.id,
            f"Use the variable `{binding.name}`: it is `{binding.name}{_flat(made)}` already",
            Edit.delete(given.start_byte, given.end_byte),
        )


def _flat(node: Node) -> str:
    return " ".join(text_of(node).split())


def _is_changed_between(site: Site, arguments: Node, holder: Node, use: Node) -> bool:
    """Say whether the code between the variable and its use may change what was passed."""
    loop = ancestor(use, "for_expression", "while_expression", "loop_expression")
    end = use.start_byte
    if loop is not None and loop.start_byte > holder.end_byte:
        end = loop.end_byte
    text = site.source.slice(Span(holder.end_byte, end))
    return any(
        is_changed(name, text) or _calls_changing_method(site, name, text)
        for name in used_names(arguments)
    )


def _calls_changing_method(site: Site, name: str, text: str) -> bool:
    """Say whether a method of this file that takes `&mut self` is called on `name`."""
    called = re.findall(rf"(?<![\w.]){re.escape(name)}(?:\.\w+)*\.(\w+)\(", text)
    return any(
        "mut" in text_of(parameter).split()[0]
        for method in called
        for function in functions_named(site.source, method)
        if (parameter := self_parameter(function)) is not None
    )
