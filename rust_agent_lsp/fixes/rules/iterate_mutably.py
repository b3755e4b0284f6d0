"""Goes over a collection by mutable reference, where the loop changes its items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import PLACES, prefix, short_text
from rust_agent_lsp.syntax.names import binding_of, make_mutable
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of


class IterateMutably(FixRule):
    """Iterates with `&mut`, where the body writes through `*item` and `item` is no reference."""

    codes: ClassVar = ("E0614",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn main() {\n    let mut list = vec![1, 2];\n    for item in list {\n"
            "        *item += 1;\n    }\n}\n",
            after="fn main() {\n    let mut list = vec![1, 2];\n    for item in &mut list {\n"
            "        *item += 1;\n    }\n}\n",
        ),
        Example(
            before="fn main() {\n    let mut list = vec![1, 2];\n"
            "    for item in list.into_iter() {\n        *item = 0;\n    }\n}\n",
            after="fn main() {\n    let mut list = vec![1, 2];\n    for item in list.iter_mut() {\n"
            "        *item = 0;\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    for n in 0..3 {\n        let m = *n;\n        drop(m);\n    }\n}\n",
        "fn main() {\n    let mut n = 5u32;\n    *n += 1;\n    assert!(n > 5);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        name = next((text_of(n) for n in descendants(site.node, "identifier")), "")
        binding = binding_of(site.node, name)
        loop = ancestor(binding.node, "for_expression") if binding is not None else None
        value = loop.child_by_field_name("value") if loop is not None else None
        body = loop.child_by_field_name("body") if loop is not None else None
        if value is None or body is None or binding is None or binding.holder != loop:
            return
        written = (n.child_by_field_name("left") for n in _assignments(body))
        if not any(
            n is not None and text_of(n).lstrip("(").startswith(f"*{name}") for n in written
        ):
            return
        if value.type in PLACES:
            root = next(iter(descendants(value, "identifier", "self")), value)
            edits = [*prefix(site.source, span_of(value), "&mut "), *make_mutable(root)]
            yield site.candidate(self.id, f"Iterate over `&mut {short_text(value)}`", *edits)
        function = value.child_by_field_name("function")
        field = function.child_by_field_name("field") if function is not None else None
        if field is not None and text_of(field) in ("into_iter", "iter"):
            edit = [Edit.delete(field.start_byte, field.end_byte)]
            edit.append(Edit.insert(field.end_byte, "iter_mut"))
            yield site.candidate(self.id, "Iterate with `iter_mut()`", *edit)


def _assignments(body: Node) -> Iterator[Node]:
    return descendants(body, "assignment_expression", "compound_assignment_expr")
