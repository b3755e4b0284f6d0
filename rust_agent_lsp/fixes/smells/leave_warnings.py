"""Lets a new warning of a newer compiler be a warning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.statements import line_span
from rust_agent_lsp.syntax.tree import ancestor, text_of

_BODY = "fn main() {\n    assert_eq!(1 + 1, 2);\n}\n"


class LeaveWarnings(FixRule):
    """Removes `warnings` from `#![deny(…)]`.

    Warnings fail no build any more; a build server can ask for that by
    `RUSTFLAGS="-D warnings"`.
    """

    codes: ClassVar = ("deny-warnings-in-code",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(before="#![deny(warnings)]\n" + _BODY, after=_BODY),
        Example(
            before="#![deny(warnings, missing_debug_implementations)]\n" + _BODY,
            after="#![deny(missing_debug_implementations)]\n" + _BODY,
        ),
    )
    refuses: ClassVar = ("#![forbid(warnings, unsafe_code)]\n" + _BODY,)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        attribute = ancestor(site.node, "inner_attribute_item")
        if attribute is None or not text_of(attribute).startswith("#![deny("):
            return
        listed = text_of(attribute)[len("#![deny(") :].removesuffix(")]").split(",")
        left = [name.strip() for name in listed if name.strip() not in ("", "warnings")]
        line = line_span(site.source, attribute)
        if left:
            edit = replace_node(attribute, f"#![deny({', '.join(left)})]")
        elif line is not None:
            edit = Edit.delete(line.start, line.end)
        else:
            return
        cost = "Warnings fail no build any more; CI can ask for it by `RUSTFLAGS`."
        title = "Let warnings be warnings"
        yield site.candidate(self.id, title, edit, safety=self.safety, cost=cost)
