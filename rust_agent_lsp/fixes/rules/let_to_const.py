"""Makes a length that has to be known at compile time a constant, or the array a vector."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import locals_at
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.names import uses_of
from rust_agent_lsp.syntax.tree import ancestor, ancestors, text_of

_CONSTANT = re.compile(r"[\d_+\-*/%() ]*[\d_]+(?:[iu](?:8|16|32|64|128|size))?[\d_+\-*/%() ]*")


class LetToConst(FixRule):
    """Turns `let n = 3` into `const N: usize = 3`, or `[x; n]` into `vec![x; n]`.

    A vector lives on the heap, and its length is no longer part of the type.
    """

    codes: ClassVar = ("E0435",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="fn main() {\n    let size = 3;\n    let cells = [0; size];\n"
            '    println!("{cells:?} {}", size);\n}\n',
            after="fn main() {\n    const SIZE: usize = 3;\n    let cells = [0; SIZE];\n"
            '    println!("{cells:?} {}", SIZE);\n}\n',
        ),
        Example(
            before="pub fn cells(size: usize) -> usize {\n    let cells = [0u8; size];\n"
            "    cells.len()\n}\n",
            after="pub fn cells(size: usize) -> usize {\n    let cells = vec![0u8; size];\n"
            "    cells.len()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn cells(size: usize) -> [u8; 2] {\n    let cells: [u8; size] = [1, 2];\n    cells\n"
        "}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        name = site.source.slice(site.diagnostic.span)
        binding = next((n for n in locals_at(site.node) if text_of(n) == name), None)
        host = ancestor(binding, "let_declaration", "parameter") if binding is not None else None
        if binding is not None and host is not None and host.type == "let_declaration":
            yield from self._constant(site, name, binding, host)
        array = site.enclosing("array_expression")
        if array is None and site.enclosing("array_type") is not None:
            outer = site.enclosing("let_declaration")
            value = outer.child_by_field_name("value") if outer is not None else None
            array = value if value is not None and value.type == "array_expression" else None
        length = array.child_by_field_name("length") if array is not None else None
        if array is not None and length is not None and name in text_of(length):
            edits = [Edit.insert(array.start_byte, "vec!")]
            written = ancestor(array, "let_declaration")
            kind = written.child_by_field_name("type") if written is not None else None
            if kind is not None and kind.type == "array_type":
                element = kind.child_by_field_name("element")
                if element is not None:
                    new = f"Vec<{text_of(element)}>"
                    edits.append(Edit(Span(kind.start_byte, kind.end_byte), new))
            yield site.candidate(
                self.id,
                f"Make a vector of length `{text_of(length)}`",
                *edits,
                safety=self.safety,
                cost="A vector lives on the heap.",
            )

    def _constant(self, site: Site, name: str, binding: Node, host: Node) -> Iterator[Candidate]:
        value = host.child_by_field_name("value")
        if value is None or host.child_by_field_name("pattern") != binding:
            return
        if not _CONSTANT.fullmatch(text_of(value)) or "mut" in [text_of(c) for c in host.children]:
            return
        written = host.child_by_field_name("type")
        kind = text_of(written) if written is not None else "usize"
        new = name.upper()
        scope = next((a for a in ancestors(host) if a.type == "block"), host)
        edits = [
            Edit(Span(host.start_byte, value.start_byte), f"const {new}: {kind} = "),
        ]
        for use in uses_of(scope, name):
            if use.type == "string_content":
                text = re.sub(rf"\{{{re.escape(name)}(?=[:}}])", f"{{{new}", text_of(use))
                edits.append(Edit(Span(use.start_byte, use.end_byte), text))
            elif use.start_byte > host.end_byte:
                edits.append(Edit(Span(use.start_byte, use.end_byte), new))
        yield site.candidate(
            self.id, f"Make `{name}` the constant `{new}`", *edits, safety=Safety.SAFE
        )
