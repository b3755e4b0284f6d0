"""Vouches for what an unsafe trait asks of its implementors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_before
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.tree import text_of


class DeclareUnsafeImpl(FixRule):
    """Writes `unsafe impl` for an unsafe trait, which the diagnostic itself demands.

    The compiler does not check what the trait asks for: the user vouches for it.
    """

    codes: ClassVar = ("E0200",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="pub struct Foo;\npub unsafe trait Bar {}\nimpl Bar for Foo {}\n",
            after="pub struct Foo;\npub unsafe trait Bar {}\nunsafe impl Bar for Foo {}\n",
        ),
    )
    refuses: ClassVar = (
        "pub unsafe trait Bar {}\nmacro_rules! bar {\n    ($t:ty) => {\n"
        "        impl Bar for $t {}\n"
        "    };\n}\nbar!(u8);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        block = site.enclosing("impl_item", "macro_definition", "macro_invocation")
        trait = block.child_by_field_name("trait") if block is not None else None
        if block is None or trait is None or block.type != "impl_item":
            return
        yield site.candidate(
            self.id,
            f"Vouch for what `{text_of(trait)}` asks with `unsafe impl`",
            insert_before(block, "unsafe "),
            safety=self.safety,
            cost=f"You must make sure of all that the documentation of `{text_of(trait)}` asks.",
        )
