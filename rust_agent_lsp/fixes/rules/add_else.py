"""Gives an `if` that must have a value its other branch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after
from rust_agent_lsp.fixes.values import plain_value
from rust_agent_lsp.model.fix import Candidate, Safety

_WORDS = {"integer": "0", "floating-point number": "0.0", "an integer": "0"}


class AddElse(FixRule):
    """Adds `else` with the plainest value of the expected type: zero, an empty text, `None`.

    Which value is meant when the condition is false, only the author knows.
    """

    codes: ClassVar = ("E0317",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="pub fn f(x: i32) -> i32 {\n    let a = if x == 5 {\n        1\n    };\n"
            "    a\n}\n",
            after="pub fn f(x: i32) -> i32 {\n    let a = if x == 5 {\n        1\n    } else {\n"
            "        0\n    };\n    a\n}\n",
        ),
        Example(
            before="pub fn f(x: i32) -> Option<i32> {\n    if x > 0 { Some(x) }\n}\n",
            after="pub fn f(x: i32) -> Option<i32> {\n    if x > 0 { Some(x) } else { None }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Key(u8);\npub fn f(x: u8) -> Key {\n    if x > 0 { Key(x) }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        node = site.enclosing("if_expression")
        types = expected_found(site)
        if node is None or types is None or node.child_by_field_name("alternative") is not None:
            return
        branch = node.child_by_field_name("consequence")
        value = _WORDS.get(types[0]) or plain_value(site, types[0])
        if branch is None or value is None:
            return
        indent = site.source.indent_at(branch.end_byte)
        text = f" else {{ {value} }}"
        if branch.start_point.row != branch.end_point.row:
            text = f" else {{\n{indent}    {value}\n{indent}}}"
        yield site.candidate(
            self.id,
            f"Add `else` with the value `{value}`",
            insert_after(branch, text),
            safety=self.safety,
            cost="The value for the other case is a guess.",
        )
