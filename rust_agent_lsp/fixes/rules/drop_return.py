"""Takes `return` from the value of a constant, which is no function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short_text


class DropReturn(FixRule):
    """Turns `const N: u8 = return 1;` into `const N: u8 = 1;`."""

    codes: ClassVar = ("E0572",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(before="pub const N: u8 = return 1;\n", after="pub const N: u8 = 1;\n"),
        Example(
            before="pub static S: [u8; 2] = {\n    return [1, 2];\n};\n",
            after="pub static S: [u8; 2] = {\n    [1, 2]\n};\n",
        ),
    )
    refuses: ClassVar = ("pub const N: () = return;\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        node = site.enclosing("return_expression")
        if node is None or not node.named_children:
            return
        value = node.named_children[0]
        edits = [Edit.delete(node.start_byte, value.start_byte)]
        statement = node.parent
        if statement is not None and statement.type == "expression_statement":
            edits.append(Edit.delete(node.end_byte, statement.end_byte))
        yield site.candidate(self.id, f"Use `{short_text(value)}` without `return`", *edits)
