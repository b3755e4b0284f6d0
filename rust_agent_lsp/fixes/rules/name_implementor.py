"""Says of which type an associated item is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import crate_files, find_item, members, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import descendants, text_of


class NameImplementor(FixRule):
    """Writes `<Type as Trait>::Item` for `Trait::Item`, or for `Type::Item`.

    Where several types have the trait, which of them is meant is a guess.
    """

    codes: ClassVar = ("E0223",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub trait Tr {\n    type X;\n}\npub struct S;\nimpl Tr for S {\n"
            "    type X = u32;\n}\npub fn f() -> Tr::X {\n    1\n}\n",
            after="pub trait Tr {\n    type X;\n}\npub struct S;\nimpl Tr for S {\n"
            "    type X = u32;\n}\npub fn f() -> <S as Tr>::X {\n    1\n}\n",
        ),
        Example(
            before="pub trait Tr {\n    type X;\n}\npub struct S;\nimpl Tr for S {\n"
            "    type X = u32;\n}\npub fn f() -> S::X {\n    1\n}\n",
            after="pub trait Tr {\n    type X;\n}\npub struct S;\nimpl Tr for S {\n"
            "    type X = u32;\n}\npub fn f() -> <S as Tr>::X {\n    1\n}\n",
        ),
    )
    refuses: ClassVar = ("pub trait Tr {\n    type X;\n}\npub fn f() {\n    let _: Tr::X;\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        written = site.source.slice(site.diagnostic.span)
        path = re.fullmatch(r"(?P<owner>.+)::(?P<item>\w+)", written, re.S)
        if path is None:
            return
        owner, wanted = path["owner"].strip("<>"), path["item"]
        is_trait = find_item(site, owner, "trait") is not None
        pairs = [
            (kind, trait)
            for kind, trait in _implementors(site, wanted)
            if base_name(trait if is_trait else kind) == base_name(owner)
        ]
        for kind, trait in dict.fromkeys(pairs):
            new = f"<{kind} as {owner if is_trait else trait}>::{wanted}"
            yield site.candidate(
                self.id,
                f"Write `{new}`",
                Edit(site.diagnostic.span, new),
                safety=Safety.SAFE if len(pairs) == 1 else Safety.GUESS,
            )


def _implementors(site: Site, wanted: str) -> Iterator[tuple[str, str]]:
    """Yield (type, trait) of the crate's impls that have an associated type of that name."""
    for file, _ in crate_files(site):
        for block in descendants(file.tree.root_node, "impl_item"):
            trait, kind = block.child_by_field_name("trait"), block.child_by_field_name("type")
            if trait is None or kind is None or block.child_by_field_name("type_parameters"):
                continue
            if any(node_name(m) == wanted and m.type == "type_item" for m in members(block)):
                yield text_of(kind), text_of(trait)
