"""Swaps two neighbouring arguments of a call."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.names import binding_of, uses_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_WRITERS = ("insert", "push", "entry", "set", "add", "replace", "put")


class SwapArguments(FixRule):
    """Swaps two arguments that stand side by side, where a bound on one of them is not met.

    rustc itself proposes it where the types alone tell; here a trait is in the way of that, or
    the call that fixed the types of a map is not the one that is reported. Where the arguments
    have effects, these happen in the other order.
    """

    codes: ClassVar = ("E0277", "E0308", "E0599")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="fn main() {\n    let sum = [1, 2].iter().fold(|sum, i| sum + i, 0);\n"
            "    assert_eq!(sum, 3);\n}\n",
            after="fn main() {\n    let sum = [1, 2].iter().fold(0, |sum, i| sum + i);\n"
            "    assert_eq!(sum, 3);\n}\n",
            code="E0277",
        ),
    )
    refuses: ClassVar = (
        'fn show<T: std::fmt::Display>(t: T) {\n    println!("{t}");\n}\n'
        "fn main() {\n    show(());\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        call = ancestor(site.node, "call_expression")
        arguments = call.child_by_field_name("arguments") if call is not None else None
        if arguments is not None:
            yield from self._swap(site, arguments)
        if site.diagnostic.code == "E0277" and not site.match(r"Borrow<"):
            return
        for call in _writers(site):
            yield from self._swap(site, call)

    def _swap(self, site: Site, arguments: Node) -> Iterator[Candidate]:
        listed = [n for n in arguments.named_children if "comment" not in n.type]
        if len(listed) > 3:
            return
        for first, second in pairwise(listed):
            if text_of(first) != text_of(second):
                yield site.candidate(
                    self.id,
                    f"Swap the arguments `{short_text(first)}` and `{short_text(second)}`",
                    replace_node(first, text_of(second)),
                    replace_node(second, text_of(first)),
                    safety=Safety.CHANGES_BEHAVIOUR,
                    cost="The two values change their places.",
                )


def _writers(site: Site) -> Iterator[Node]:
    """Yield the arguments of the first call that fills the collection read at the error."""
    names = descendants(site.source.node_at(site.diagnostic.span), "identifier")
    around = ancestor(site.node, "token_tree", "call_expression")
    for name in (*names, *(descendants(around, "identifier") if around is not None else ())):
        binding = binding_of(name, text_of(name))
        block = ancestor(binding.node, "block") if binding is not None else None
        for use in uses_of(block, text_of(name)) if block is not None else ():
            call = ancestor(use, "call_expression")
            found = call_of(call) if call is not None else None
            if found is None or found.receiver != use or found.name not in _WRITERS:
                continue
            arguments = found.node.child_by_field_name("arguments")
            if arguments is not None and len(arguments.named_children) > 1:
                yield arguments
                break
