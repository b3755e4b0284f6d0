"""Boxes what a function returns that calls itself for its result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.returns import returned
from rust_agent_lsp.syntax.tree import descendants, text_of


class BoxReturnedValue(FixRule):
    """Returns `Box<dyn Trait>` instead of `impl Trait`, and boxes each returned value.

    Each call allocates.
    """

    codes: ClassVar = ("E0720",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub fn down(n: u8) -> impl Iterator<Item = u8> {\n    if n == 0 {\n"
            "        return vec![0].into_iter().chain(down(0));\n    }\n"
            "    vec![n].into_iter().chain(down(n - 1))\n}\n",
            after="pub fn down(n: u8) -> Box<dyn Iterator<Item = u8>> {\n    if n == 0 {\n"
            "        return Box::new(vec![0].into_iter().chain(down(0)));\n    }\n"
            "    Box::new(vec![n].into_iter().chain(down(n - 1)))\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn a() -> impl Sized {\n    (a(), 1)\n}\n",
        "pub fn a() -> impl Copy {\n    (a(), 1)\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item")
        result = function.child_by_field_name("return_type") if function is not None else None
        name = function.child_by_field_name("name") if function is not None else None
        if function is None or result is None or name is None or result.type != "abstract_type":
            return
        trait = text_of(result).removeprefix("impl").strip()
        if re.match(r"(?:Sized|Copy|Clone|Default|Eq|PartialEq|Ord)\b", trait):
            return
        # The lifetime of what is borrowed is the object's too.
        parameters = function.child_by_field_name("parameters")
        borrowed = parameters is not None and any(
            text_of(c) == "&" for n in descendants(parameters, "reference_type") for c in n.children
        )
        bound = " + '_" if borrowed and "'" not in trait else ""
        edits = [replace_node(result, f"Box<dyn {trait}{bound}>")]
        for value in returned(function):
            if re.fullmatch(rf"{text_of(name)}\s*\(.*\)", text_of(value), re.S):
                continue
            edits += [Edit.insert(value.start_byte, "Box::new("), Edit.insert(value.end_byte, ")")]
        yield site.candidate(
            self.id,
            f"Return `Box<dyn {trait}{bound}>`",
            *edits,
            safety=self.safety,
            cost="Each value is allocated on the heap.",
        )
