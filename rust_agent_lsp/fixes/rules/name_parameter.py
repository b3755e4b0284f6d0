"""Gives a parameter a plain name where patterns are not allowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class NameParameter(FixRule):
    """Replaces the pattern of a parameter by a name, in a function without a body."""

    codes: ClassVar = ("E0130", "E0642")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='unsafe extern "C" {\n    pub fn foo((a, b): (u32, u32));\n}\n',
            after='unsafe extern "C" {\n    pub fn foo(a_b: (u32, u32));\n}\n',
            code="E0130",
        ),
        Example(
            before='unsafe extern "C" {\n    pub fn foo(mut count: u32);\n}\n',
            after='unsafe extern "C" {\n    pub fn foo(count: u32);\n}\n',
            code="E0130",
        ),
        Example(
            before="pub trait Foo {\n    fn foo((x, y): (i32, i32));\n}\n",
            after="pub trait Foo {\n    fn foo(x_y: (i32, i32));\n}\n",
            code="E0642",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! make {\n    ($p:pat) => {\n        pub trait Foo {\n"
        "            fn f($p: (u8, u8));\n        }\n    };\n}\nmake!((a, b));\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        parameter = site.enclosing("parameter")
        kind = parameter.child_by_field_name("type") if parameter is not None else None
        if parameter is None or kind is None:
            return
        holder = ancestor(parameter, "function_item", "function_signature_item")
        pattern = parameter.child_by_field_name("pattern")
        if holder is None or holder.type == "function_item" or pattern is None:
            return
        names = [text_of(n) for n in descendants(pattern, "identifier")]
        name = "_".join(n.strip("_") for n in names if n.strip("_")) or "_"
        yield site.candidate(
            self.id,
            f"Name the parameter `{name}`",
            Edit(Edit.delete(parameter.start_byte, pattern.end_byte).span, name),
        )
