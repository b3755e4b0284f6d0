"""Takes an associated type from a supertrait where it is only said to be itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import descendants, text_of


class DropCircularBinding(FixRule):
    """Turns `trait T: Iterator<Item = Self::Item>` into `trait T: Iterator`, the same."""

    codes: ClassVar = ("E0391",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub trait Words: Iterator<Item = Self::Item> {\n    fn count_words(self);\n}\n",
            after="pub trait Words: Iterator {\n    fn count_words(self);\n}\n",
        ),
    )
    refuses: ClassVar = ("pub trait First: Second {}\npub trait Second: First {}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        trait = site.enclosing("trait_item")
        bounds = trait.child_by_field_name("bounds") if trait is not None else None
        for binding in descendants(bounds, "type_binding") if bounds is not None else ():
            name, kind = binding.child_by_field_name("name"), binding.child_by_field_name("type")
            listed = binding.parent
            if name is None or kind is None or text_of(kind) != f"Self::{text_of(name)}":
                continue
            if listed is None or len(listed.named_children) != 1:
                continue
            title = f"Leave `{text_of(binding)}` out"
            yield site.candidate(self.id, title, Edit.delete(listed.start_byte, listed.end_byte))
