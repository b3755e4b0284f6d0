"""Lets a closure keep what it captured, so that it can be called again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.derives import derive_edits, type_items
from rust_agent_lsp.syntax.names import Binding, binding_of
from rust_agent_lsp.syntax.tree import text_of


class KeepCapturedValue(FixRule):
    """Gives away a clone of the captured variable, or derives `Copy` for its type.

    The closure runs several times; the value that it holds has to last.
    """

    codes: ClassVar = ("E0525",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="fn take(_: String) {}\nfn twice(f: impl Fn()) {\n    f();\n    f();\n}\n"
            "pub fn run(name: String) {\n    let greet = move || take(name);\n"
            "    twice(greet);\n}\n",
            after="fn take(_: String) {}\nfn twice(f: impl Fn()) {\n    f();\n    f();\n}\n"
            "pub fn run(name: String) {\n    let greet = move || take(name.clone());\n"
            "    twice(greet);\n}\n",
        ),
        Example(
            before="struct Key;\nfn take(_: Key) {}\nfn twice(f: impl Fn()) {\n    f();\n"
            "    f();\n}\npub fn run() {\n    let key = Key;\n    let open = || take(key);\n"
            "    twice(open);\n}\n",
            after="#[derive(Clone)]\nstruct Key;\nfn take(_: Key) {}\nfn twice(f: impl Fn()) {\n"
            "    f();\n    f();\n}\npub fn run() {\n    let key = Key;\n"
            "    let open = || take(key.clone());\n    twice(open);\n}\n",
        ),
    )
    refuses: ClassVar = (
        "fn twice(f: impl Fn()) {\n    f();\n    f();\n}\npub fn run() {\n    let mut n = 0;\n"
        "    let count = || n += 1;\n    twice(count);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label(r"because it moves the variable `[^`]+` out of its environment")
        node = site.node_of(label) if label is not None else None
        if node is None or node.type not in ("identifier", "field_expression"):
            return
        name = text_of(node)
        binding = binding_of(node, name)
        kind = _type(site, binding) if binding is not None else None
        edits = derive_edits(site.source, base_name(kind), ["Clone"]) if kind is not None else []
        derived = f" and derive `Clone` for `{base_name(kind)}`" if edits and kind else ""
        yield site.candidate(
            self.id,
            f"Give away a clone of `{name}`{derived}",
            Edit.insert(node.end_byte, ".clone()"),
            *edits,
            safety=self.safety,
            cost="Each call of the closure clones it.",
        )


def _type(site: Site, binding: Binding) -> str | None:
    if binding.type is not None:
        return text_of(binding.type)
    value = binding.value
    if value is None:
        return None
    text = text_of(value)
    if value.type == "identifier" and text in type_items(site.source):
        return text  # A unit struct.
    return value_type(site.source, value)
