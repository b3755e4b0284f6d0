"""Gives the second of two equal names in a parameter list or pattern a name of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import free_name
from rust_agent_lsp.syntax.tree import text_of


class RenameDuplicateBinding(FixRule):
    """Renames the second binding, or ignores it with `_`; the body goes on using the first.

    If the body meant the second one, it now reads another value.
    """

    codes: ClassVar = ("E0415", "E0416")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn add(x: u8, x: u8) -> u8 {\n    x\n}\n",
            after="pub fn add(x: u8, x_2: u8) -> u8 {\n    x\n}\n",
            code="E0415",
        ),
        Example(
            before="pub struct P {\n    x: u8,\n    y: u8,\n}\npub fn f(p: P) -> u8 {\n"
            "    let P { x, y: x } = p;\n    x\n}\n",
            after="pub struct P {\n    x: u8,\n    y: u8,\n}\npub fn f(p: P) -> u8 {\n"
            "    let P { x, y: _ } = p;\n    x\n}\n",
            code="E0416",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! pair {\n    ($a:ident, $v:expr) => {\n        let ($a, $a) = $v;\n    };\n}\n"
        "pub fn f() {\n    pair!(x, (1, 2));\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        node = site.node
        name = text_of(node)
        if not name.isidentifier() or site.enclosing("token_tree", "macro_definition") is not None:
            return
        short = node.type == "shorthand_field_identifier"
        lead = f"{name}: " if short else ""
        new = free_name(node, f"{name}_2")
        for text, title in (
            (new, f"Rename the second `{name}` to `{new}`"),
            ("_", f"Ignore the second `{name}` with `_`"),
        ):
            yield site.candidate(
                self.id,
                title,
                Edit(site.diagnostic.span, lead + text),
                safety=self.safety,
                cost=f"`{name}` means the first one from now on.",
            )
