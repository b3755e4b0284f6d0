"""Shows what the bounds of a trait object belong to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.tree import ancestor, text_of


class ParenthesizeBounds(FixRule):
    """Puts a trait object and its bounds in parentheses: `&'a Foo + 'a` → `&'a (dyn Foo + 'a)`.

    A missing `dyn` is written too.
    """

    codes: ClassVar = ("E0178",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub trait Foo {}\npub struct Bar<'a> {\n    pub x: &'a Foo + 'a,\n}\n",
            after="pub trait Foo {}\npub struct Bar<'a> {\n    pub x: &'a (dyn Foo + 'a),\n}\n",
        ),
        Example(
            before="pub trait Foo {}\npub struct Bar<'a> {\n    pub z: fn() -> Foo + 'a,\n}\n",
            after="pub trait Foo {}\npub struct Bar<'a> {\n    pub z: fn() -> (dyn Foo + 'a),\n}\n",
        ),
    )
    refuses: ClassVar = ("pub type T = fn() + Send;\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        whole = ancestor(site.node, "bounded_type")
        left = whole.named_children[0] if whole is not None and whole.named_children else None
        if whole is None or left is None:
            return
        kind = left.child_by_field_name("type") or left.child_by_field_name("return_type")
        if kind is None or left.type not in ("reference_type", "function_type", "pointer_type"):
            return
        word = "" if kind.type in ("dynamic_type", "abstract_type") else "dyn "
        bounds = site.source.text[left.end_byte : whole.end_byte].decode(errors="replace")
        front = site.source.text[whole.start_byte : kind.start_byte].decode(errors="replace")
        yield site.candidate(
            self.id,
            f"Put `{short_text(kind)}{bounds}` in parentheses",
            replace_node(whole, f"{front}({word}{text_of(kind)}{bounds})"),
        )
