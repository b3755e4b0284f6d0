"""Declares in the trait what an impl of it defines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.trait_items import implementation_at
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit, Span
from rust_agent_lsp.syntax.tree import text_of


class DeclareInTrait(FixRule):
    """Adds the method, type or constant to the trait; every other impl then needs it too."""

    codes: ClassVar = ("E0407", "E0437", "E0438")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Named {}\npub struct Dog;\nimpl Named for Dog {\n"
            "    fn age(&self) -> u8 {\n        3\n    }\n}\n",
            after="pub trait Named {\n    fn age(&self) -> u8;\n}\npub struct Dog;\n"
            "impl Named for Dog {\n    fn age(&self) -> u8 {\n        3\n    }\n}\n",
            code="E0407",
        ),
        Example(
            before="pub trait Named {\n    fn age(&self) -> u8;\n}\npub struct Dog;\n"
            "impl Named for Dog {\n    type Food = u8;\n    fn age(&self) -> u8 {\n        3\n"
            "    }\n}\n",
            after="pub trait Named {\n    fn age(&self) -> u8;\n    type Food;\n}\n"
            "pub struct Dog;\n"
            "impl Named for Dog {\n    type Food = u8;\n    fn age(&self) -> u8 {\n        3\n"
            "    }\n}\n",
            code="E0437",
        ),
    )
    refuses: ClassVar = (
        "pub struct S;\nimpl Drop for S {\n    fn drop(&mut self) {}\n    fn fall(&self) {}\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        impl = implementation_at(site)
        item = site.enclosing("function_item", "const_item", "type_item")
        if impl is None or item is None or impl.declared is None:
            return
        body = impl.declared.node.child_by_field_name("body")
        if body is None:
            return
        block = item.child_by_field_name("body")
        text = text_of(item)
        if block is not None:
            text = text[: len(text) - len(text_of(block))]
            text = re.sub(r"\bmut (?=\w+\s*:)|\bmut (?=self\b)(?<!&mut )", "", text)
        elif item.type == "const_item":
            text = text.partition("=")[0]
        else:
            text = f"type {node_name(item)}"
        file = impl.declared.file
        outer = file.indent_at(impl.declared.node.start_byte)
        inside = file.text[body.start_byte + 1 : body.end_byte - 1].rstrip()
        at = body.start_byte + 1 + len(inside)
        edit = Edit(
            Span(at, body.end_byte - 1), f"\n{outer}    {text.strip().rstrip(';')};\n{outer}"
        )
        yield Candidate(
            self.id,
            f"Declare `{node_name(item)}` in the trait `{impl.trait}`",
            (FileEdit(file.path, (edit,)),),
            self.safety,
            f"Every other impl of `{impl.trait}` needs it too.",
        )
