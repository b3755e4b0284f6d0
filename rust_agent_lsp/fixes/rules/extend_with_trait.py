"""Gives methods to a type that is not ours through a trait that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import members, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import text_of


class ExtendWithTrait(FixRule):
    """Turns `impl Foreign { … }` into an extension trait and its impl.

    Other modules have to import the trait to call its methods.
    """

    codes: ClassVar = ("E0116", "E0118", "E0390")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="impl Vec<u8> {\n    pub fn total(&self) -> u8 {\n        self.iter().sum()\n"
            "    }\n}\n",
            after="pub trait VecExt {\n    fn total(&self) -> u8;\n}\n\nimpl VecExt for Vec<u8> {\n"
            "    fn total(&self) -> u8 {\n        self.iter().sum()\n    }\n}\n",
            code="E0116",
        ),
        Example(
            before="impl u8 {\n    fn twice(mut self) -> u8 {\n        self *= 2;\n        self\n"
            "    }\n}\n",
            after="pub trait U8Ext {\n    fn twice(self) -> u8;\n}\n\nimpl U8Ext for u8 {\n"
            "    fn twice(mut self) -> u8 {\n        self *= 2;\n        self\n    }\n}\n",
            code="E0390",
        ),
    )
    refuses: ClassVar = ("impl Vec<u8> {\n    const fn total() -> u8 {\n        3\n    }\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        impl = site.enclosing("impl_item")
        kind = impl.child_by_field_name("type") if impl is not None else None
        if impl is None or kind is None or impl.child_by_field_name("trait") is not None:
            return
        heads, edits = [], []
        for item in members(impl):
            body = item.child_by_field_name("body")
            words = [c for c in item.children if c.type in ("visibility_modifier",)]
            quals = next((c for c in item.children if c.type == "function_modifiers"), None)
            if item.type != "function_item" or body is None or quals is not None:
                return
            start = words[-1].end_byte + 1 if words else item.start_byte
            head = site.source.slice(Span(start, body.start_byte)).strip()
            heads.append(re.sub(r"([(,]\s*)mut (?=\w)", r"\1", head))
            if words:
                edits.append(Edit.delete(words[0].start_byte, start))
        generics = impl.child_by_field_name("type_parameters")
        stem = base_name(text_of(kind))
        names = [node_name(p) for p in generics.named_children] if generics is not None else []
        if not stem.isidentifier():
            return
        bare = stem in names
        name = f"{stem[:1].upper()}{stem[1:]}Ext"
        listed = text_of(generics) if generics is not None and not bare else ""
        plain = f"<{', '.join(names)}>" if names and not bare else ""
        indent = site.source.indent_at(impl.start_byte)
        lines = "".join(f"{indent}    {head};\n" for head in heads)
        trait = f"pub trait {name}{listed} {{\n{lines}{indent}}}\n\n{indent}"
        yield site.candidate(
            self.id,
            f"Put the methods into a trait `{name}` for `{text_of(kind)}`",
            Edit.insert(impl.start_byte, trait),
            Edit.insert(kind.start_byte, f"{name}{plain} for "),
            *edits,
            safety=self.safety,
            cost=f"Other modules have to import `{name}` to call them.",
        )
