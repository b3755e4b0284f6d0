"""Takes an associated type from a path that cannot say what it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.tree import ancestor


class DropMisplacedConstraint(FixRule):
    """Turns `value.clone::<T = u8>()` into `value.clone()`.

    Only a bound or a `dyn` type says what an associated type is; elsewhere the trait's impl does.
    """

    codes: ClassVar = ("E0229",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(n: u8) -> u8 {\n    n.clone::<T = u8>()\n}\n",
            after="pub fn f(n: u8) -> u8 {\n    n.clone()\n}\n",
        ),
        Example(
            before="pub fn f() -> Vec<u8, Item = u8> {\n    Vec::new()\n}\n",
            after="pub fn f() -> Vec<u8> {\n    Vec::new()\n}\n",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! list {\n    ($t:ty) => {\n        Vec<$t, Item = u8>\n    };\n}\n"
        "pub fn f() -> list!(u8) {\n    Vec::new()\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        node = ancestor(site.node, "type_binding", "type_arguments")
        listed = node.parent if node is not None and node.type == "type_binding" else node
        if node is None or listed is None or listed.type != "type_arguments":
            return
        if node == listed and len(listed.named_children) == 1:
            node = listed.named_children[0]
        before = listed.prev_sibling
        others = [child for child in listed.named_children if child != node]
        if not others:
            path = before is not None and before.type == "::" and listed.parent is not None
            start = before.start_byte if before is not None and path else listed.start_byte
            edit = Edit.delete(start, listed.end_byte)
        elif node in listed.named_children and node == listed.named_children[-1]:
            edit = Edit.delete(others[-1].end_byte, node.end_byte)
        elif node in listed.named_children:
            after = listed.named_children[listed.named_children.index(node) + 1]
            edit = Edit.delete(node.start_byte, after.start_byte)
        else:
            return
        yield site.candidate(self.id, f"Leave `{short_text(node)}` to the impl", edit)
