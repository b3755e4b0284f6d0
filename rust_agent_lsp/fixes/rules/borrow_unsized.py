"""Puts a type without a known size behind a reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import declaring_item
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor, text_of


class BorrowUnsized(FixRule):
    """Changes `str` to `&str`, `[T]` to `&[T]` and `dyn Trait` to `&dyn Trait`.

    A value of such a type is borrowed where a `let` takes it.
    """

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="fn size(text: str) -> usize {\n    text.len()\n}\nfn main() {\n    size;\n}\n",
            after="fn size(text: &str) -> usize {\n    text.len()\n}\nfn main() {\n    size;\n}\n",
        ),
        Example(
            before="fn main() {\n    let v = vec![1, 2, 3];\n    let part = v[1..];\n"
            '    println!("{}", part.len());\n}\n',
            after="fn main() {\n    let v = vec![1, 2, 3];\n    let part = &v[1..];\n"
            '    println!("{}", part.len());\n}\n',
        ),
    )
    refuses: ClassVar = (
        "struct Bag;\nfn main() {\n    for x in Bag {\n        let _: u8 = x;\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.match(r"the size for values of type `([^`]+)` cannot", site.diagnostic.message)
        if found is None:
            return
        declared = declaring_item(site.node, found[1])
        if declared is not None:
            return
        binding = binding_of(site.node, text_of(site.node))
        let = ancestor(site.node, "let_declaration")
        value = binding.value if binding else None
        if value is None and let is not None:
            value = let.child_by_field_name("value")
        if value is not None and value.type == "index_expression":
            edits = [insert_before(value, "&")]
            kind = let.child_by_field_name("type") if let else None
            edits += [insert_before(kind, "&")] if kind else []
            yield site.candidate(self.id, f"Borrow `{text_of(value)}`", *edits)
            return
        kind = ancestor(site.node, "primitive_type", "array_type", "dynamic_type")
        if kind is None:
            parameter = ancestor(site.node, "parameter")
            kind = parameter.child_by_field_name("type") if parameter else None
        if kind is None or (kind.parent is not None and kind.parent.type == "reference_type"):
            return
        yield site.candidate(
            self.id,
            f"Take a `&{text_of(kind)}`",
            Edit.insert(kind.start_byte, "&"),
            safety=Safety.API_CHANGE,
        )
