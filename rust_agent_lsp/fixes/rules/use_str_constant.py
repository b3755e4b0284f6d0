"""Keeps the text of a constant as `&str`, which needs no memory of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import text_of

_MADE = re.compile(
    r'(?:String::from\((?P<a>"(?:[^"\\]|\\.)*")\)'
    r'|(?P<b>"(?:[^"\\]|\\.)*")\.(?:to_string|to_owned|into)\(\))',
    re.S,
)


class UseStrConstant(FixRule):
    """Turns a constant `String` made from a literal into a `&str` that is the literal.

    The type of the constant changes, which others see if it is public.
    """

    codes: ClassVar = ("E0015",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before='const NAME: String = String::from("x");\n'
            'fn main() {\n    println!("{}", NAME);\n}\n',
            after='const NAME: &str = "x";\nfn main() {\n    println!("{}", NAME);\n}\n',
        ),
    )
    refuses: ClassVar = ('pub static NAME: String = String::from("x") + "y";\n',)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        item = site.enclosing("static_item", "const_item", "function_item")
        kind = item.child_by_field_name("type") if item is not None else None
        value = item.child_by_field_name("value") if item is not None else None
        if item is None or kind is None or value is None or text_of(kind) != "String":
            return
        made = _MADE.fullmatch(text_of(value).strip())
        if made is not None:
            yield site.candidate(
                self.id,
                f"Keep `{node_name(item)}` as a `&str`",
                replace_node(kind, "&str"),
                replace_node(value, made["a"] or made["b"]),
                safety=Safety.API_CHANGE if text_of(item).startswith("pub") else Safety.SAFE,
            )
