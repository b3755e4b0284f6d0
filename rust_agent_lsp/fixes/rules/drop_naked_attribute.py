"""Turns a naked function with a body of Rust into an ordinary one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import text_of


class DropNakedAttribute(FixRule):
    """Drops `#[unsafe(naked)]` from a function that holds no assembly.

    The compiler adds its own entry and exit code to it then.
    """

    codes: ClassVar = ("E0787",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before='#[unsafe(naked)]\npub extern "C" fn f() -> u32 {\n    42\n}\n',
            after='pub extern "C" fn f() -> u32 {\n    42\n}\n',
        ),
    )
    refuses: ClassVar = (
        'use std::arch::naked_asm;\n#[unsafe(naked)]\npub extern "C" fn f() {\n    let _ = 1;\n'
        '    naked_asm!("ret");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item")
        body = function.child_by_field_name("body") if function is not None else None
        if function is None or body is None or re.search(r"asm!", text_of(body)):
            return
        above = function.prev_named_sibling
        while above is not None and above.type in ("attribute_item", "line_comment"):
            if re.fullmatch(r"#\[\s*(?:unsafe\s*\(\s*naked\s*\)|naked)\s*\]", text_of(above)):
                source = site.source
                rest = source.text[above.end_byte :]
                end = above.end_byte + len(rest) - len(rest.lstrip())
                yield site.candidate(
                    self.id,
                    f"Make `{node_name(function)}` an ordinary function",
                    Edit.delete(above.start_byte, end),
                    safety=self.safety,
                    cost="The compiler adds its own entry and exit code.",
                )
                return
            above = above.prev_named_sibling
