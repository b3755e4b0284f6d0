"""Boxes as `dyn Any` what is only said to be sized."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import wrap
from rust_agent_lsp.syntax.returns import returned
from rust_agent_lsp.syntax.tree import span_of, text_of


class BoxForAnyType(FixRule):
    """Returns `Box<dyn Any>` from a function that nests its own `impl Sized` in the result.

    Each call allocates, and the caller has to downcast to reach the value.
    """

    codes: ClassVar = ("E0720",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub fn nest(n: u8) -> impl Sized {\n    if n == 0 {\n        return None;\n"
            "    }\n    Some((nest(n - 1), n))\n}\n",
            after="pub fn nest(n: u8) -> Box<dyn std::any::Any> {\n    if n == 0 {\n"
            "        return Box::new(None::<()>);\n"
            "    }\n    Box::new(Some((nest(n - 1), n)))\n}\n",
        ),
        Example(
            before="pub fn pair() -> impl Sized {\n    [pair(), pair()]\n}\n",
            after="pub fn pair() -> Box<dyn std::any::Any> {\n    Box::new([pair(), pair()])\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn a<'a>(s: &'a str) -> impl Sized + 'a {\n    (a(s), s)\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item")
        result = function.child_by_field_name("return_type") if function is not None else None
        if function is None or result is None or text_of(result) != "impl Sized":
            return
        name = node_name(function)
        edits = [replace_node(result, "Box<dyn std::any::Any>")]
        for value in returned(function):
            text = text_of(value)
            if re.fullmatch(rf"{name}\s*\(.*\)", text, re.S):
                continue
            # The type of a bare `None` was told by the other results.
            after = "::<()>)" if text == "None" else ")"
            edits += wrap(span_of(value), "Box::new(", after)
        yield site.candidate(
            self.id,
            f"Return `Box<dyn Any>` from `{name}`",
            *edits,
            safety=self.safety,
            cost="Each value is allocated, and a caller has to downcast it.",
        )
