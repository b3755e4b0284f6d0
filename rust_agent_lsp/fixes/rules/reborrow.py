"""Lends a mutable reference on instead of giving it away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import PLACES, prefix, short
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of


class Reborrow(FixRule):
    """Writes `&mut *x` where the mutable reference `x` would be moved."""

    codes: ClassVar = ("E0382", "E0507")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(out: &mut Vec<u8>) {\n    let v = out;\n    v.push(1);\n"
            "    out.push(2);\n}\n",
            after="pub fn f(out: &mut Vec<u8>) {\n    let v = &mut *out;\n    v.push(1);\n"
            "    out.push(2);\n}\n",
            code="E0382",
        ),
    )
    refuses: ClassVar = ("pub fn f(a: String) -> usize {\n    drop(a);\n    a.len()\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        kind = site.match(r"has type `([^`]+)`")
        if kind is None or not kind[1].startswith("&mut "):
            return
        node = _moved(site)
        if node is None:
            return
        span = span_of(node)
        text = site.source.slice(span)
        if node.type not in PLACES:
            return
        yield site.candidate(
            self.id, f"Lend `{short(text)}` on with `&mut *`", *prefix(site.source, span, "&mut *")
        )


def _moved(site: Site) -> Node | None:
    """Return the reference at the place where it is moved, or None."""
    label = site.label(r"^value moved here")
    if label is not None or site.diagnostic.code == "E0507":
        return site.node_of(label) if label is not None else site.node
    # Of `let v = out; v.push(1);` the compiler blames the call.
    called = site.label(r"moved due to this method call")
    call = ancestor(site.node_of(called), "call_expression") if called is not None else None
    function = call.child_by_field_name("function") if call is not None else None
    receiver = function.child_by_field_name("value") if function is not None else None
    if receiver is None or receiver.type != "identifier":
        return None
    binding = binding_of(receiver, text_of(receiver))
    value = binding.value if binding is not None else None
    return value if value is not None and text_of(value) == text_of(site.node) else None
