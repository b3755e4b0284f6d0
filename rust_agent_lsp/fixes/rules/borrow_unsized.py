"""Puts a type without a known size behind a reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import prefix
from rust_agent_lsp.syntax.generics import declaring_item
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of

_UNSIZED = ("array_type", "primitive_type", "dynamic_type")
_OWNED = ("array_expression", "closure_expression", "struct_expression")


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
        Example(
            before="static PRIMES: [u32] = [2, 3, 5];\nfn main() {\n    let n = PRIMES.len();\n"
            "    assert_eq!(n, 3);\n}\n",
            after="static PRIMES: &[u32] = &[2, 3, 5];\nfn main() {\n    let n = PRIMES.len();\n"
            "    assert_eq!(n, 3);\n}\n",
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
        whole = list(self._declared(site))
        if whole:
            yield from whole
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

    def _declared(self, site: Site) -> Iterator[Candidate]:
        """Borrow type and value of a declaration that has both."""
        holder = site.enclosing("const_item", "static_item", "let_declaration")
        parts = [holder.child_by_field_name(f) for f in ("type", "value")] if holder else []
        kind, value = parts or (None, None)
        if holder is None or kind is None or value is None or kind.type not in _UNSIZED:
            return
        if kind.type == "array_type" and kind.child_by_field_name("length") is not None:
            return
        shown = text_of(kind)
        if kind.type == "primitive_type" and shown != "str":
            return
        new = f"&({shown} + Sync)" if kind.type == "dynamic_type" else f"&{shown}"
        new = new if holder.type == "static_item" else f"&{shown}"
        yield site.candidate(
            self.id,
            f"Take a `{new}`",
            replace_node(kind, new),
            *(prefix(site.source, span_of(value), "&") if value.type in _OWNED else ()),
            safety=Safety.SAFE if holder.type == "let_declaration" else Safety.API_CHANGE,
        )
